import { Effect, Schema } from "effect"

const withDefault = <S extends Schema.Constraint>(schema: S, value: S["Encoded"]) =>
  Schema.withDecodingDefaultKey<S>(Effect.succeed(value))(schema)

/** One tenant's switches and times (RU-01). Stored as JSON; what is missing has its default. Times are in seconds unless the name says hours or milliseconds. */
export const Rules = Schema.Struct({
  isCancelOn: withDefault(Schema.Boolean, true),
  isRefillOn: withDefault(Schema.Boolean, true),
  isSpeedupOn: withDefault(Schema.Boolean, true),
  isStatusOn: withDefault(Schema.Boolean, true),
  /** OR-04: one request per order and command within this time; 0 hours switches the wait off (never the one-in-queue rule). */
  isCooldownOn: withDefault(Schema.Boolean, true),
  cooldownHours: withDefault(Schema.Number, 12),
  /** OR-04: hours that replace `cooldownHours` for one command, e.g. `{ "speedup": 6 }`. */
  cooldownHoursByCommand: withDefault(Schema.Record(Schema.String, Schema.Number), {}),
  /** OR-06: forward cancels of orders in Processing; off records them only. */
  isProcessingCancelForwarded: withDefault(Schema.Boolean, false),
  /** OR-06: a refill asked for a pending order becomes a speed-up. */
  isPendingRefillSpeedup: withDefault(Schema.Boolean, false),
  /** OR-08. */
  isGuaranteeChecked: withDefault(Schema.Boolean, true),
  lifetimeDays: withDefault(Schema.Number, 365),
  /** OR-08: days by service id, before anything the name says; 0 means no guarantee. */
  guaranteeDaysByService: withDefault(Schema.Record(Schema.String, Schema.Number), {}),
  guaranteeStartsAt: withDefault(Schema.Literals(["completion", "creation"]), "completion"),
  /** BU-01: ids in one message. */
  maxBulkSize: withDefault(Schema.Number, 100),
  /** BU-02. */
  replyMode: withDefault(Schema.Literals(["auto", "detailed", "compact", "separate"]), "auto"),
  detailedUpTo: withDefault(Schema.Number, 5),
  /** How long a reply waits for the first confirmation before it says "recorded". */
  confirmationWaitMillis: withDefault(Schema.Number, 2500),
  /** CH-05: older messages that arrive late are stored but not acted on. */
  maxMessageAgeHours: withDefault(Schema.Number, 24),
  /** Direct chats: answer what is no command with the "wrong command" template. */
  isWrongCommandAnswered: withDefault(Schema.Boolean, true),
  supportNumber: withDefault(Schema.String, ""),
  /** Texts that replace the defaults, by template key (WF-01). */
  templates: withDefault(Schema.Record(Schema.String, Schema.String), {})
})
export type Rules = typeof Rules.Type

/** The rules of a tenant who changed nothing. */
export const defaultRules: Rules = Schema.decodeUnknownSync(Rules)({})
