import { Schema } from "effect"
import { wholeNumber, withDefault } from "./withDefault.ts"

/** What providers say back, and what they are asked again (PR-10, OR-11). */
export const providerRules = {
  /** A provider's "done" or "rejected" ends the request; off, it is shown and staff end it. */
  isProviderAnswerClosing: withDefault(Schema.Boolean, false),
  /** Providers who do not answer are reminded, so many hours after the request and after each reminder. */
  isProviderReminded: withDefault(Schema.Boolean, false),
  providerReminderHours: withDefault(wholeNumber(1, 168), 12),
  providerReminders: withDefault(wholeNumber(1, 3), 1)
}
