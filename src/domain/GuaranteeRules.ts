import { Schema } from "effect"

/** The longest own pattern, in UTF-16 units. */
export const longestPattern = 200

/** Days that a rule may give: up to ten years. */
const Days = Schema.Struct({ days: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3650 })) })

/** What a service promises by an owner's rule. */
export const GuaranteeGift = Schema.Union([Days, Schema.Literals(["lifetime", "none"])])
export type GuaranteeGift = typeof GuaranteeGift.Type

/**
 * A mark of the owner's own in service names (OR-08): a word (whole, whatever its case and alphabet), an emoji, or a
 * regex. The first group of a regex, where it holds a number, gives the days in place of `gives`.
 */
export const GuaranteeRule = Schema.Struct({
  kind: Schema.Literals(["word", "emoji", "regex"]),
  pattern: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(longestPattern)),
  gives: GuaranteeGift
})
export type GuaranteeRule = typeof GuaranteeRule.Type

/** The owner's marks, the first that fits wins among those that promise something. */
export const GuaranteeRules = Schema.Array(GuaranteeRule).check(Schema.isMaxLength(100))

/** What all services that staff deliver promise; null = read them like any other service. */
export const ManualGuarantee = Schema.NullOr(GuaranteeGift)
