import { Result } from "effect"
import type { Inbound } from "../../domain/Inbound.ts"
import { mediaOf } from "./MediaReference.ts"
import { millisOf, partOf, shortOf, textOf } from "../webhooks/Loose.ts"

/** Why a message is none for us. */
export type Ignored =
  /** Without a number, an id or a time that it could be stored under. */
  | "malformed"
  | "reaction"
  /** The customer changed his number, and the like. */
  | "notice"

/** A message of a webhook as the gateway understands it; `names` by WhatsApp id. */
export const toInbound = (
  message: unknown,
  names: ReadonlyMap<string, string>
): Result.Result<Inbound, Ignored> => {
  const from = shortOf(message, "from")
  const networkId = shortOf(message, "id")
  const sentAt = millisOf(message, "timestamp")
  const type = shortOf(message, "type") ?? ""
  if (from === null || !/^\d{5,20}$/.test(from) || networkId === null || sentAt === null) {
    return Result.fail("malformed")
  }
  if (type === "reaction") return Result.fail("reaction")
  if (type === "system" || type === "ephemeral") return Result.fail("notice")
  const address = addressOf(from)
  const name = names.get(from) ?? null
  const media = mediaOf(message, type)
  return Result.succeed({
    networkId,
    chatId: address,
    chatPn: address,
    chatKind: "direct",
    chatTitle: name,
    sender: { lid: null, pn: address, telegramId: null, name },
    isFromOwner: false,
    kind: kinds[type] ?? "other",
    text: wordsOf(message, type),
    quotedId: shortOf(message, "context", "id"),
    ...(media === null ? {} : { media }),
    sentAt
  })
}

/** A number in the form that linked WhatsApp numbers have too: a customer is the same on both. */
export const addressOf = (waId: string): string => `${waId}@s.whatsapp.net`

/** The number that Meta is told to send to; null for what is no person's chat: groups do not exist there. */
export const recipientOf = (chatId: string): string | null =>
  /^(\d{5,20})@s\.whatsapp\.net$/.exec(chatId)?.[1] ?? null

const kinds: Readonly<Record<string, Inbound["kind"]>> = {
  text: "text",
  button: "text",
  interactive: "text",
  image: "image",
  video: "video",
  audio: "audio",
  document: "document",
  sticker: "sticker"
}

/** Text, caption, or the words on the button that was pressed. */
const wordsOf = (message: unknown, type: string): string => {
  if (type === "text") return textOf(message, "text", "body") ?? ""
  if (type === "button") return textOf(message, "button", "text") ?? ""
  if (type !== "interactive") return textOf(partOf(message, type), "caption") ?? ""
  const answer = partOf(message, "interactive")
  return textOf(answer, "button_reply", "title") ?? textOf(answer, "list_reply", "title") ?? ""
}
