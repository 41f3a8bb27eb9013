import { Schema } from "effect"

/** A linked WhatsApp number, a Telegram bot, a WhatsApp number of Meta's Cloud API, one of Green API (CH-09). */
export const ChannelKind = Schema.Literals(["whatsapp", "telegram", "whatsapp_cloud", "green_api"])
export type ChannelKind = typeof ChannelKind.Type

/** UTF-16 units in one message of each network. */
export const textLimits: Readonly<Record<ChannelKind, number>> = {
  whatsapp: 65_536,
  telegram: 4_096,
  whatsapp_cloud: 4_096,
  green_api: 20_000
}

/**
 * Whether the network takes a message under an id of ours and shows it once, however often it is sent (CH-12). The others
 * choose the id themselves: an attempt whose end nobody saw is uncertain there, and never repeated blindly.
 */
export const repeatsSafely = (kind: ChannelKind): boolean => kind === "whatsapp"

/** What such a channel speaks is WhatsApp, whoever stands between. */
export const isWhatsApp = (kind: ChannelKind): boolean => kind !== "telegram"

/**
 * What a channel's connection is doing (CH-02). Every state has a code (`_tag`) and, in
 * ChannelWords.ts, a sentence for people.
 */
export const ChannelState = Schema.Union([
  Schema.TaggedStruct("Disabled", {}),
  Schema.TaggedStruct("Connecting", {}),
  /** WhatsApp: `qr` is the text to draw; it changes every 20–60 s. */
  Schema.TaggedStruct("WaitingForScan", { qr: Schema.String }),
  /** WhatsApp: `code` is to be typed on the phone with the number `phone` (digits); for people it reads XXXX-XXXX. */
  Schema.TaggedStruct("WaitingForCode", { code: Schema.String, phone: Schema.String }),
  /** Nobody scanned the QR code, or typed the pairing code. */
  Schema.TaggedStruct("QrExpired", {}),
  /** WhatsApp: the phone has taken the code; the session starts again under its new name. */
  Schema.TaggedStruct("Paired", {}),
  Schema.TaggedStruct("Open", {}),
  /** `at` unix milliseconds of the next attempt. */
  Schema.TaggedStruct("Reconnecting", { at: Schema.Number, reason: Schema.String }),
  Schema.TaggedStruct("Replaced", {}),
  Schema.TaggedStruct("LoggedOut", {}),
  /** WhatsApp: the account is locked or its main phone is gone; the link's keys are kept. */
  Schema.TaggedStruct("Locked", {}),
  /** `until` unix milliseconds, null when WhatsApp named no end. */
  Schema.TaggedStruct("Banned", { until: Schema.NullOr(Schema.Number) }),
  Schema.TaggedStruct("Outdated", { at: Schema.Number }),
  /** The token is no longer valid: the bot's when `of` is absent. */
  Schema.TaggedStruct("TokenRevoked", { of: Schema.optionalKey(Schema.Literals(["meta", "green_api"])) }),
  /** Telegram: another program reads this bot's updates, or has them brought to `webhook` (a host name). */
  Schema.TaggedStruct("OtherPoller", { at: Schema.Number, webhook: Schema.optionalKey(Schema.String) }),
  /** Telegram: another channel of this deployment, of whatever workspace, reads this bot's updates. */
  Schema.TaggedStruct("AlreadyConnected", { at: Schema.Number }),
  Schema.TaggedStruct("Misconfigured", { reason: Schema.String })
])
export type ChannelState = typeof ChannelState.Type

/** Why a connection ended, as the adapter understood it. `code` is WhatsApp's close code or an HTTP status. */
export const CloseReason = Schema.Union([
  Schema.TaggedStruct("Code", {
    code: Schema.Number,
    message: Schema.String,
    wasPaired: Schema.Boolean,
    /** How long the network said that this holds: the rest of a ban. */
    forMillis: Schema.optionalKey(Schema.Number),
    /** What was refused is mended, so that another attempt is worth making soon: a newer version was found. */
    isMended: Schema.optionalKey(Schema.Boolean)
  }),
  Schema.TaggedStruct("Stopped", {}),
  Schema.TaggedStruct("Watchdog", { message: Schema.String }),
  /** This process stood still for so long that the connection was taken for dead; so were all the others. */
  Schema.TaggedStruct("Stalled", { lagMillis: Schema.Number }),
  /** The network refuses what was asked; the sentence is for the owner and says what to do. */
  Schema.TaggedStruct("Declined", { safeText: Schema.String })
])
export type CloseReason = typeof CloseReason.Type
