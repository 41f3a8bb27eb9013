import { Schema } from "effect"
import { InboundMedia } from "./Media.ts"

/** Who wrote, as far as the network said: WhatsApp gives LID or phone number or both (CH-06), Telegram a user id. */
export const Sender = Schema.Struct({
  /** `<digits>@lid`, null when unknown. */
  lid: Schema.NullOr(Schema.String),
  /** `<phone>@s.whatsapp.net`, null when unknown. */
  pn: Schema.NullOr(Schema.String),
  /** Telegram user id in decimal. */
  telegramId: Schema.NullOr(Schema.String),
  name: Schema.NullOr(Schema.String)
})
export type Sender = typeof Sender.Type

/** One message from a channel's network, before anybody looked at it. */
export const Inbound = Schema.Struct({
  /** The network's message id, unique together with channel and chat. */
  networkId: Schema.String,
  /** WhatsApp: LID of the person when known, else phone number, or the group; Telegram: chat id. */
  chatId: Schema.String,
  /** The phone-number form of a direct WhatsApp chat, when known beside the LID. */
  chatPn: Schema.NullOr(Schema.String),
  chatKind: Schema.Literals(["direct", "group"]),
  chatTitle: Schema.NullOr(Schema.String),
  sender: Sender,
  /** Written on the owner's own phone, not by us. */
  isFromOwner: Schema.Boolean,
  kind: Schema.Literals(["text", "image", "video", "audio", "document", "sticker", "other"]),
  /** Text or caption; empty for pure media. */
  text: Schema.String,
  /** Network id of the quoted message. */
  quotedId: Schema.NullOr(Schema.String),
  /** Its file, where it has one that the network can be asked for. */
  media: Schema.optionalKey(InboundMedia),
  /** Unix milliseconds by the network's clock. */
  sentAt: Schema.Number
})
export type Inbound = typeof Inbound.Type
