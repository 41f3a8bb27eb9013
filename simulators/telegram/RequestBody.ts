import { type IncomingMessage } from "node:http"
import { parseObject, readBody } from "./http/Body.ts"
import { Input } from "./http/Input.ts"

/** A file part of a multipart body. */
export interface UploadedFile {
  readonly name: string | undefined
  readonly mimeType: string | undefined
  readonly bytes: Uint8Array
}

export interface RequestBody {
  readonly input: Input
  readonly files: ReadonlyMap<string, UploadedFile>
}

/** Reads a Bot API request: query plus JSON, urlencoded or multipart body; undefined if the JSON is broken. */
export const readRequest = async (
  request: IncomingMessage,
  query: URLSearchParams
): Promise<RequestBody | undefined> => {
  const body = await readBody(request)
  const type = request.headers["content-type"] ?? ""
  const fields: Record<string, unknown> = Object.fromEntries(query)
  const files = new Map<string, UploadedFile>()
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary !== undefined) {
    for (const part of partsOf(body, boundary)) {
      if (part.isFile) files.set(part.field, part)
      else fields[part.field] = Buffer.from(part.bytes).toString()
    }
  } else if (type.startsWith("application/json")) {
    const json = body.length === 0 ? {} : parseObject(body.toString())
    if (!json) return undefined
    Object.assign(fields, json)
  } else {
    Object.assign(fields, Object.fromEntries(new URLSearchParams(body.toString())))
  }
  return { input: new Input(fields), files }
}

interface Part extends UploadedFile {
  readonly field: string
  readonly isFile: boolean
}

/** The parts of a form. Written by hand: grammY sends file names without quotes, which the built-in parser refuses. */
export function* partsOf(body: Buffer, boundary: string): Generator<Part> {
  const delimiter = Buffer.from(`--${boundary}`)
  let start = body.indexOf(delimiter)
  while (start !== -1) {
    const end = body.indexOf(delimiter, start + delimiter.length)
    if (end === -1) return
    const part = body.subarray(start + delimiter.length + 2, end - 2)
    const split = part.indexOf("\r\n\r\n")
    const head = part.subarray(0, split).toString()
    const field = /[; ]name="([^"]*)"/i.exec(head)?.[1]
    const name = /filename="?([^"\r\n;]*)"?/i.exec(head)?.[1]
    const mimeType = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]
    if (field !== undefined && split !== -1) {
      yield { field, name, mimeType, bytes: part.subarray(split + 4), isFile: name !== undefined }
    }
    start = end
  }
}
