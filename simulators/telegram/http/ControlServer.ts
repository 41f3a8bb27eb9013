import { type IncomingMessage, type ServerResponse } from "node:http"
import { parseObject, readBody, sendJson } from "./Body.ts"
import { type EventHub, type SimulatorEvent } from "./EventHub.ts"
import { LoopbackServer } from "./LoopbackServer.ts"
import { Input, InputError } from "./Input.ts"
import { routeTable } from "./routeTable.ts"

/** What a control route gets: path parameters, query and JSON body, read by name from one place. */
export type Route = (input: Input) => unknown

/** Routes by "METHOD /path/:parameter". */
export type Routes = Readonly<Record<string, Route>>

/** The control API of a simulator: JSON routes plus server-sent events at `/events`, for loopback pages only. */
export const controlServer = (routes: Routes, events: EventHub, port = 0): LoopbackServer => {
  const find = routeTable(routes)
  return new LoopbackServer(async (request, response) => {
    if (!admit(request, response)) return
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    if (request.method === "OPTIONS") return void response.writeHead(204).end()
    if (url.pathname === "/events") return stream(request, response, events)
    const found = find(request.method, url.pathname)
    if (!found) return sendJson(response, 404, { error: `no route ${request.method} ${url.pathname}` })
    const body = parseObject((await readBody(request)).toString() || "{}")
    if (!body) return sendJson(response, 400, { error: "the body must be a JSON object" })
    const input = new Input({ ...Object.fromEntries(url.searchParams), ...body, ...found.parameters })
    return answer(response, found.route, input)
  }, port)
}

const answer = async (response: ServerResponse, route: Route, input: Input) => {
  try {
    sendJson(response, 200, (await route(input)) ?? { ok: true })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    sendJson(response, 400, { error: error.message })
  }
}

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"])

/** Refuses pages of other sites (origin) and names that merely resolve to loopback (host). */
export const admit = (request: IncomingMessage, response: ServerResponse): boolean => {
  const { host, origin } = request.headers
  const isLoopback = (url: string) => URL.canParse(url) && LOOPBACK_HOSTS.has(new URL(url).hostname)
  if (!isLoopback(`http://${host}`) || (origin !== undefined && !isLoopback(origin))) {
    sendJson(response, 403, { error: "the control API is for loopback pages only" })
    return false
  }
  if (origin !== undefined) {
    response.setHeader("access-control-allow-origin", origin)
    response.setHeader("access-control-allow-methods", "GET, POST, DELETE")
    response.setHeader("access-control-allow-headers", "content-type, last-event-id")
    response.setHeader("vary", "origin")
  }
  return true
}

const stream = (request: IncomingMessage, response: ServerResponse, events: EventHub) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
  response.write(": open\n\n")
  const since = Number(request.headers["last-event-id"] ?? Number.NaN)
  const send = (event: SimulatorEvent) =>
    response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  const stop = Number.isInteger(since) ? events.subscribe(send, since) : events.subscribe(send)
  response.on("close", stop)
}
