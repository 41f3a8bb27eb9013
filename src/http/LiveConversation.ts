import { Context, Deferred, Duration, Effect, Metric, Option, Schema } from "effect"
import type { WebSocket } from "ws"
import { ClientFrame } from "../domain/LiveEvent.ts"
import type { ServerFrame } from "../domain/LiveEvent.ts"
import { LiveFeed } from "../ports/LiveFeed.ts"
import type { SessionLogin } from "../ports/Logins.ts"
import { Sessions } from "./login/Sessions.ts"

/** The times and sizes of a live socket. */
export interface LiveSocketLimits {
  /** A browser that does not say Resume within this is not one of ours. */
  readonly firstFrame: Duration.Duration
  /**
   * Proxies close what is silent for 60 s; a browser that misses one ping is gone. Pages do not see pings, so each
   * comes with a frame without events: client/src/live/createLive.ts counts on one in this time.
   */
  readonly ping: Duration.Duration
  /** How long an ended or suspended login can still watch. */
  readonly loginCheck: Duration.Duration
  /** Bytes that may wait for one browser: more than a whole resume (LiveHub's maxSize, up to 3 bytes a character). */
  readonly maxBuffered: number
  /** Sockets of the whole process; more are told to come back later. */
  readonly maxSockets: number
}

/** The limits in force; tests make them short. */
export const Limits = Context.Reference<LiveSocketLimits>("relaydesk/http/LiveSocket/Limits", {
  defaultValue: () => ({
    firstFrame: Duration.seconds(5),
    ping: Duration.seconds(25),
    loginCheck: Duration.seconds(30),
    maxBuffered: 8 * 1024 * 1024,
    maxSockets: 5_000
  })
})

/** Close codes of ours, in the range for applications; the browser logs out on 4401. */
export const closeCodes = { badFrame: 4400, loginOver: 4401, noResume: 4408 } as const

const slow = Metric.counter("relaydesk_live_slow_sockets_total", {
  description: "Sockets cut because they read too slowly",
  incremental: true
})

/** What a browser's socket has said so far. */
export interface Hearing {
  readonly first: Deferred.Deferred<string>
  /** The code to close with. */
  readonly over: Deferred.Deferred<number>
  readonly end: (code: number) => void
  hasAnswered: boolean
}

/** Listens at once: what a quick browser says while its fiber is not yet running must not be lost. */
export const hear = (ws: WebSocket): Hearing => {
  const first = Deferred.makeUnsafe<string>()
  const over = Deferred.makeUnsafe<number>()
  const end = (code: number) => void Deferred.doneUnsafe(over, Effect.succeed(code))
  const hearing: Hearing = { first, over, end, hasAnswered: true }
  ws.on("error", () => end(1002))
  ws.on("close", () => end(1000))
  ws.on("pong", () => (hearing.hasAnswered = true))
  ws.on("message", (data, isBinary) => {
    if (isBinary || !Deferred.doneUnsafe(first, Effect.succeed(String(data)))) end(closeCodes.badFrame)
  })
  return hearing
}

/** Serves a browser until one side has enough; returns the code to close with. */
export const converse = Effect.fnUntraced(function* (
  ws: WebSocket,
  hearing: Hearing,
  login: SessionLogin,
  cookie: string | undefined
) {
  const sessions = yield* Sessions
  const feed = yield* LiveFeed
  const limits = yield* Limits
  const { first, over, end } = hearing

  const send = (frame: string | Buffer): boolean => {
    if (ws.readyState !== ws.OPEN) return false
    if (ws.bufferedAmount > limits.maxBuffered) {
      slow.updateUnsafe(1, Context.empty())
      ws.terminate()
      return false
    }
    ws.send(frame, { binary: false })
    return true
  }

  /** What this browser was sent, which may be behind what the feed has. */
  let sentSeq = 0

  const heartbeat = Effect.gen(function* () {
    yield* Effect.sleep(limits.ping)
    if (!hearing.hasAnswered) return end(1001)
    hearing.hasAnswered = false
    ws.ping()
    send(JSON.stringify({ _tag: "Events", seq: sentSeq, events: [] } satisfies ServerFrame))
  }).pipe(Effect.forever)

  const stillLoggedIn = Effect.gen(function* () {
    yield* Effect.sleep(limits.loginCheck)
    const now = yield* sessions.find(cookie)
    if (!Option.exists(now, ({ id, tenantId }) => id === login.id && tenantId === login.tenantId)) {
      end(closeCodes.loginOver)
    }
  }).pipe(
    // A database that is away for a moment does not log everybody out; the next check decides.
    Effect.catchDefect((defect) => Effect.logWarning("A live login could not be checked", defect)),
    Effect.forever
  )

  const serve = Effect.gen(function* () {
    const text = yield* Deferred.await(first).pipe(Effect.timeoutOption(limits.firstFrame))
    if (Option.isNone(text)) return end(closeCodes.noResume)
    const resume = yield* Effect.option(decodeFrame(text.value))
    if (Option.isNone(resume) || login.tenantId === null) return end(closeCodes.badFrame)
    yield* feed.attach(login.tenantId, resume.value, {
      send: (frame, seq) => {
        sentSeq = seq
        return send(frame)
      }
    })
    return yield* Effect.raceFirst(heartbeat, stillLoggedIn)
  })

  return yield* Effect.raceFirst(Effect.andThen(serve, Effect.never), Deferred.await(over))
}, Effect.scoped)

const decodeFrame = Schema.decodeUnknownEffect(Schema.fromJsonString(ClientFrame))
