import { Clock, Effect, Redacted } from "effect"
import { Redis } from "ioredis"

/** Redis as long as it answers: nothing here fails or waits for long. */
export interface RedisLink {
  /** The script's answer; undefined when there was none in time. */
  readonly ask: (
    script: string,
    keys: ReadonlyArray<string>,
    values: ReadonlyArray<string | number>
  ) => Effect.Effect<unknown>
  /** Runs a script and hears nothing of it. */
  readonly tell: (script: string, keys: ReadonlyArray<string>, values: ReadonlyArray<string | number>) => void
  /** Milliseconds since Redis was last lost: Infinity when never. */
  readonly lostFor: () => number
  /** Milliseconds for which it has answered without a break; 0 while it is away. */
  readonly goodFor: () => number
}

// A person waits behind it: longer than Redis ever takes in a network, shorter than anybody notices.
const patienceMillis = 50
// After an answer that did not come: one caller in half a second finds out, the others go on without.
const restMillis = 500
const reconnectMillis = 500
// One that comes and goes is told of once.
const settledMillis = 2_000

/** A connection that comes back by itself and ends with the scope. The address is a secret: it may hold a password. */
export const make = Effect.fnUntraced(function* (url: Redacted.Redacted) {
  const clock = yield* Clock.Clock
  const now = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e6
  const redis = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new Redis(Redacted.value(url), {
          lazyConnect: true,
          enableOfflineQueue: false,
          maxRetriesPerRequest: 0,
          connectTimeout: 2_000,
          retryStrategy: () => reconnectMillis
        })
    ),
    (redis) => Effect.sync(() => redis.disconnect())
  )
  let isAway = true
  let lostAt = Number.NEGATIVE_INFINITY
  let goodSince = Number.POSITIVE_INFINITY
  const lose = () => {
    if (!isAway) lostAt = now()
    isAway = true
    goodSince = Number.POSITIVE_INFINITY
  }
  let restUntil = Number.NEGATIVE_INFINITY
  redis.on("close", lose)
  redis.on("ready", () => {
    isAway = false
    goodSince = now()
    restUntil = Number.NEGATIVE_INFINITY
  })
  // Told below in our own words: the library's could name the address.
  redis.on("error", () => {})

  let isTold = false
  const away = Effect.suspend(() => {
    if (isTold) return Effect.undefined
    isTold = true
    return Effect.asVoid(
      Effect.logWarning("Redis does not answer: each process keeps to its share of the panels' limits")
    )
  })

  const goodFor = () => (isAway ? 0 : Math.max(0, now() - goodSince))

  const answered = Effect.suspend(() => {
    if (isAway) goodSince = now()
    isAway = false
    if (!isTold || goodFor() < settledMillis) return Effect.void
    isTold = false
    return Effect.logInfo("Redis answers again")
  })

  const unanswered = Effect.suspend(() => {
    lose()
    restUntil = now() + restMillis
    return away
  })

  const ask: RedisLink["ask"] = (script, keys, values) =>
    Effect.suspend(() =>
      redis.status !== "ready" || now() < restUntil
        ? away
        : Effect.flatMap(
            inTime(() => redis.eval(script, keys.length, ...keys, ...values)),
            (answer) => (answer === undefined ? unanswered : Effect.as(answered, answer))
          )
    )

  // What could not be reached at the start is tried again as what was lost later.
  yield* Effect.tryPromise(() => redis.connect()).pipe(Effect.timeout("2 seconds"), Effect.ignore)
  const link: RedisLink = {
    ask,
    tell: (script, keys, values) => {
      if (redis.status === "ready") redis.eval(script, keys.length, ...keys, ...values).catch(() => {})
    },
    lostFor: () => now() - lostAt,
    goodFor
  }
  return link
})

/** The answer; undefined when it failed or did not come in time. */
const inTime = (ask: () => Promise<unknown>) =>
  Effect.callback<unknown>((resume) => {
    const settle = (answer: unknown) => {
      clearTimeout(timer)
      resume(Effect.succeed(answer))
    }
    // A process that was busy itself first reads what has come meanwhile.
    const timer = setTimeout(() => setImmediate(() => settle(undefined)), patienceMillis)
    ask().then(settle, () => settle(undefined))
    return Effect.sync(() => clearTimeout(timer))
  })
