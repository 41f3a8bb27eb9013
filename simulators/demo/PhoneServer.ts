import { readFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { extname, join } from "node:path"
import { parseObject, readBody, sendJson } from "../telegram/http/Body.ts"
import { admit } from "../telegram/http/ControlServer.ts"
import { LoopbackServer } from "../telegram/http/LoopbackServer.ts"
import type { Phone } from "./Phone.ts"

/** What to scan: a channel's id, the text of a QR code, or (neither) the newest code that waits. */
export interface ScanWish {
  readonly channelId: string | undefined
  readonly qr: string | undefined
}

interface PhoneServerOptions {
  readonly port: number
  /** The built pages. */
  readonly folder: string
  readonly phones: ReadonlyArray<Phone>
  /** Rejects with words for the person at the page. */
  readonly scan: (wish: ScanWish) => Promise<void>
}

/** As long as WhatsApp takes. */
const longestText = 4_096

/** The page of phones and its API, for pages of this computer only. */
export const startPhoneServer = async (options: PhoneServerOptions): Promise<LoopbackServer> => {
  const server = new LoopbackServer((request, response) => answer(options, request, response), options.port)
  await server.open()
  return server
}

const answer = async (options: PhoneServerOptions, request: IncomingMessage, response: ServerResponse) => {
  if (!admit(request, response)) return
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname
  if (!path.startsWith("/phones/api/")) return sendFile(options.folder, path, response)
  const [, , , what, id, part] = path.split("/")
  const isPost = request.method === "POST"
  const complain = (status: number, message: string) => sendJson(response, status, { message })
  if (isPost && !/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    return complain(415, "Send JSON.")
  }
  if (what === "events") return stream(options.phones, response)
  if (what === "scan" && isPost) {
    const body = parseObject((await readBody(request)).toString() || "{}") ?? {}
    const problem = await options.scan({ channelId: text(body["channelId"]), qr: text(body["qr"]) }).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error))
    )
    return problem === null ? sendJson(response, 200, {}) : complain(422, problem)
  }
  if (what !== "phones") return complain(404, "There is no such page.")
  if (id === undefined)
    return sendJson(
      response,
      200,
      options.phones.map(({ card }) => card)
    )
  const phone = options.phones.find(({ card }) => card.id === decodeURIComponent(id))
  if (phone === undefined || part !== "messages") return complain(404, "There is no such phone.")
  if (!isPost) return sendJson(response, 200, phone.messages())
  const typed = text(parseObject((await readBody(request)).toString())?.["text"])?.trim() ?? ""
  if (typed === "" || typed.length > longestText) {
    return complain(400, `A message has 1 to ${longestText} characters.`)
  }
  await phone.type(typed)
  sendJson(response, 200, {})
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined

const stream = (phones: ReadonlyArray<Phone>, response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
  response.write(": open\n\n")
  const stops = phones.map(({ card, watch }) =>
    watch((message) => response.write(`data: ${JSON.stringify({ phoneId: card.id, message })}\n\n`))
  )
  response.on("close", () => {
    for (const stop of stops) stop()
  })
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2"
}

const sendFile = async (folder: string, path: string, response: ServerResponse) => {
  const name = path === "/" || path === "/phones" ? "/phones.html" : path
  const type = types[extname(name)]
  const isOurs = /^(\/assets)?\/[\w-][\w.-]*$/.test(name)
  const bytes = isOurs && type ? await readFile(join(folder, name)).catch(() => undefined) : undefined
  if (bytes === undefined) return sendJson(response, 404, { message: "There is no such page." })
  response.writeHead(200, {
    "content-type": type,
    "cache-control": name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff"
  })
  response.end(bytes)
}
