import { Effect, Redacted } from "effect"
import { Redis } from "ioredis"
import { everybody, type RelayWay } from "../../ports/LiveRelay.ts"

const reconnectMillis = 500
/** A Redis that has not answered for so long is left for a new connection. */
const answerMillis = 2_000
const lastWords = "500 millis"

/** Publish and subscribe in Redis, on two connections. `deployment` keeps those apart that share one Redis. */
export const makeRedisWay = Effect.fnUntraced(function* (
  url: Redacted.Redacted,
  deployment: string,
  self: string,
  heard: (text: string) => void
) {
  const connect = Effect.acquireRelease(
    Effect.sync(() => {
      const redis = new Redis(Redacted.value(url), {
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        connectTimeout: 2_000,
        autoResubscribe: false,
        retryStrategy: () => reconnectMillis
      })
      // The library's own words could name the address; that it is away is told by whom it is missing.
      redis.on("error", () => {})
      return redis
    }),
    (redis) => Effect.sync(() => redis.disconnect())
  )
  const channelOf = (to: string) => `relaydesk:live:${deployment}:${to}`
  const out = yield* connect
  const into = yield* connect
  let isSubscribed = false
  into.on("ready", () => {
    into.subscribe(channelOf(self), channelOf(everybody)).then(
      () => (isSubscribed = true),
      () => into.disconnect(true)
    )
  })
  into.on("close", () => (isSubscribed = false))
  into.on("message", (_, text) => heard(text))

  let unanswered = 0
  let answeredAt = performance.now()
  const answered = () => {
    unanswered -= 1
    answeredAt = performance.now()
  }
  out.on("ready", () => (answeredAt = performance.now()))

  const isOpen = () => isSubscribed && out.status === "ready"
  return {
    isOpen,
    send: (to, text) => {
      if (out.status !== "ready") return
      if (unanswered === 0) answeredAt = performance.now()
      else if (performance.now() - answeredAt > answerMillis) return out.disconnect(true)
      unanswered += 1
      out.publish(channelOf(to), text).then(answered, answered)
    },
    drained: Effect.suspend(() => (isOpen() ? Effect.tryPromise(() => out.ping()) : Effect.void)).pipe(
      Effect.timeoutOption(lastWords),
      Effect.ignore
    )
  } satisfies RelayWay
})
