import { type IncomingMessage, type ServerResponse } from "node:http"

const MAX_BODY_BYTES = 64 * 1024 * 1024

/** Reads the whole body; rejects beyond 64 MB. */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > MAX_BODY_BYTES) throw new Error("the body is larger than 64 MB")
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Parses JSON that must be an object; anything else is undefined. */
export const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** True for a plain JSON object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Sends a JSON answer with its length, so that connections stay alive. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {}
) => sendText(response, status, JSON.stringify(value), { "content-type": "application/json", ...headers })

/** Sends a text answer as it is. */
export const sendText = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string>
) => {
  if (response.destroyed) return
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) })
  response.end(text)
}
