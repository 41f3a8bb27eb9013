import { Schema } from "effect"

export const ChannelKind = Schema.Literals(["whatsapp", "telegram"])
export type ChannelKind = typeof ChannelKind.Type

/** UTF-16 units in one message of each network. */
export const textLimits: Readonly<Record<ChannelKind, number>> = { whatsapp: 65_536, telegram: 4_096 }

/**
 * What a channel's connection is doing (CH-02). Every state has a code (`_tag`) and, in
 * ChannelWords.ts, a sentence for people.
 */
export const ChannelState = Schema.Union([
  Schema.TaggedStruct("Disabled", {}),
  Schema.TaggedStruct("Connecting", {}),
  /** WhatsApp: `qr` is the text to draw; it changes every 20–60 s. */
  Schema.TaggedStruct("WaitingForScan", { qr: Schema.String }),
  Schema.TaggedStruct("QrExpired", {}),
  /** WhatsApp: the phone has taken the code; the session starts again under its new name. */
  Schema.TaggedStruct("Paired", {}),
  Schema.TaggedStruct("Open", {}),
  /** `at` unix milliseconds of the next attempt. */
  Schema.TaggedStruct("Reconnecting", { at: Schema.Number, reason: Schema.String }),
  Schema.TaggedStruct("Replaced", {}),
  Schema.TaggedStruct("LoggedOut", {}),
  Schema.TaggedStruct("Banned", { until: Schema.NullOr(Schema.Number) }),
  Schema.TaggedStruct("Outdated", { at: Schema.Number }),
  /** Telegram: the token is no longer valid. */
  Schema.TaggedStruct("TokenRevoked", {}),
  /** Telegram: another program reads this bot's updates. */
  Schema.TaggedStruct("OtherPoller", { at: Schema.Number }),
  Schema.TaggedStruct("Misconfigured", { reason: Schema.String })
])
export type ChannelState = typeof ChannelState.Type

/** Why a connection ended, as the adapter understood it. `code` is WhatsApp's close code or an HTTP status. */
export const CloseReason = Schema.Union([
  Schema.TaggedStruct("Code", { code: Schema.Number, message: Schema.String, wasPaired: Schema.Boolean }),
  Schema.TaggedStruct("Stopped", {}),
  Schema.TaggedStruct("Watchdog", { message: Schema.String })
])
export type CloseReason = typeof CloseReason.Type
