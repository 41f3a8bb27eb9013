import { readFileSync } from "node:fs"
import { Clock, Effect, Option, References } from "effect"
import { ShardId, Sharding } from "effect/cluster"
import { type ActorKind, actorKinds, Residents } from "../../ports/Residents.ts"
import type { RunnerView } from "../../ports/Runtime.ts"
import { Settings } from "../../Settings.ts"
import { PlatformSql } from "../postgres/Database.ts"
import * as RedisLink from "../redis/RedisLink.ts"
import { mailboxSizes } from "./MailboxSizes.ts"
import { makeProcessNumbers } from "./ProcessNumbers.ts"
import { type LivingActor, livingActors } from "./LivingActors.ts"
import { RunnerPlace } from "./RunnerPlace.ts"
import { shardTimes } from "./ShardTimes.ts"

/** What a process says of itself; whether it is silent is for the others to say. */
export type Report = Omit<RunnerView, "address" | "isSilent" | "reportedAt">

/** How often a process speaks. */
const every = "2 seconds"

/** How long somebody who asked once is taken to look on. */
const watchMillis = 30_000

/** Who has been silent for longer is forgotten. */
const forgottenAfter = "5 minutes"

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  version: string
}

/** This process's own reports: written every two seconds, and to be had at any moment. */
export const makeRunnerReports = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const sharding = yield* Sharding.Sharding
  const residents = yield* Residents
  const { address } = yield* RunnerPlace
  const { redisUrl } = yield* Settings
  const redis = Option.isSome(redisUrl) ? yield* RedisLink.make(redisUrl.value) : null
  const readNumbers = yield* makeProcessNumbers
  let numbers = yield* readNumbers
  const startedAt = (yield* Clock.currentTimeMillis) - Math.round(process.uptime() * 1_000)
  /** Workspaces that somebody looks at through this process, and until when. */
  const watched = new Map<string, number>()
  let databaseMillis = 0
  let written = -1

  const redisState = Effect.gen(function* () {
    if (redis === null) return "off" as const
    const answer = yield* redis.ask("return 1", [], [])
    return answer === 1 ? ("answers" as const) : ("away" as const)
    // Who needs Redis says so in the log himself.
  }).pipe(Effect.provideService(References.MinimumLogLevel, "None"))

  const counted = (count: (kind: ActorKind) => number) =>
    Object.fromEntries(actorKinds.map((kind) => [kind, count(kind)])) as Report["residents"]

  const actors = Effect.gen(function* () {
    const sizeOf = yield* mailboxSizes
    const deepest = counted(() => 0) as Record<ActorKind, number>
    for (const one of residents.all()) {
      deepest[one.kind] = Math.max(deepest[one.kind], sizeOf(one.kind, one.id) + one.waiting())
    }
    return { residents: counted(residents.count), deepest, restarts: counted(residents.restarts) }
  })

  const report: Effect.Effect<Report> = Effect.gen(function* () {
    const shards = Array.from({ length: shardTimes.shardsPerGroup }, (_, index) =>
      sharding.hasShardId(ShardId.make("default", index + 1))
    )
    return {
      startedAt,
      version,
      ...numbers,
      shards: shards.filter(Boolean).length,
      ...(yield* actors),
      databaseMillis,
      redis: yield* redisState,
      reasons: (yield* sharding.isShutdown) ? ["this runner is stopping"] : [],
      defects: residents
        .defects()
        .slice(0, 10)
        .map(({ kind, text, at }) => ({ kind, text, at }))
    }
  })

  const living = (tenantId: string): Effect.Effect<ReadonlyArray<LivingActor>> =>
    Effect.map(mailboxSizes, (sizeOf) => livingActors(residents.all(), sizeOf, tenantId))

  const write = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    for (const [tenantId, until] of watched) if (until < now) watched.delete(tenantId)
    const begun = performance.now()
    const asked = yield* sql<{ tenantId: string }>`
      select distinct key as "tenantId" from runner_report, jsonb_each_text(watched)
      where reported_at > now() - interval '10 seconds' and value::float8 > ${now}`
    databaseMillis = Math.round((performance.now() - begun) * 10) / 10
    const wanted = new Set([...watched.keys(), ...asked.map(({ tenantId }) => tenantId)])
    const lives: Record<string, ReadonlyArray<LivingActor>> = {}
    for (const tenantId of wanted) lives[tenantId] = yield* living(tenantId)
    numbers = yield* readNumbers
    const channelsVersion = residents.channelsVersion()
    const channels =
      channelsVersion === written
        ? null
        : JSON.stringify(
            Array.from(residents.all()).flatMap(({ kind, id }) =>
              kind === "Channel" ? [id.slice(id.indexOf("/") + 1)] : []
            )
          )
    yield* sql`
      with given as (
        select array(select jsonb_array_elements_text(${channels}::jsonb)::uuid) as channels
      )
      insert into runner_report (address, report, channels, watched, residents)
        select ${address}, ${JSON.stringify(yield* report)}::jsonb, given.channels,
          ${JSON.stringify(Object.fromEntries(watched))}::jsonb, ${JSON.stringify(lives)}::jsonb from given
      on conflict (address) do update set reported_at = now(), report = excluded.report,
        watched = excluded.watched, residents = excluded.residents,
        channels = case when ${channels === null} then runner_report.channels else excluded.channels end`
    written = channelsVersion
    yield* sql`delete from runner_report where reported_at < now() - ${forgottenAfter}::interval`
  }).pipe(
    Effect.timeout("5 seconds"),
    // A database that is away is told of by those who need it.
    Effect.catchCause((cause) => {
      written = -1
      return Effect.logDebug("This runner's report was not written", cause)
    }),
    Effect.withTracerEnabled(false)
  )

  yield* Effect.addFinalizer(() =>
    sql`delete from runner_report where address = ${address}`.pipe(
      Effect.timeout("1 second"),
      Effect.ignore,
      Effect.withTracerEnabled(false)
    )
  )
  yield* write
  yield* Effect.forkScoped(Effect.forever(Effect.delay(write, every)))

  return {
    address,
    report,
    actors,
    living,
    /** Everybody says from now on who lives there of this workspace, for half a minute. */
    watch: (tenantId: string, now: number) => void watched.set(tenantId, now + watchMillis)
  }
})
