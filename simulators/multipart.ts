import { partsOf, type UploadedFile } from "./telegram/RequestBody.ts"

/** The texts and the one file of a form. */
export interface ReadForm {
  readonly fields: Readonly<Record<string, string>>
  readonly file: UploadedFile | undefined
}

/** Reads a multipart form; undefined when it is none. */
export const readForm = (body: Buffer, contentType: string | undefined): ReadForm | undefined => {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1]
  if (boundary === undefined) return undefined
  const all = [...partsOf(body, boundary)]
  return {
    fields: Object.fromEntries(
      all.filter(({ isFile }) => !isFile).map(({ field, bytes }) => [field, Buffer.from(bytes).toString()])
    ),
    file: all.find(({ isFile }) => isFile)
  }
}
