import { Schema } from "effect"

/** A secret on its way in: never printed. 1 024 characters are more than any password manager makes. */
export const Secret = Schema.RedactedFromValue(Schema.NonEmptyString.check(Schema.isMaxLength(1024)))

/** A code of an app ("123 456") or a recovery code. */
export const Code = Schema.RedactedFromValue(Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(40)))

/** Free text on its way in, at most so long. */
export const textUpTo = (longest: number) => Schema.Trim.check(Schema.isMaxLength(longest))
