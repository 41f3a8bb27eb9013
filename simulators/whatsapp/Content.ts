import { normalizeMessageContent, type proto } from "@whiskeysockets/baileys"
import { type FileReference } from "./MediaServer.ts"
import { type RecordedMessage } from "./MessageLog.ts"

/** A message that another one quotes. */
export interface Quote {
  readonly id: string
  /** Jid of the person who wrote the quoted message. */
  readonly author: string
  readonly text: string
}

/** The protocol form of a text, or of an image with the text as its caption. */
export const makeContent = (
  text: string,
  kind: "text" | "image",
  quote: Quote | undefined
): proto.IMessage => {
  const contextInfo = quote && {
    stanzaId: quote.id,
    participant: quote.author,
    quotedMessage: { conversation: quote.text }
  }
  if (kind === "image") {
    return { imageMessage: { ...dummyImage, caption: text, ...(contextInfo && { contextInfo }) } }
  }
  return contextInfo ? { extendedTextMessage: { text, contextInfo } } : { conversation: text }
}

/** What a log keeps of a message's content; undefined for messages that no chat shows. */
export const readContent = (
  message: proto.IMessage
): Pick<RecordedMessage, "text" | "kind" | "quotedId" | "file"> | undefined => {
  const content = normalizeMessageContent(message)
  if (!content || content.protocolMessage) return undefined
  const quotedId = (info: proto.IContextInfo | null | undefined) => info?.stanzaId ?? undefined
  if (content.conversation) return { text: content.conversation, kind: "text", quotedId: undefined }
  const extended = content.extendedTextMessage
  if (extended) return { text: extended.text ?? "", kind: "text", quotedId: quotedId(extended.contextInfo) }
  const image = content.imageMessage
  if (image) {
    return {
      text: image.caption ?? "",
      kind: "image",
      quotedId: quotedId(image.contextInfo),
      file: fileOf(image, "image")
    }
  }
  const document = content.documentMessage
  if (document) {
    return {
      text: document.caption ?? "",
      kind: "document",
      quotedId: quotedId(document.contextInfo),
      file: fileOf(document, "document")
    }
  }
  const known = Object.entries(content).filter(
    ([name, value]) => value && name !== "messageContextInfo" && name !== "senderKeyDistributionMessage"
  )
  return known.length
    ? { text: known.map(([name]) => name).join(" "), kind: "other", quotedId: undefined }
    : undefined
}

const fileOf = (
  file: proto.Message.IDocumentMessage | proto.Message.IImageMessage,
  type: FileReference["type"]
): FileReference => ({
  type,
  directPath: file.directPath ?? "",
  mediaKey: file.mediaKey ?? Buffer.alloc(0),
  mimetype: file.mimetype ?? "",
  fileName: "fileName" in file ? (file.fileName ?? undefined) : undefined
})

// Enough for a client that shows the caption; nothing is behind the address.
const dummyImage: proto.Message.IImageMessage = {
  url: "https://127.0.0.1/o1/v/none",
  directPath: "/o1/v/none",
  mimetype: "image/jpeg",
  fileLength: 3,
  height: 1,
  width: 1,
  mediaKey: Buffer.alloc(32, 1),
  fileSha256: Buffer.alloc(32, 2),
  fileEncSha256: Buffer.alloc(32, 3)
}
