import { type Content, type WireFile } from "./Wire.ts"
import { type World } from "./World.ts"

export type FileKind = "photo" | "document" | "voice" | "video" | "audio"

/** A file as it arrives, from a person or in a bot's multipart body. */
export interface NewFile {
  readonly kind: FileKind
  readonly bytes: Uint8Array
  readonly name?: string | undefined
  readonly mimeType?: string | undefined
}

const EXTENSIONS: Record<FileKind, string> = {
  photo: "jpg",
  document: "dat",
  voice: "ogg",
  video: "mp4",
  audio: "mp3"
}

/** Keeps a file for getFile and returns the part of a message that shows it. */
export const storeFile = (world: World, file: NewFile): Content => {
  const number = world.nextId()
  const fileId = `SIM${number}${file.kind}`
  const extension = file.name?.split(".").at(-1) ?? EXTENSIONS[file.kind]
  const path = `${file.kind}s/file_${number}.${extension}`
  const { bytes, name, mimeType } = file
  world.files.set(fileId, { fileId, path, bytes, name, mimeType })
  return fileContent(world, file.kind, fileId)
}

/** The part of a message that shows an already stored file. */
export const fileContent = (world: World, kind: FileKind, fileId: string): Content => {
  const stored = world.files.get(fileId)
  const basic = {
    file_id: fileId,
    file_unique_id: `U${fileId}`,
    file_size: stored?.bytes.byteLength ?? 0
  }
  const named: WireFile = {
    ...basic,
    ...(stored?.name === undefined ? {} : { file_name: stored.name }),
    ...(stored?.mimeType === undefined ? {} : { mime_type: stored.mimeType })
  }
  switch (kind) {
    case "photo":
      // The picture is not decoded: its size is made up.
      return { photo: [{ ...basic, width: 1280, height: 960 }] }
    case "document":
      return { document: named }
    case "voice":
      return { voice: { ...basic, duration: 1, mime_type: stored?.mimeType ?? "audio/ogg" } }
    case "video":
      return { video: { ...named, duration: 1, width: 1280, height: 720 } }
    case "audio":
      return { audio: { ...named, duration: 1 } }
  }
}
