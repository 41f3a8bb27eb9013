import type { AuditEntry, Customer, CustomerContact } from "../api/CustomerGateway.ts"
import type { Tone } from "../ui/StatusBadge.tsx"

/** How a customer stands. */
export const customerWords: Readonly<
  Record<Customer["status"], { readonly label: string; readonly tone: Tone; readonly meaning: string }>
> = {
  active: { label: "Active", tone: "ok", meaning: "The bot answers" },
  disabled: { label: "Disabled", tone: "off", meaning: "You switched him off: the bot is silent" },
  suspended: { label: "Suspended", tone: "warn", meaning: "The gateway silenced him: the bot is silent" }
}

/** How a number came to belong to its username. */
export const linkWords: Readonly<Record<CustomerContact["linkedBy"], string>> = {
  owner: "added by you",
  trust: "first come",
  approval: "approved",
  ticket: "proved by a ticket",
  email: "proved by e-mail"
}

/** The network a contact is on. */
export const contactKind = ({ pn, lid }: CustomerContact): "whatsapp" | "telegram" =>
  pn === null && lid === null ? "telegram" : "whatsapp"

/** An address as people write it: +9779800000100. */
export const contactText = ({ pn, telegramId, lid }: CustomerContact): string =>
  pn !== null ? `+${pn.split("@", 1)[0]}` : (telegramId ?? lid ?? "")

const steps: Readonly<Record<string, string>> = {
  added: "Added",
  changed: "Changed",
  enabled: "Enabled",
  disabled: "Disabled",
  suspended: "Suspended",
  removed: "Removed",
  linked: "Number linked",
  contact_added: "Number added",
  contact_removed: "Number removed"
}

/** What was done, in a word: "customer.contact_added" is "Number added". */
export const actionWord = (action: string): string => {
  const step = action.split(".")[1] ?? action
  return steps[step] ?? `${step.charAt(0).toUpperCase()}${step.slice(1)}`.replaceAll("_", " ")
}

const fields: Readonly<Record<string, string>> = {
  username: "username",
  userId: "user id",
  email: "e-mail",
  panelId: "panel",
  memo: "memo",
  language: "language",
  isAutoSuspended: "auto-suspend",
  status: "status",
  suspension: "reason",
  contact: "number",
  waits: "waits"
}

const plain = (value: unknown): string => {
  if (value === null || value === undefined || value === "") return "nothing"
  if (typeof value === "boolean") return value ? "on" : "off"
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value)
}

/** The values of an entry, old and new: "memo: nothing → pays late". */
export const changeWords = ({ before, after }: AuditEntry): ReadonlyArray<string> =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    // Ids say nothing to people.
    .filter((key) => !(key.endsWith("Id") && key !== "userId"))
    .map((key) => {
      const name = fields[key] ?? key
      const was = before?.[key]
      const is = after?.[key]
      if (was === undefined) return `${name}: ${plain(is)}`
      return is === undefined ? `${name}: was ${plain(was)}` : `${name}: ${plain(was)} → ${plain(is)}`
    })
