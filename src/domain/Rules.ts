import { Schema } from "effect"
import { GuaranteeRules, ManualGuarantee } from "./GuaranteeRules.ts"
import { bulkRules } from "./rules/BulkRules.ts"
import { customerRules } from "./rules/CustomerRules.ts"
import { providerRules } from "./rules/ProviderRules.ts"
import { deskRules } from "./rules/DeskRules.ts"
import { textRules } from "./rules/TextRules.ts"
import { wholeNumber, withDefault } from "./rules/withDefault.ts"

const Hours = Schema.Number.check(Schema.isBetween({ minimum: 0, maximum: 8760 }))
const HoursByCommand = Schema.Record(Schema.String, Hours)

/** One tenant's switches and times (RU-01). Stored as JSON; what is missing has its default. */
export const Rules = Schema.Struct({
  isCancelOn: withDefault(Schema.Boolean, true),
  isRefillOn: withDefault(Schema.Boolean, true),
  isSpeedupOn: withDefault(Schema.Boolean, true),
  isStatusOn: withDefault(Schema.Boolean, true),
  /** OR-04: one request per order and command within this time; 0 hours switches the wait off (never the one-in-queue rule). */
  isCooldownOn: withDefault(Schema.Boolean, true),
  cooldownHours: withDefault(Hours, 12),
  /** OR-04: hours that replace `cooldownHours` for one command, e.g. `{ "speedup": 6 }`. */
  cooldownHoursByCommand: withDefault(HoursByCommand, {}),
  /** OR-06: forward cancels of orders in Processing; off records them only. */
  isProcessingCancelForwarded: withDefault(Schema.Boolean, false),
  /** OR-06: a refill asked for a pending order becomes a speed-up. */
  isPendingRefillSpeedup: withDefault(Schema.Boolean, false),
  /** OR-08. */
  isGuaranteeChecked: withDefault(Schema.Boolean, true),
  lifetimeDays: withDefault(wholeNumber(1, 36_500), 365),
  /** OR-08: days by service id, before anything the name says; 0 means no guarantee. */
  guaranteeDaysByService: withDefault(Schema.Record(Schema.String, Schema.Number), {}),
  /** OR-08: the owner's own words, emojis and patterns in service names. */
  guaranteeRules: withDefault(GuaranteeRules, []),
  /** OR-08: the guarantee of services that staff deliver, where no service id has a rule. */
  manualGuarantee: withDefault(ManualGuarantee, null),
  guaranteeStartsAt: withDefault(Schema.Literals(["completion", "creation"]), "completion"),
  /** OR-09: a speed-up waits until the start window in the service's name has passed. */
  isStartTimeChecked: withDefault(Schema.Boolean, false),
  ...bulkRules,
  ...customerRules,
  ...providerRules,
  ...textRules,
  ...deskRules,
  /** How long a reply waits for the first confirmation before it says "recorded". */
  confirmationWaitMillis: withDefault(wholeNumber(0, 10_000), 2500),
  /** CH-05: older messages that arrive late are stored but not acted on. */
  maxMessageAgeHours: withDefault(Hours, 24),
  /** OR-11: accepted requests are watched until the panel shows a result, this long at most. */
  isFollowedUp: withDefault(Schema.Boolean, true),
  followUpHours: withDefault(wholeNumber(1, 720), 72),
  /** OR-11: the customer gets one closing message when the result is there. */
  isClosingMessageSent: withDefault(Schema.Boolean, true)
})
export type Rules = typeof Rules.Type

/** The rules of a tenant who changed nothing. */
export const defaultRules: Rules = Schema.decodeUnknownSync(Rules)({})

/** The rules as a customer of this language reads them: his texts before the tenant's. */
export const inLanguage = (rules: Rules, language: string | null): Rules => {
  if (language === null || language === rules.language) return rules
  const own = Object.hasOwn(rules.templatesByLanguage, language)
    ? rules.templatesByLanguage[language]
    : undefined
  return own === undefined ? rules : { ...rules, templates: { ...rules.templates, ...own } }
}
