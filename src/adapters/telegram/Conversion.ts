import { Result } from "effect"
import { type Message, type Update } from "grammy/types"
import { type Inbound } from "../../domain/Inbound.ts"
import { mediaOf } from "./MediaReference.ts"
import { placeName } from "./Places.ts"

/** Why an update is not a message for us. */
export type Ignored =
  /** Posts of a channel, also where Telegram copies them into the channel's discussion group. */
  | "channelPost"
  /** The bot was added to or removed from a chat: for the chat list only. */
  | "membership"
  /** Joins, pins, title changes, migrations and other notices. */
  | "notice"
  /** Inline queries, buttons, polls and whatever else was not asked for. */
  | "otherUpdate"

/** An update as the gateway understands it, or why it is none of its business. */
export const toInbound = (
  update: Update,
  titleOf: (chatId: string) => string | null
): Result.Result<Inbound, Ignored> => {
  const message = update.message ?? update.edited_message
  if (message === undefined) return Result.fail(kindOf(update))
  if (message.is_automatic_forward === true) return Result.fail("channelPost")
  const kind = contentKind(message)
  if (kind === null) return Result.fail("notice")
  const name = clean(senderName(message))
  const media = mediaOf(message)
  const isDirect = message.chat.type === "private"
  const thread = message.is_topic_message === true ? message.message_thread_id : undefined
  const chatId = placeName(message.chat.id, thread)
  return Result.succeed({
    networkId: String(message.message_id),
    chatId,
    chatPn: null,
    chatKind: isDirect ? "direct" : "group",
    chatTitle: isDirect
      ? name
      : thread === undefined
        ? clean(message.chat.title ?? "")
        : cleanTitle(titleOf(chatId)),
    // An anonymous administrator writes as the group itself.
    sender: { lid: null, pn: null, telegramId: String(message.sender_chat?.id ?? message.from.id), name },
    isFromOwner: false,
    kind,
    text: clean(message.text ?? message.caption ?? ""),
    quotedId: quotedIdOf(message),
    ...(media === null ? {} : { media }),
    sentAt: message.date * 1000
  })
}

const kindOf = (update: Update): Ignored => {
  if (update.channel_post !== undefined || update.edited_channel_post !== undefined) return "channelPost"
  return update.my_chat_member === undefined ? "otherUpdate" : "membership"
}

/** In a topic, what answers nothing says that it answers the notice that began the topic. */
const quotedIdOf = ({ reply_to_message: quoted }: Message): string | null =>
  quoted === undefined || quoted.forum_topic_created !== undefined ? null : String(quoted.message_id)

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

const cleanTitle = (title: string | null): string | null => (title === null ? null : clean(title))
