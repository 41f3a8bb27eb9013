import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http"
import { type AddressInfo } from "node:net"
import { type ControlRequest, type ControlRoute, controlRoutes } from "./ControlRoutes.ts"
import { readFields, RequestError } from "./RequestBody.ts"
import { bind, close } from "./Server.ts"

// Often enough that no proxy and no browser takes a quiet stream for dead.
const HEARTBEAT_MS = 15_000

/** The control API over HTTP. */
export interface ControlServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Serves the control API on loopback, for pages and programs on this machine only. */
export const serveControl = async (
  simulator: ControlRequest["simulator"],
  port: number
): Promise<ControlServer> => {
  const http: HttpServer = createServer((request, response) => {
    answer(simulator, request, response).catch((cause: unknown) => {
      const status = cause instanceof RequestError ? cause.status : 422
      writeJson(response, status, { error: cause instanceof Error ? cause.message : String(cause) })
    })
  })
  await bind(http, port)
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    stop: () => close(http)
  }
}

const answer = async (
  simulator: ControlRequest["simulator"],
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> => {
  allowOrigin(request, response)
  if (request.method === "OPTIONS") return void response.writeHead(204).end()
  const url = new URL(request.url ?? "/", "http://loopback")
  if (request.method === "GET" && url.pathname === "/events")
    return streamEvents(simulator, request, response)
  if (request.method === "GET" && url.pathname === "/sw.js") {
    return void response.writeHead(200, { "content-type": "text/javascript" }).end(simulator.serviceWorker())
  }
  const [route, id] = findRoute(`${request.method} ${url.pathname}`)
  const fields = await readFields(request)
  const after = Number(url.searchParams.get("after") ?? 0)
  writeJson(response, 200, (await route({ simulator, id, after, fields })) ?? { ok: true })
}

const findRoute = (asked: string): [ControlRoute, string] => {
  for (const [pattern, route] of Object.entries(controlRoutes)) {
    const match = new RegExp(`^${pattern.replace(":id", "([^/]+)")}$`).exec(asked)
    if (match) return [route, decodeURIComponent(match[1] ?? "")]
  }
  throw new RequestError(404, `no route ${asked}`)
}

const streamEvents = (
  simulator: ControlRequest["simulator"],
  request: IncomingMessage,
  response: ServerResponse
): void => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
  response.write(": connected\n\n")
  const stop = simulator.on((event) => response.write(`data: ${JSON.stringify(event)}\n\n`))
  const heartbeat = setInterval(() => response.write(": alive\n\n"), HEARTBEAT_MS)
  request.on("close", () => {
    stop()
    clearInterval(heartbeat)
  })
}

const allowOrigin = (request: IncomingMessage, response: ServerResponse): void => {
  const { origin } = request.headers
  if (origin === undefined) return
  const { hostname } = new URL(origin)
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname))
    throw new RequestError(403, "not a loopback origin")
  response.setHeader("access-control-allow-origin", origin)
  response.setHeader("access-control-allow-methods", "GET, POST, DELETE")
  response.setHeader("access-control-allow-headers", "content-type")
  response.setHeader("vary", "origin")
}

const writeJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
}
