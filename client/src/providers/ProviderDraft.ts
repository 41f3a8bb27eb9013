import { defaultProviderFormat } from "../../../src/domain/ProviderMessage.ts"
import type { OrderStatus } from "../api/Views.ts"
import type { Provider, ProviderChange } from "../api/ProviderGateway.ts"
import type { ProviderCommand } from "./createProviders.ts"

/** Another word for a command while the order is in one status. */
export interface StatusWord {
  readonly command: ProviderCommand
  readonly status: OrderStatus
  readonly word: string
}

/** How the message is written: the usual way, the named one for many orders, or the owner's own. */
export type FormatKind = "usual" | "bulk" | "own"

/** What is typed about a provider. */
export interface ProviderDraft {
  readonly alias: string
  /** By command, and by what he answers ("answer.done"). */
  readonly words: Readonly<Record<string, string>>
  readonly statusWords: ReadonlyArray<StatusWord>
  readonly formatKind: FormatKind
  readonly format: string
}

/** A provider as he is saved, for the form. */
export const draftOf = ({ alias, format, words }: Provider): ProviderDraft => ({
  alias,
  words: Object.fromEntries(Object.entries(words).filter(([key]) => !key.includes("@"))),
  statusWords: Object.entries(words)
    .filter(([key]) => key.includes("@"))
    .map(([key, word]) => {
      const [command, status] = key.split("@")
      return { command: command as ProviderCommand, status: status as OrderStatus, word }
    }),
  formatKind: format === null ? "usual" : format === "bulk" ? "bulk" : "own",
  format: format === null || format === "bulk" ? defaultProviderFormat : format
})

/** Words and format as the gateway takes them; empty words are the usual ones. */
export const textsOf = (draft: ProviderDraft): Pick<Required<ProviderChange>, "words" | "format"> => ({
  words: Object.fromEntries(
    [
      ...Object.entries(draft.words),
      ...draft.statusWords.map(({ command, status, word }) => [`${command}@${status}`, word] as const)
    ].filter(([, word]) => word.trim() !== "")
  ),
  format: draft.formatKind === "usual" ? null : draft.formatKind === "bulk" ? "bulk" : draft.format
})

const sorted = (words: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Only what differs from what is saved. */
export const changesOf = (provider: Provider, draft: ProviderDraft): ProviderChange => {
  const { format, words } = textsOf(draft)
  return {
    ...(draft.alias.trim() === provider.alias ? {} : { alias: draft.alias.trim() }),
    ...(sorted(words) === sorted(provider.words) ? {} : { words }),
    ...(format === provider.format ? {} : { format })
  }
}
