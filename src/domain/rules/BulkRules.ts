import { Schema } from "effect"
import { CommandName } from "../CommandName.ts"
import { wholeNumber, withDefault } from "./withDefault.ts"

/** Several orders in one message (BU-01 to BU-03, BU-06). */
export const bulkRules = {
  /** BU-01: ids in one message. */
  maxBulkSize: withDefault(wholeNumber(1, 500), 100),
  /** BU-02. */
  replyMode: withDefault(Schema.Literals(["auto", "detailed", "compact", "separate"]), "auto"),
  detailedUpTo: withDefault(wholeNumber(1, 500), 5),
  /** BU-03: commands that take one order at a time. */
  singleOnly: withDefault(Schema.Array(CommandName), []),
  /** BU-03: hours between two requests of a command for an order when asked in bulk; null = as for one order. */
  bulkCooldownHours: withDefault(Schema.NullOr(Schema.Number), null),
  /** BU-03: what became of each order is kept with the bulk record. */
  isBulkDetailed: withDefault(Schema.Boolean, true),
  /** BU-05: requests for one provider's chat gather this long, counted from the first, and leave in one message. */
  providerWindowMillis: withDefault(wholeNumber(0, 5_000), 400),
  /** CH-11: between two messages of a WhatsApp number, on average; quick enough for a hundred answers in a second. */
  whatsappGapMillis: withDefault(wholeNumber(0, 5_000), 10)
}
