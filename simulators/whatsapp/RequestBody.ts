import { type IncomingMessage } from "node:http"

/** The caller's mistake, answered with this status and its message. */
export class RequestError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The fields of a JSON request. */
export type Fields = Readonly<Record<string, unknown>>

// A QR text is the longest thing anybody sends.
const MAX_BYTES = 100_000

/** Reads a JSON object; no body at all is an empty one. */
export const readFields = async (request: IncomingMessage): Promise<Fields> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > MAX_BYTES) throw new RequestError(413, "the body is too large")
    chunks.push(chunk as Buffer)
  }
  if (!size) return {}
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    throw new RequestError(400, "the body is not JSON")
  }
  if (!isFields(value)) throw new RequestError(400, "the body is not a JSON object")
  return value
}

/** A field that must be a text. */
export const text = (fields: Fields, name: string): string => {
  const value = optionalText(fields, name)
  if (value === undefined) throw new RequestError(400, `${name} is missing`)
  return value
}

/** A field that may be a text. */
export const optionalText = (fields: Fields, name: string): string | undefined => {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== "string") throw new RequestError(400, `${name} is not a text`)
  return value
}

/** A field that may be one of a few words. */
export const optionalWord = <const W extends string>(
  fields: Fields,
  name: string,
  words: ReadonlyArray<W>
): W | undefined => {
  const value = optionalText(fields, name)
  const word = words.find((one) => one === value)
  if (value !== undefined && word === undefined)
    throw new RequestError(400, `${name} is none of ${words.join(", ")}`)
  return word
}

/** A field that must be a list of texts. */
export const texts = (fields: Fields, name: string): string[] => {
  const value = fields[name]
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new RequestError(400, `${name} is not a list of texts`)
  }
  return value
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)
