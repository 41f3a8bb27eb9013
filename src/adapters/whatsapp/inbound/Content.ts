import { normalizeMessageContent, type proto } from "@whiskeysockets/baileys"
import { Result } from "effect"
import { type Inbound } from "../../../domain/Inbound.ts"
import { type Ignored } from "./Conversion.ts"

/** What a message says, apart from who says it where. */
export interface Content {
  readonly kind: Inbound["kind"]
  readonly text: string
  readonly quotedId: string | null
}

/** Reads a message's content through its wrappers (disappearing, view once, captioned document). */
export const readContent = (message: proto.IMessage): Result.Result<Content, Ignored> => {
  const content = normalizeMessageContent(message)
  if (!content || Object.values(content).every(isAbsent)) return Result.fail("notice")
  if (
    content.protocolMessage ||
    content.editedMessage ||
    content.pinInChatMessage ||
    content.keepInChatMessage
  ) {
    return Result.fail("protocol")
  }
  if (content.call) return Result.fail("call")
  if (content.reactionMessage || content.encReactionMessage) return Result.fail("reaction")
  if (content.pollUpdateMessage) return Result.fail("vote")
  const part = readPart(content)
  if (part === null) return isKeysOnly(content) ? Result.fail("keys") : Result.succeed(unreadable)
  return Result.succeed({
    kind: part.kind,
    text: part.text ?? "",
    quotedId: part.context?.stanzaId || null
  })
}

interface Part {
  readonly kind: Inbound["kind"]
  readonly text: string | null | undefined
  readonly context: proto.IContextInfo | null | undefined
}

const readPart = (content: proto.IMessage): Part | null => {
  if (content.conversation) return { kind: "text", text: content.conversation, context: null }
  const {
    extendedTextMessage: text,
    imageMessage: image,
    videoMessage: video,
    documentMessage: document
  } = content
  if (text) return { kind: "text", text: text.text, context: text.contextInfo }
  if (image) return { kind: "image", text: image.caption, context: image.contextInfo }
  if (video) return { kind: "video", text: video.caption, context: video.contextInfo }
  if (document) return { kind: "document", text: document.caption, context: document.contextInfo }
  const { audioMessage: audio, stickerMessage: sticker, ptvMessage: note } = content
  if (audio) return { kind: "audio", text: null, context: audio.contextInfo }
  if (sticker) return { kind: "sticker", text: null, context: sticker.contextInfo }
  if (note) return { kind: "video", text: note.caption, context: note.contextInfo }
  return readChoice(content)
}

/** A tap on a button or a list entry is the text written on it. */
const readChoice = (content: proto.IMessage): Part | null => {
  const {
    buttonsResponseMessage: button,
    listResponseMessage: entry,
    templateButtonReplyMessage: reply
  } = content
  if (button) return { kind: "text", text: button.selectedDisplayText, context: button.contextInfo }
  if (entry) return { kind: "text", text: entry.title, context: entry.contextInfo }
  if (reply) return { kind: "text", text: reply.selectedDisplayText, context: reply.contextInfo }
  return null
}

// Contacts, locations, polls … : shown as "other", for people to look at on the phone.
const unreadable: Content = { kind: "other", text: "", quotedId: null }

const isKeysOnly = (content: proto.IMessage): boolean =>
  Object.entries(content).every(
    ([name, value]) =>
      isAbsent(value) || name === "senderKeyDistributionMessage" || name === "messageContextInfo"
  )

const isAbsent = (value: unknown): boolean => value === null || value === undefined || value === ""
