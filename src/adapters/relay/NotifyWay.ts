import * as PgConnection from "@effect/sql-pg/PgConnection"
import { Effect, Latch, Queue } from "effect"
import { everybody, type RelayWay } from "../../ports/LiveRelay.ts"
import { DatabaseUrl, PlatformSql } from "../postgres/Database.ts"
import { makeJoiner, split } from "./Parts.ts"

/** What waits to be sent; beyond it texts are dropped, which their numbers show. */
const capacity = 10_000
/** Parts sent in one statement. */
const batchSize = 200
const againAfter = "500 millis"
const lastWords = "500 millis"

const channelOf = (to: string) => `relaydesk_live_${to.replaceAll("-", "")}`

/** PostgreSQL's notifications: always there, and dearer than Redis, because each is a transaction. */
export const makeNotifyWay = Effect.fnUntraced(function* (self: string, heard: (text: string) => void) {
  const url = yield* DatabaseUrl
  const sql = yield* PlatformSql
  const bell = yield* Latch.make(false)
  const idle = yield* Latch.make(true)
  const join = makeJoiner(heard)
  let queue: Array<readonly [string, string]> = []
  let isListening = false
  let count = 0

  const listen = Effect.scoped(
    Effect.gen(function* () {
      const shared = yield* PgConnection.make({
        url,
        applicationName: "relaydesk live",
        keepAlive: "10 seconds"
      })
      const connection = yield* shared.pin
      const queues = [
        yield* connection.listen(channelOf(self)),
        yield* connection.listen(channelOf(everybody))
      ]
      isListening = true
      return yield* Effect.raceAll(
        queues.map((notices) =>
          Effect.forever(Effect.map(Queue.take(notices), ({ payload }) => join(payload)))
        )
      )
    })
  ).pipe(
    Effect.ignore,
    Effect.ensuring(Effect.sync(() => void (isListening = false))),
    Effect.andThen(Effect.sleep(againAfter)),
    Effect.forever
  )

  const drain = Effect.gen(function* () {
    yield* bell.await
    const batch = queue.slice(0, batchSize)
    queue = queue.slice(batchSize)
    if (batch.length > 0) {
      yield* sql`
        select pg_notify(part->>0, part->>1) from jsonb_array_elements(${JSON.stringify(batch)}::jsonb) part`.pipe(
        // Lost, which the numbers of what comes next show.
        Effect.ignoreCause,
        Effect.withTracerEnabled(false)
      )
    }
    if (queue.length > 0) return
    yield* bell.close
    yield* idle.open
  }).pipe(Effect.forever)

  yield* Effect.forkScoped(listen)
  yield* Effect.forkScoped(drain)

  return {
    isOpen: () => isListening,
    send: (to, text) => {
      if (queue.length > capacity) return
      count += 1
      for (const part of split(`${self}:${count}`, text)) queue.push([channelOf(to), part])
      idle.closeUnsafe()
      bell.openUnsafe()
    },
    drained: Effect.asVoid(Effect.timeoutOption(idle.await, lastWords))
  } satisfies RelayWay
})
