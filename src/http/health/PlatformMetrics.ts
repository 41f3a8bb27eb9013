import { Clock, Effect, Metric } from "effect"
import { actorKinds } from "../../ports/Residents.ts"
import { Runtime } from "../../ports/Runtime.ts"

const gauge = (name: string, description: string) => Metric.gauge(name, { description })

const depth = gauge("relaydesk_queue_depth", "What waits in the whole deployment")
const oldest = gauge("relaydesk_queue_oldest_seconds", "Age of the oldest of it; 0 when nothing waits")
const requestsOpen = gauge("relaydesk_requests_open", "Requests that have not ended, in the whole deployment")
const channels = gauge("relaydesk_channels", "Channels by what they are doing, in the whole deployment")
const connections = gauge("relaydesk_database_connections", "Connections to the database of all processes")
const answers = gauge("relaydesk_database_up", "1 while the database answers within a second")
const residents = gauge("relaydesk_actor_residents", "Actors in this process's memory")
const deepest = gauge("relaydesk_actor_mailbox_max", "Messages in the fullest mailbox of this process")
const restarts = Metric.counter("relaydesk_actor_restarts_total", {
  description: "Defects that restarted an actor of this process",
  incremental: true
})

/** What a scrape waits for the database. */
const patience = "1 second"

/** Reads what is known elsewhere into gauges, once for each scrape. */
export const makePlatformMetrics = Effect.gen(function* () {
  const runtime = yield* Runtime
  /** Label sets that were set before: what has none of them any more is 0, not what it was. */
  const shown = new Map<Metric.Gauge<number>, Map<string, Readonly<Record<string, string>>>>()

  const counted = new Map<string, number>()

  const setAll = Effect.fnUntraced(function* (
    metric: Metric.Gauge<number>,
    values: ReadonlyArray<readonly [labels: Readonly<Record<string, string>>, value: number]>
  ) {
    const before = shown.get(metric) ?? new Map<string, Readonly<Record<string, string>>>()
    shown.set(metric, before)
    const now = new Set<string>()
    for (const [labels, value] of values) {
      const key = JSON.stringify(labels)
      now.add(key)
      before.set(key, labels)
      yield* Metric.update(Metric.withAttributes(metric, labels), value)
    }
    for (const [key, labels] of before) {
      if (!now.has(key)) yield* Metric.update(Metric.withAttributes(metric, labels), 0)
    }
  })

  const ofDatabase = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const queues = yield* runtime.queues
    const open = queues.filter(({ name }) => name === "requests")
    yield* setAll(
      depth,
      queues.map(({ name, state, count }) => [{ queue: name, state }, count])
    )
    yield* setAll(
      oldest,
      queues.map(({ name, state, oldestAt }) => [
        { queue: name, state },
        oldestAt === null ? 0 : Math.max(0, (now - oldestAt) / 1_000)
      ])
    )
    yield* Metric.update(
      requestsOpen,
      open.reduce((sum, { count }) => sum + count, 0)
    )
    yield* setAll(
      channels,
      (yield* runtime.channelCounts).map(({ kind, state, count }) => [{ kind, state }, count])
    )
    yield* setAll(
      connections,
      (yield* runtime.connections).map(({ pool, state, count }) => [{ pool, state }, count])
    )
  }).pipe(
    Effect.timeout(patience),
    Effect.as(1),
    Effect.catchCause(() => Effect.succeed(0)),
    Effect.flatMap((isUp) => Metric.update(answers, isUp))
  )

  const ofProcess = Effect.gen(function* () {
    const own = yield* runtime.own
    for (const kind of actorKinds) {
      yield* Metric.update(Metric.withAttributes(residents, { kind }), own.residents[kind])
      yield* Metric.update(Metric.withAttributes(deepest, { kind }), own.deepest[kind])
      yield* Metric.update(
        Metric.withAttributes(restarts, { kind }),
        own.restarts[kind] - (counted.get(kind) ?? 0)
      )
      counted.set(kind, own.restarts[kind])
    }
  })

  return Effect.andThen(ofProcess, ofDatabase)
})
