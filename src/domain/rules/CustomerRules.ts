import { Schema } from "effect"
import { textOf, wholeNumber, withDefault } from "./withDefault.ts"

const minutes = wholeNumber(1, 10_080)
const count = wholeNumber(1, 10_000)

/** How numbers become customers, and what happens to those who misbehave (CU-03 to CU-09). */
export const customerRules = {
  /** CU-03: an unregistered writer is asked for his panel username; off keeps silent. */
  isRegistrationOn: withDefault(Schema.Boolean, true),
  /** CU-05: `trust` links at once, `approval` waits for the owner, `proof` for a code in a ticket or mail. */
  registration: withDefault(Schema.Literals(["trust", "approval", "proof"]), "approval"),
  /** CU-06. */
  areSeveralAccountsAllowed: withDefault(Schema.Boolean, false),
  /** OR-03, OR-10: a username is the same person on all panels; off, a customer's orders are those of his own panel. */
  areUsernamesShared: withDefault(Schema.Boolean, false),
  /** CU-08: usernames one number may try in an hour, and its wait after that. */
  registrationsPerHour: withDefault(count, 5),
  registrationCoolOffMinutes: withDefault(minutes, 60),
  /** Usernames all numbers together may try in an hour, so that nobody reads the panel's list of customers. */
  lookupsPerHour: withDefault(count, 120),
  /** How long a code in a ticket or mail is waited for. */
  proofHours: withDefault(wholeNumber(1, 168), 24),
  /** CU-08: messages with commands from one writer. */
  isRateLimitOn: withDefault(Schema.Boolean, true),
  commandsPerMinute: withDefault(count, 30),
  rateLimitCoolOffMinutes: withDefault(minutes, 5),
  /** CU-08: orders no panel knows. */
  isWrongOrderSuspended: withDefault(Schema.Boolean, true),
  wrongOrders: withDefault(count, 100),
  wrongOrderMinutes: withDefault(minutes, 60),
  /** CU-08: orders of other customers. */
  isForeignOrderLimited: withDefault(Schema.Boolean, true),
  foreignOrders: withDefault(count, 50),
  foreignOrderMinutes: withDefault(minutes, 60),
  foreignOrderCoolOffMinutes: withDefault(minutes, 60),
  /** CU-08. */
  isAbuseSuspended: withDefault(Schema.Boolean, false),
  abuseWords: withDefault(Schema.Array(textOf(2, 60)).check(Schema.isMaxLength(500)), []),
  /** CU-07: the panel account's state, as old as this at most. */
  isAccountStatusChecked: withDefault(Schema.Boolean, true),
  accountCheckMinutes: withDefault(minutes, 10),
  /** RU-02: "balance" and "account" are answered; off by default. */
  isAccountShown: withDefault(Schema.Boolean, false)
}
