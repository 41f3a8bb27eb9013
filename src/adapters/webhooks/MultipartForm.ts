import { randomUUID } from "node:crypto"

/** A file in a form; its name is one that `cleanName` gave. */
interface FormFile {
  readonly field: string
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

/** A form on its way. */
export interface Form {
  readonly contentType: string
  readonly body: Uint8Array
}

/** A form with texts and one file, as browsers send it: the header's value, and the body. */
export const multipartForm = (
  fields: Readonly<Record<string, string>>,
  { field, name, mime, bytes }: FormFile
): Form => {
  const boundary = `relaydesk-${randomUUID()}`
  const texts = Object.entries(fields).map(
    ([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
  )
  const quoted = name.replace(/[\r\n"]/g, "_")
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${quoted}"\r\ncontent-type: ${mime}\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(texts.join("") + head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  }
}
