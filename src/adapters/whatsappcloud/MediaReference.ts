import type { InboundMedia } from "../../domain/Media.ts"
import { cleanName } from "../../domain/MediaName.ts"
import { partOf, shortOf } from "../webhooks/Loose.ts"

const kinds = new Set(["image", "video", "audio", "document", "sticker"])

/** What a message says of its file; null when it has none. Meta tells its size only when it is asked for. */
export const mediaOf = (message: unknown, type: string): InboundMedia | null => {
  const file = kinds.has(type) ? partOf(message, type) : undefined
  const mediaId = shortOf(file, "id")
  if (mediaId === null) return null
  const mime = shortOf(file, "mime_type")?.split(";")[0]?.trim().toLowerCase() ?? ""
  return {
    mime: /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mime) ? mime : null,
    name: cleanName(shortOf(file, "filename")),
    size: null,
    seconds: null,
    width: null,
    height: null,
    source: { _tag: "whatsapp_cloud", mediaId }
  }
}
