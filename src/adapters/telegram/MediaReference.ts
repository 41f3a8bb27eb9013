import { type Message } from "grammy/types"
import { countOf, type InboundMedia } from "../../domain/Media.ts"
import { cleanName } from "../../domain/MediaName.ts"

/** What all kinds of files have in common in Telegram's messages. */
interface File {
  readonly file_id: string
  readonly file_size?: number
  readonly file_name?: string
  readonly mime_type?: string
  readonly duration?: number
  readonly width?: number
  readonly height?: number
  readonly length?: number
}

/** What a message says of its file; null when it has none. */
export const mediaOf = (message: Message): InboundMedia | null => {
  const file = fileIn(message)
  if (file === null) return null
  const { file_id: fileId, width, height, length } = file
  return {
    mime: mimeOf(message, file),
    name: cleanName(file.file_name),
    size: countOf(file.file_size),
    seconds: countOf(file.duration),
    width: countOf(width ?? length),
    height: countOf(height ?? length),
    source: { _tag: "telegram", fileId }
  }
}

const fileIn = (message: Message): File | null => {
  // The same picture in several sizes, the largest last.
  const picture: File | undefined = message.photo?.at(-1)
  if (picture !== undefined) return picture
  const { video, animation, video_note: note, voice, audio, document, sticker } = message
  return video ?? animation ?? note ?? voice ?? audio ?? document ?? sticker ?? null
}

const mimeOf = (message: Message, { mime_type: mime }: File): string | null => {
  if (mime !== undefined && /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mime)) return mime.toLowerCase()
  if (message.photo !== undefined) return "image/jpeg"
  const { sticker } = message
  return sticker === undefined || sticker.is_animated || sticker.is_video ? null : "image/webp"
}
