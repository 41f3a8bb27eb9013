import { Result } from "effect"
import type { ChannelKind } from "./Channel.ts"
import { anyType, maxBytesOf, sizeWords } from "./Media.ts"

/** How a file leaves: as a picture in the chat, or as a document to be saved. */
export interface OutgoingForm {
  readonly kind: "image" | "document"
  readonly mime: string
}

/** As pictures; whatever else is a picture leaves as a document. */
const pictures: Readonly<
  Record<ChannelKind, { readonly types: ReadonlyArray<string>; readonly bytes: number }>
> = {
  whatsapp: { types: ["image/jpeg", "image/png"], bytes: 16 * 1024 * 1024 },
  green_api: { types: ["image/jpeg", "image/png"], bytes: 16 * 1024 * 1024 },
  // Limits of Meta's documentation.
  whatsapp_cloud: { types: ["image/jpeg", "image/png"], bytes: 5 * 1024 * 1024 },
  // Limits of the Bot API.
  telegram: { types: ["image/jpeg", "image/png", "image/webp"], bytes: 10 * 1024 * 1024 }
}

/** Types of documents by the endings of their names, where the bytes do not tell. */
const documentTypes: Readonly<Record<string, string>> = {
  txt: "text/plain",
  csv: "text/csv",
  doc: "application/msword",
  xls: "application/vnd.ms-excel",
  ppt: "application/vnd.ms-powerpoint",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  zip: "application/zip"
}

/** What Meta takes as a document. */
const cloudTypes = new Set([
  "application/pdf",
  ...["txt", "doc", "xls", "ppt", "docx", "xlsx", "pptx"].map((ending) => documentTypes[ending]!)
])

/** How a file of this sniffed type leaves on a kind of channel, or why it cannot. */
export const outgoingForm = (
  channel: ChannelKind,
  { mime, name, size }: { readonly mime: string; readonly name: string; readonly size: number },
  mediaMaxBytes: number
): Result.Result<OutgoingForm, string> => {
  if (size === 0) return Result.fail("This file is empty.")
  const picture = pictures[channel]
  if (picture.types.includes(mime) && size <= picture.bytes) return Result.succeed({ kind: "image", mime })
  const most = maxBytesOf("document", mediaMaxBytes)
  if (size > most) return Result.fail(`This file is larger than ${sizeWords(most)}.`)
  const ending = /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ""
  const type = mime === anyType ? (documentTypes[ending] ?? anyType) : mime
  if (channel === "whatsapp_cloud" && !cloudTypes.has(type)) {
    return Result.fail(
      mime.startsWith("image/")
        ? `Meta takes pictures as JPEG or PNG of up to ${sizeWords(picture.bytes)}.`
        : "Meta takes PDF, text and Office files, and pictures as JPEG or PNG."
    )
  }
  return Result.succeed({ kind: "document", mime: type })
}

/** The longest caption that every network takes. */
export const longestCaption = 1_024
