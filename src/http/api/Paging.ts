import { Schema } from "effect"

/** `before` is the `next` of the page before; `limit` 1–200, 50 when absent. Empty = absent. */
export const paging = {
  before: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(1_000))),
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 200 })))
}

/** What people type into a search box. */
export const search = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200)))

/** Where the next page starts; null at the end. */
export const next = Schema.NullOr(Schema.String)
