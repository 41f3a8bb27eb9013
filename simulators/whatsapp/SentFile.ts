import { type proto } from "@whiskeysockets/baileys"
import { type MediaServer } from "./MediaServer.ts"

/** A file that a person sends. */
export interface SentFile {
  readonly kind: "image" | "video" | "audio" | "document" | "sticker"
  readonly bytes: Uint8Array
  readonly mime: string
  readonly name?: string
  /** What the message says of its size, when that is a lie. */
  readonly claimedSize?: number
  readonly width?: number
  readonly height?: number
  readonly seconds?: number
  /** Where the message says that it is, when that is a lie. */
  readonly directPath?: string
}

/** Puts a file up and gives the message that shows it. */
export const fileContent = async (
  media: MediaServer,
  id: string,
  { kind, bytes, mime, name, claimedSize, width, height, seconds, ...lie }: SentFile,
  caption: string
): Promise<proto.IMessage> => {
  const { directPath, mediaKey, fileSha256, fileEncSha256 } = await media.put(id, bytes, kind)
  const path = lie.directPath ?? directPath
  const file = {
    url: `https://mmg.whatsapp.net${path}`,
    directPath: path,
    mediaKey,
    fileSha256,
    fileEncSha256,
    fileLength: claimedSize ?? bytes.length,
    mimetype: mime,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height })
  }
  const words = caption === "" ? {} : { caption }
  switch (kind) {
    case "image":
      return { imageMessage: { ...file, ...words } }
    case "video":
      return { videoMessage: { ...file, ...words, seconds: seconds ?? 1 } }
    case "audio":
      return { audioMessage: { ...file, seconds: seconds ?? 1, ptt: true } }
    case "sticker":
      return { stickerMessage: file }
    case "document":
      return { documentMessage: { ...file, ...words, fileName: name ?? "file" } }
  }
}
