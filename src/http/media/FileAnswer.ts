import type { Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { anyType, isShown } from "../../domain/Media.ts"
import { disposition, nameOr } from "../../domain/MediaName.ts"
import type { OpenFile } from "../../ports/MediaDesk.ts"

/** Bytes of a file from `from` up to, not with, `to`; null when a `Range` asks for none that it has. */
export interface Part {
  readonly from: number
  readonly to: number
  readonly isWhole: boolean
}

/** The part that a `Range` header asks for: one range is understood, what else it says is as if it were not there. */
export const partOf = (range: string | undefined, size: number): Part | null => {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? "")
  const [first, last] = [found?.[1] ?? "", found?.[2] ?? ""]
  if (found === null || (first === "" && last === "")) return { from: 0, to: size, isWhole: true }
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1)
  return from < to ? { from, to, isWhole: false } : null
}

/** Only of these types is anything ever shown by a page; they are told from the bytes. */
const shownTypes = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "audio/ogg",
  "audio/mpeg",
  "audio/mp4",
  "video/mp4"
])

/**
 * A file as an answer. What strangers sent is never a page of ours: its type is one of a few, it runs nothing, and what
 * is not shown is saved.
 */
export const fileAnswer = (
  file: OpenFile,
  part: Part | null,
  read: (from: number, to: number) => Stream.Stream<Uint8Array>
) => {
  const isPlain = shownTypes.has(file.mime) || file.mime === "application/pdf"
  const headers = {
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=3600",
    "content-disposition": disposition(
      shownTypes.has(file.mime) && isShown(file.mime) && file.kind !== "document",
      nameOr(file.name, file.kind, file.mime)
    ),
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff"
  }
  const contentType = isPlain ? file.mime : anyType
  if (part === null) {
    return HttpServerResponse.empty({
      status: 416,
      headers: { ...headers, "content-range": `bytes */${file.size}` }
    })
  }
  const { from, to, isWhole } = part
  return HttpServerResponse.stream(read(from, to), {
    status: isWhole ? 200 : 206,
    contentType,
    contentLength: to - from,
    headers: isWhole ? headers : { ...headers, "content-range": `bytes ${from}-${to - 1}/${file.size}` }
  })
}
