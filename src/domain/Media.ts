import { Schema } from "effect"

/** Kinds of messages that carry a file. */
export const MediaKind = Schema.Literals(["image", "video", "audio", "document", "sticker"])
export type MediaKind = typeof MediaKind.Type

const Count = Schema.NullOr(Schema.Int)

/** What staff may know of a message's file; what the network did not say is null. */
export const MediaView = Schema.Struct({
  mime: Schema.NullOr(Schema.String),
  name: Schema.NullOr(Schema.String),
  /** Bytes. */
  size: Count,
  seconds: Count,
  width: Count,
  height: Count,
  /** It is here already; else its network is asked for it when somebody opens it. */
  isKept: Schema.Boolean
})
export type MediaView = typeof MediaView.Type

/** Where a network keeps a file, and what opens it there; a secret of the workspace. Bytes in base64. */
export const MediaSource = Schema.Union([
  Schema.TaggedStruct("whatsapp", {
    type: Schema.Literals(["image", "video", "audio", "document", "sticker"]),
    directPath: Schema.String,
    mediaKey: Schema.String,
    fileSha256: Schema.NullOr(Schema.String),
    /** The message's key as it came: the phone is asked by it to put an old file up again. */
    chat: Schema.String,
    participant: Schema.NullOr(Schema.String),
    isFromMe: Schema.Boolean
  }),
  Schema.TaggedStruct("telegram", { fileId: Schema.String }),
  Schema.TaggedStruct("whatsapp_cloud", { mediaId: Schema.String }),
  Schema.TaggedStruct("green_api", { url: Schema.NullOr(Schema.String), chatId: Schema.String })
])
export type MediaSource = typeof MediaSource.Type

/** The file of a message that came in: what is said of it, and where it is. Never its bytes. */
export const InboundMedia = Schema.Struct({
  mime: Schema.NullOr(Schema.String),
  name: Schema.NullOr(Schema.String),
  size: Count,
  seconds: Count,
  width: Count,
  height: Count,
  source: MediaSource
})
export type InboundMedia = typeof InboundMedia.Type

/** What is not one of the few types that are told from their first bytes. */
export const anyType = "application/octet-stream"

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

/** Audio by the brands of its container; every other one of these containers is taken for video. */
const soundBrands = new Set(["M4A ", "M4B ", "M4P "])

/** Brands of pictures, which no page here shows. */
const pictureBrands = /^(avif|avis|heic|heix|heim|heis|hevc|mif1|msf1)$/

/** The type that a file's first bytes tell; whatever else a name or a sender claims, it is `anyType`. */
export const sniffType = (bytes: Uint8Array): string => {
  const has = (at: number, signature: string) => text(bytes, at, at + signature.length) === signature
  if (has(0, "\x89PNG\r\n\x1a\n")) return "image/png"
  if (has(0, "\xff\xd8\xff")) return "image/jpeg"
  if (has(0, "GIF87a") || has(0, "GIF89a")) return "image/gif"
  if (has(0, "RIFF") && has(8, "WEBP")) return "image/webp"
  if (has(0, "OggS")) return "audio/ogg"
  if (has(0, "ID3") || ((bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) as boolean))
    return "audio/mpeg"
  if (has(4, "ftyp")) {
    const brand = text(bytes, 8, 12)
    if (pictureBrands.test(brand)) return anyType
    return soundBrands.has(brand) ? "audio/mp4" : "video/mp4"
  }
  return has(0, "%PDF-") ? "application/pdf" : anyType
}

/** Whether a page may show it; everything else is only ever saved. */
export const isShown = (type: string): boolean => /^(image|audio|video)\//.test(type)

/** Of pictures, sounds and films; documents may be as large as the setting says. */
const shownBytes = 16 * 1024 * 1024

/** The most bytes of a file of this kind, with the setting for the largest of all. */
export const maxBytesOf = (kind: MediaKind, mediaMaxBytes: number): number =>
  kind === "document" ? mediaMaxBytes : Math.min(shownBytes, mediaMaxBytes)

/** A count as its sender claims it; null when it is none that could be true. */
export const countOf = (value: unknown): number | null => {
  const count = Number(value ?? Number.NaN)
  return Number.isSafeInteger(count) && count >= 0 && count <= 2_147_483_647 ? count : null
}

/** "12.3 MB", for people. */
export const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${Number((bytes / 1_048_576).toFixed(1))} MB`
