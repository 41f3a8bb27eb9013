import { Effect, Queue, Schema } from "effect"
import { WebSocket } from "ws"
import { ServerFrame } from "../../domain/LiveEvent.ts"
import type { LiveEvent } from "../../domain/LiveEvent.ts"

/** The `n`th event of a test. */
export const event = (n: number, padding = ""): LiveEvent => ({
  _tag: "LogAdded",
  line: {
    id: String(n),
    at: n,
    level: "info",
    area: "system",
    text: padding,
    conversationId: null,
    requestId: null
  }
})

/** The numbers of the events in a frame. */
export const numbers = (frame: ServerFrame): ReadonlyArray<number> =>
  frame._tag === "Events"
    ? frame.events.map((event) => (event._tag === "LogAdded" ? Number(event.line.id) : NaN))
    : []

/** How a socket is opened. */
export interface LiveOptions {
  readonly port: number
  readonly cookie?: string
  readonly origin?: string
  readonly path?: string
}

/** A browser's side of a live socket. */
export interface LiveClient {
  readonly socket: WebSocket
  readonly frames: Queue.Queue<ServerFrame>
  /** Resolves to the close code. */
  readonly closed: Promise<number>
  readonly resume: (epoch: string | null, seq: number) => void
  readonly next: Effect.Effect<ServerFrame>
}

/** Opens a socket; fails with the HTTP status when it is refused. */
export const connect = ({ port, cookie, origin, path = "/live" }: LiveOptions) =>
  Effect.gen(function* () {
    const frames = yield* Queue.unbounded<ServerFrame>()
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
      origin: origin ?? `http://127.0.0.1:${port}`,
      headers: cookie === undefined ? {} : { cookie }
    })
    const closed = new Promise<number>((resolve) => socket.on("close", resolve))
    socket.on("message", (data) => Queue.offerUnsafe(frames, decode(JSON.parse(String(data)))))
    yield* Effect.callback<void, number>((resume) => {
      socket.on("open", () => resume(Effect.void))
      socket.on("unexpected-response", (_request, response) => {
        resume(Effect.fail(response.statusCode ?? 0))
        response.destroy()
      })
      socket.on("error", () => resume(Effect.fail(0)))
    })
    yield* Effect.addFinalizer(() => Effect.sync(() => socket.terminate()))
    return {
      socket,
      frames,
      closed,
      resume: (epoch, seq) => socket.send(JSON.stringify({ _tag: "Resume", epoch, seq })),
      next: Queue.take(frames)
    } satisfies LiveClient as LiveClient
  })

/** Opens a socket, resumes, and returns the hello too. */
export const join = Effect.fnUntraced(function* (options: LiveOptions, epoch: string | null = null, seq = 0) {
  const client = yield* connect(options)
  client.resume(epoch, seq)
  const hello = yield* client.next
  if (hello._tag !== "Hello") return yield* Effect.die("no hello")
  return { ...client, hello }
})

/** Takes frames until the event `last` has come; returns all event numbers in order. */
export const takeUntil = Effect.fnUntraced(function* (client: LiveClient, last: number) {
  const seen: Array<number> = []
  while (seen.at(-1) !== last) seen.push(...numbers(yield* client.next))
  return seen
})

const decode = Schema.decodeUnknownSync(ServerFrame)
