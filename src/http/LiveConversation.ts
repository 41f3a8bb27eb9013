import { Context, Deferred, Effect, Metric, Option, Schema } from "effect"
import type { WebSocket } from "ws"
import { mayHear, mayHearAll } from "../domain/LiveAccess.ts"
import { ClientFrame, WhereFrame } from "../domain/LiveEvent.ts"
import type { ServerFrame } from "../domain/LiveEvent.ts"
import { LiveFeed } from "../ports/LiveFeed.ts"
import type { SessionLogin } from "../ports/Logins.ts"
import { Limits } from "./LiveLimits.ts"
import { SessionWatch } from "./login/SessionWatch.ts"
import { type Place, Presence, type Whereabouts } from "./Presence.ts"
import { Sessions } from "./login/Sessions.ts"

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
  /** Hears what it says after its first frame. */
  onFrame: (text: string) => void
}

const nowhere: Whereabouts = { conversationId: null, isTyping: false }

/** Frames of a browser in a second; people do not move faster. */
const mostFrames = 20

/** Listens at once: what a quick browser says while its fiber is not yet running must not be lost. */
export const hear = (ws: WebSocket): Hearing => {
  const first = Deferred.makeUnsafe<string>()
  const over = Deferred.makeUnsafe<number>()
  const end = (code: number) => void Deferred.doneUnsafe(over, Effect.succeed(code))
  const hearing: Hearing = { first, over, end, hasAnswered: true, onFrame: () => end(closeCodes.badFrame) }
  let second = 0
  let frames = 0
  ws.on("error", () => end(1002))
  ws.on("close", () => end(1000))
  ws.on("pong", () => (hearing.hasAnswered = true))
  ws.on("message", (data, isBinary) => {
    if (isBinary) return end(closeCodes.badFrame)
    if (Deferred.doneUnsafe(first, Effect.succeed(String(data)))) return
    const now = Math.floor(Date.now() / 1000)
    frames = now === second ? frames + 1 : 1
    second = now
    if (frames > mostFrames) end(closeCodes.badFrame)
    else hearing.onFrame(String(data))
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
  const watch = yield* SessionWatch
  const feed = yield* LiveFeed
  const limits = yield* Limits
  const presence = yield* Presence
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

  /** As he was at the last look: his permissions may have changed since he came. */
  let asking = login
  const maySeeChats = () => mayHear({ ...asking, isKey: false }, "ConversationChanged")
  /** His place among the others; nowhere, before he has joined them. */
  let place: Place = { isAt: () => {}, repeat: () => {} }

  const serve = Effect.gen(function* () {
    const text = yield* Deferred.await(first).pipe(Effect.timeoutOption(limits.firstFrame))
    if (Option.isNone(text)) return end(closeCodes.noResume)
    const resume = yield* Effect.option(decodeFrame(text.value))
    if (Option.isNone(resume)) return end(closeCodes.badFrame)
    const tokenHash = sessions.tokenHash(cookie) ?? ""
    yield* watch.watch({
      tokenHash,
      login,
      onOver: () => end(closeCodes.loginOver),
      onKept: (now) => {
        asking = now
        if (!maySeeChats()) place.isAt(nowhere)
      }
    })
    const { tenantId } = login
    const hears =
      tenantId === null
        ? { hears: () => mayHearAll({ ...asking, isKey: false }) }
        : login.role === "staff"
          ? { hears: (tag: string) => mayHear({ ...asking, isKey: false }, tag) }
          : {}
    yield* feed.attach(tenantId ?? "all", resume.value, {
      ...hears,
      renewed: () => place.repeat(),
      send: (frame, seq) => {
        sentSeq = seq
        return send(frame)
      }
    })
    if (tenantId === null) return yield* heartbeat
    if (maySeeChats()) {
      const say = (frame: string) => void (maySeeChats() && send(frame))
      place = yield* presence.join(tenantId, { loginId: login.id, name: login.username, say })
      // One of the platform's people who looks on is nowhere.
      hearing.onFrame = (text) => {
        const where = decodeWhere(text)
        if (Option.isNone(where)) end(closeCodes.badFrame)
        else if (!login.isViewing) place.isAt(maySeeChats() ? where.value : nowhere)
      }
    }
    return yield* heartbeat
  })

  return yield* Effect.raceFirst(Effect.andThen(serve, Effect.never), Deferred.await(over))
}, Effect.scoped)

const decodeWhere = Schema.decodeUnknownOption(Schema.fromJsonString(WhereFrame))

const decodeFrame = Schema.decodeUnknownEffect(Schema.fromJsonString(ClientFrame))
