import { entriesOf, tick, whole } from "./RuleEntry.ts"
import type { RuleEntry } from "./RuleEntry.ts"

const followUp = entriesOf("Follow-up")

/** What providers say back, and reminders to those who do not (PR-10, OR-11). */
export const providerEntries: ReadonlyArray<RuleEntry> = [
  followUp(
    "isProviderAnswerClosing",
    [
      "Provider's answers end requests",
      "A provider's done or rejected, by quote or order number, ends the request and the customer is told. Off, it is only shown."
    ],
    tick
  ),
  followUp(
    "isProviderReminded",
    [
      "Remind providers",
      "A provider who has not answered gets one more message with the orders that are open and followed up."
    ],
    tick
  ),
  followUp(
    "providerReminderHours",
    ["Remind after", "So long after the request, and after each reminder, to the next quarter of an hour."],
    whole("hours", 1, 168),
    { under: "isProviderReminded" }
  ),
  followUp(
    "providerReminders",
    ["Reminders", "No order is named in more reminders than this."],
    whole("reminders", 1, 3),
    { under: "isProviderReminded" }
  )
]
