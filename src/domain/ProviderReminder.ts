import { type ProviderMessage, renderProviderMessage } from "./ProviderMessage.ts"
import type { Rules } from "./Rules.ts"

/** A request that was handed on to providers' chats. */
export interface Unanswered {
  /** Unix milliseconds. */
  readonly acceptedAt: number
  /** Reminders of the chat that has had fewest; null when there is nobody to remind, or he has answered. */
  readonly reminders: number | null
}

/** Reminders leave at these times, so that what is open together is asked for in one message. */
const stepMillis = 15 * 60_000

/** When the next reminder of a request is due, unix milliseconds; null = never (OR-11). */
export const nextReminder = (
  { acceptedAt, reminders }: Unanswered,
  rules: Pick<Rules, "isProviderReminded" | "providerReminderHours" | "providerReminders">
): number | null => {
  if (!rules.isProviderReminded || reminders === null || reminders >= rules.providerReminders) return null
  const due = acceptedAt + (reminders + 1) * rules.providerReminderHours * 3_600_000
  return Math.ceil(due / stepMillis) * stepMillis
}

/** The reminder's text: what was written first, in the provider's own format. */
export const renderReminder = (message: ProviderMessage): string =>
  `Reminder: ${renderProviderMessage(message)}`
