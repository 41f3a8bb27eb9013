import { Result } from "effect"
import { type Message, type Update } from "grammy/types"
import { type Inbound } from "../../domain/Inbound.ts"

/** Why an update is not a message for us. */
export type Ignored =
  /** The first version was handled; a changed order number would be a second command. */
  | "edited"
  /** Posts of a channel, also where Telegram copies them into the channel's discussion group. */
  | "channelPost"
  /** The bot was added to or removed from a chat: for the chat list only. */
  | "membership"
  /** Joins, pins, title changes, migrations and other notices. */
  | "notice"
  /** Inline queries, buttons, polls and whatever else was not asked for. */
  | "otherUpdate"

/** An update as the gateway understands it, or why it is none of its business. */
export const toInbound = (update: Update): Result.Result<Inbound, Ignored> => {
  const { message } = update
  if (message === undefined) return Result.fail(kindOf(update))
  if (message.is_automatic_forward === true) return Result.fail("channelPost")
  const kind = contentKind(message)
  if (kind === null) return Result.fail("notice")
  const name = clean(senderName(message))
  const isDirect = message.chat.type === "private"
  return Result.succeed({
    networkId: String(message.message_id),
    chatId: String(message.chat.id),
    chatPn: null,
    chatKind: isDirect ? "direct" : "group",
    chatTitle: isDirect ? name : clean(message.chat.title ?? ""),
    // An anonymous administrator writes as the group itself.
    sender: { lid: null, pn: null, telegramId: String(message.sender_chat?.id ?? message.from.id), name },
    isFromOwner: false,
    kind,
    text: clean(message.text ?? message.caption ?? ""),
    quotedId: message.reply_to_message === undefined ? null : String(message.reply_to_message.message_id),
    sentAt: message.date * 1000
  })
}

const kindOf = (update: Update): Ignored => {
  if (update.edited_message !== undefined) return "edited"
  if (update.channel_post !== undefined || update.edited_channel_post !== undefined) return "channelPost"
  return update.my_chat_member === undefined ? "otherUpdate" : "membership"
}

const contentKind = (message: Message): Inbound["kind"] | null => {
  if (message.text !== undefined) return "text"
  if (message.photo !== undefined) return "image"
  // An animation also carries `document`, for old clients.
  if (message.video ?? message.animation ?? message.video_note) return "video"
  if (message.voice ?? message.audio) return "audio"
  if (message.document !== undefined) return "document"
  if (message.sticker !== undefined) return "sticker"
  const other =
    message.contact ?? message.location ?? message.venue ?? message.poll ?? message.dice ?? message.story
  return other === undefined ? null : "other"
}

const senderName = ({ sender_chat: chat, from }: Message & Update.NonChannel): string =>
  chat?.title ?? [from.first_name, from.last_name].filter((part) => part !== undefined).join(" ")

// PostgreSQL takes neither NUL nor lone surrogates.
const clean = (text: string): string => text.replaceAll("\0", "").toWellFormed()
