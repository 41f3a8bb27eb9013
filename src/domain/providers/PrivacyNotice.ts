/** What a workspace's notice depends on: the platform's settings and the workspace's panels as they are. */
export interface PrivacyFacts {
  /** Days that recovery copies outlive what they are of; 0 = none are kept. */
  readonly recoveryDays: number
  readonly panels: ReadonlyArray<{ readonly name: string; readonly hasRequests: boolean }>
}

/** One sentence or two of the notice, and what they are about. */
export interface PrivacySentence {
  readonly about:
    | "panel"
    | "provider"
    | "alias"
    | "recovery"
    | "disconnecting"
    | "permanence"
    | "history"
    | "change log"
  readonly text: string
}

/**
 * What is stored of panels and providers, who sees it and what disconnecting deletes (PR-04). Every sentence is true of
 * what the gateway does, and has a test; "permanently" stands only where nothing of the gateway keeps a copy.
 */
export const privacyNotice = ({ panels, recoveryDays }: PrivacyFacts): ReadonlyArray<PrivacySentence> => {
  const isCopied = recoveryDays > 0
  const days = recoveryDays === 1 ? "1 day" : `${recoveryDays} days`
  const used = panels.filter(({ hasRequests }) => hasRequests).map(({ name }) => name)
  return [
    {
      about: "panel",
      text: "Of each panel its name, address, settings and your API keys are stored. The keys are encrypted and never shown again; you see how they end."
    },
    {
      about: "provider",
      text: "Of each provider the name that your panel gives him is stored encrypted, with a fingerprint that recognises his orders, beside the alias, words and switches that you see here. Access to his own API, where you save it, is encrypted as your keys are."
    },
    {
      about: "alias",
      text: "Pages, replies, forwards, logs and exports name a provider by his alias alone. His domain is shown to nobody in this workspace."
    },
    {
      about: "recovery",
      text: isCopied
        ? `The platform keeps an encrypted recovery copy of each panel's name and of each provider's name and alias. Only the platform's master admin can open it, for a reason that is recorded. When a panel or provider is removed, its copy is kept for ${days} more and is then deleted.`
        : "The platform keeps no recovery copies of panel and provider names."
    },
    {
      about: "disconnecting",
      text: "Removing a panel deletes at once its keys, address and settings, its providers with their names and the access to their APIs, the routes that belong to them, and its list of services. Customers and chats stay."
    },
    {
      about: "permanence",
      text: isCopied
        ? "The keys are then permanently deleted from the gateway's database. Of the names, the recovery copy is left for the time said above."
        : "The keys and the providers' names are then permanently deleted from the gateway's database."
    },
    ...(used.length === 0
      ? []
      : [
          {
            about: "history" as const,
            text: `Requests name their panel: those for ${listed(used)} stay as history, with the panel's name, after it is removed.`
          }
        ]),
    {
      about: "change log",
      text: "The workspace's log of changes stays. It holds panel names, an address that was changed, and aliases, never a key or a provider's domain."
    }
  ]
}

const listed = (names: ReadonlyArray<string>): string =>
  names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
