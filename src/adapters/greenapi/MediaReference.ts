import type { InboundMedia } from "../../domain/Media.ts"
import { cleanName } from "../../domain/MediaName.ts"
import { partOf, shortOf, textOf } from "../webhooks/Loose.ts"

/** What a message says of its file; null when it has none. */
export const mediaOf = (data: unknown, kind: string, chatId: string): InboundMedia | null => {
  const file = partOf(data, "fileMessageData")
  if (file === undefined || kind === "text" || kind === "other") return null
  const url = URL.parse(textOf(file, "downloadUrl") ?? "")
  const mime = shortOf(file, "mimeType")?.split(";")[0]?.trim().toLowerCase() ?? ""
  return {
    mime: /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mime) ? mime : null,
    name: cleanName(shortOf(file, "fileName")),
    size: null,
    seconds: null,
    width: null,
    height: null,
    source: { _tag: "green_api", url: url === null || url.href.length > 4_000 ? null : url.href, chatId }
  }
}
