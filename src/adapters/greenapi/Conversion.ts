import { Result } from "effect"
import type { Inbound } from "../../domain/Inbound.ts"
import { millisOf, partOf, shortOf, textOf } from "../webhooks/Loose.ts"
import { mediaOf } from "./MediaReference.ts"
import { isGroup, ownAddress } from "./Addresses.ts"

/** Why a notification holds no message for us. */
export type Ignored =
  /** Without a chat, an id or a time that it could be stored under. */
  | "malformed"
  /** Reactions, votes, deletions and edits: the first version was handled. */
  | "notice"

/** A message of a notification as the gateway understands it; `isFromOwner`: typed on the phone itself. */
export const toInbound = (body: unknown, isFromOwner: boolean): Result.Result<Inbound, Ignored> => {
  const chatId = ownAddress(shortOf(body, "senderData", "chatId"))
  const networkId = shortOf(body, "idMessage")
  const sentAt = millisOf(body, "timestamp")
  if (chatId === null || networkId === null || sentAt === null) return Result.fail("malformed")
  const data = partOf(body, "messageData")
  const type = shortOf(data, "typeMessage") ?? ""
  if (notices.has(type)) return Result.fail("notice")
  const isInGroup = isGroup(chatId)
  const sender = ownAddress(shortOf(body, "senderData", "sender")) ?? (isInGroup ? null : chatId)
  const name = shortOf(body, "senderData", "senderName") ?? shortOf(body, "senderData", "senderContactName")
  const kind = kinds[type] ?? "other"
  const media = mediaOf(data, kind, chatId)
  const chatName = shortOf(body, "senderData", "chatName")
  return Result.succeed({
    networkId,
    chatId,
    chatPn: chatId.endsWith("@s.whatsapp.net") ? chatId : null,
    chatKind: isInGroup ? "group" : "direct",
    chatTitle: isInGroup ? chatName : isFromOwner ? chatName : (name ?? chatName),
    sender: {
      lid: sender?.endsWith("@lid") === true ? sender : null,
      pn: sender?.endsWith("@s.whatsapp.net") === true ? sender : null,
      telegramId: null,
      name: isFromOwner ? null : name
    },
    isFromOwner,
    kind,
    text: wordsOf(data),
    quotedId:
      shortOf(data, "quotedMessage", "stanzaId") ?? shortOf(data, "extendedTextMessageData", "stanzaId"),
    ...(media === null ? {} : { media }),
    sentAt
  })
}

const notices = new Set([
  "reactionMessage",
  "deletedMessage",
  "editedMessage",
  "pollUpdateMessage",
  "stub",
  "unsupportedMessage"
])

const kinds: Readonly<Record<string, Inbound["kind"]>> = {
  textMessage: "text",
  extendedTextMessage: "text",
  quotedMessage: "text",
  imageMessage: "image",
  videoMessage: "video",
  audioMessage: "audio",
  documentMessage: "document",
  stickerMessage: "sticker"
}

const wordsOf = (data: unknown): string =>
  textOf(data, "textMessageData", "textMessage") ??
  textOf(data, "extendedTextMessageData", "text") ??
  textOf(data, "fileMessageData", "caption") ??
  ""
