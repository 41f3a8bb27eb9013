import { normalizeMessageContent, type proto, type WAMessageKey } from "@whiskeysockets/baileys"
import { countOf, type InboundMedia } from "../../domain/Media.ts"
import { cleanName } from "../../domain/MediaName.ts"

/** What all kinds of files have in common in WhatsApp's messages. */
interface File {
  readonly url?: string | null
  readonly directPath?: string | null
  readonly mediaKey?: Uint8Array | null
  readonly fileSha256?: Uint8Array | null
  readonly fileLength?: unknown
  readonly mimetype?: string | null
  readonly fileName?: string | null
  readonly title?: string | null
  readonly seconds?: number | null
  readonly width?: number | null
  readonly height?: number | null
}

/** What a message says of its file; null when it has none, or none that could be fetched. */
export const mediaOf = (message: proto.IMessage, key: WAMessageKey): InboundMedia | null => {
  const content = normalizeMessageContent(message)
  const found = content === undefined ? null : fileIn(content)
  if (found === null) return null
  const [type, file] = found
  const directPath = pathOf(file)
  if (directPath === null || file.mediaKey?.length !== 32) return null
  return {
    mime: short(file.mimetype?.split(";")[0]),
    name: cleanName(file.fileName ?? file.title),
    size: countOf(file.fileLength),
    seconds: countOf(file.seconds) || null,
    width: countOf(file.width) || null,
    height: countOf(file.height) || null,
    source: {
      _tag: "whatsapp",
      type,
      directPath,
      mediaKey: base64(file.mediaKey),
      fileSha256: file.fileSha256?.length === 32 ? base64(file.fileSha256) : null,
      chat: key.remoteJid ?? "",
      participant: key.participant || null,
      isFromMe: key.fromMe === true
    }
  }
}

type WhatsAppType = Extract<InboundMedia["source"], { readonly _tag: "whatsapp" }>["type"]

const fileIn = (content: proto.IMessage): readonly [WhatsAppType, File] | null => {
  const { imageMessage, videoMessage, ptvMessage, audioMessage, documentMessage, stickerMessage } = content
  if (imageMessage) return ["image", imageMessage]
  if (videoMessage) return ["video", videoMessage]
  if (ptvMessage) return ["video", ptvMessage]
  if (audioMessage) return ["audio", audioMessage]
  if (documentMessage) return ["document", documentMessage]
  return stickerMessage ? ["sticker", stickerMessage] : null
}

/** The path at WhatsApp's own host: whoever writes may name another, and is not followed there. */
const pathOf = ({ directPath, url }: File): string | null => {
  if (directPath) return isPath(directPath) ? directPath : null
  const parsed = URL.parse(url ?? "")
  return parsed?.hostname.endsWith(".whatsapp.net") === true ? parsed.pathname + parsed.search : null
}

/** Anything else behind a host's name could be a part of the name. */
const isPath = (path: string): boolean => /^\/(?!\/)[\x21-\x7e]{1,2000}$/.test(path)

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64")

const short = (text: string | null | undefined): string | null =>
  text && /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(text) ? text.toLowerCase() : null
