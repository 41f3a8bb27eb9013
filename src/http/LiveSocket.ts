import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { Effect, FiberSet, Layer, Metric, Option } from "effect"
import { WebSocketServer } from "ws"
import type { WebSocket } from "ws"
import { mayHearAll } from "../domain/LiveAccess.ts"
import type { LiveFeed } from "../ports/LiveFeed.ts"
import { Settings } from "../Settings.ts"
import { converse, hear } from "./LiveConversation.ts"
import type { Hearing } from "./LiveConversation.ts"
import { Limits } from "./LiveLimits.ts"
import { RequestLimits } from "./limits/RequestLimits.ts"
import { Presence } from "./Presence.ts"
import { NodeServer } from "./NodeServer.ts"
import { isOwnPage } from "./Security.ts"
import { Sessions } from "./login/Sessions.ts"
import { SessionWatch } from "./login/SessionWatch.ts"

const open = Metric.gauge("relaydesk_live_sockets", { description: "Live sockets open now" })

/** Serves /live on the HTTP server's upgrades: one fiber per browser, ended with the layer. */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const server = yield* NodeServer
    const settings = yield* Settings
    const sessions = yield* Sessions
    const limits = yield* Limits
    const rates = yield* RequestLimits
    const sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: 64 * 1024,
      perMessageDeflate: false
    })
    const fibers = yield* FiberSet.make()
    const run = yield* FiberSet.runtime(fibers)<LiveFeed | Presence | Sessions | SessionWatch>()

    const upgrade = Effect.fnUntraced(function* (request: IncomingMessage, socket: Duplex, head: Buffer) {
      if (request.url?.split("?", 1)[0] !== "/live") return reject(socket, "404 Not Found")
      if ((yield* rates.upgrade(request)) > 0) return reject(socket, "429 Too Many Requests")
      if (!isOwnPage(request.headers, settings)) return reject(socket, "403 Forbidden")
      if ((yield* FiberSet.size(fibers)) > limits.maxSockets) return reject(socket, "503 Service Unavailable")
      const { cookie } = request.headers
      const login = yield* sessions.find(cookie)
      if (Option.isNone(login)) return reject(socket, "401 Unauthorized")
      const isAllowed = login.value.tenantId !== null || mayHearAll({ ...login.value, isKey: false })
      if (!isAllowed || login.value.mustEnrol) return reject(socket, "403 Forbidden")
      const opened = yield* Effect.callback<Option.Option<{ ws: WebSocket; hearing: Hearing }>>((resume) => {
        socket.once("close", () => resume(Effect.succeedNone))
        if (socket.destroyed) return resume(Effect.succeedNone)
        sockets.handleUpgrade(request, socket, head, (ws) =>
          resume(Effect.succeedSome({ ws, hearing: hear(ws) }))
        )
      })
      if (Option.isNone(opened)) return
      const { ws, hearing } = opened.value
      yield* Metric.modify(open, 1)
      const code = yield* converse(ws, hearing, login.value, cookie).pipe(
        Effect.onInterrupt(() => Effect.sync(() => close(ws, 1001))),
        Effect.ensuring(Metric.modify(open, -1))
      )
      close(ws, code)
    })

    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on("error", () => {})
      run(
        upgrade(request, socket, head).pipe(
          Effect.catchCause((cause) =>
            Effect.andThen(
              Effect.logError("A live socket failed", cause),
              Effect.sync(() => socket.destroy())
            )
          )
        )
      )
    }

    yield* Effect.acquireRelease(
      Effect.sync(() => {
        // Effect's server answers every upgrade like a page; ours are the only ones there are.
        server.removeAllListeners("upgrade")
        server.on("upgrade", onUpgrade)
      }),
      () => Effect.sync(() => server.off("upgrade", onUpgrade))
    )
  })
).pipe(Layer.provide(Presence.layer))

const reject = (socket: Duplex, status: string) => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Says goodbye, and cuts who does not answer: a stop must not wait for a sleeping phone. */
const close = (ws: WebSocket, code: number) => {
  ws.close(code)
  setTimeout(() => ws.terminate(), 2_000).unref()
}
