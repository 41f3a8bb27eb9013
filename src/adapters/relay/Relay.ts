import { Effect, Layer, Option, Schedule } from "effect"
import { LiveRelay, type RelayWay } from "../../ports/LiveRelay.ts"
import { Settings } from "../../Settings.ts"
import { LiveRunners } from "../cluster/LiveRunners.ts"
import { DatabaseUrl, PlatformSql } from "../postgres/Database.ts"
import { makeNotifyWay } from "./NotifyWay.ts"
import { makeRedisWay } from "./RedisWay.ts"

const lookEvery = "250 millis"

/** A way that is not there yet. */
const closed: RelayWay = { isOpen: () => false, send: () => {}, drained: Effect.void }

/** Redis first, where there is one; PostgreSQL carries what Redis cannot. Nothing is opened for one process alone. */
export const layer = Layer.effect(
  LiveRelay,
  Effect.gen(function* () {
    const { redisUrl } = yield* Settings
    const runners = yield* LiveRunners
    const sql = yield* PlatformSql
    const url = yield* DatabaseUrl

    /** The database's own name among all of the world. */
    const deployment = sql<{ name: string }>`
      select (select system_identifier from pg_control_system()) || '-' || oid as name
      from pg_database where datname = current_database()`.pipe(
      Effect.map(([row]) => row!.name),
      Effect.retry(Schedule.spaced("1 second")),
      Effect.orDie
    )

    return LiveRelay.of({
      processes: runners.count,
      open: Effect.fnUntraced(function* (self, heard) {
        const hearBy = (way: number) => (text: string) => heard(text, way)
        const ways: Array<RelayWay> = Option.isSome(redisUrl) ? [closed, closed] : [closed]
        const openAll = Effect.gen(function* () {
          while (runners.count() < 2) yield* Effect.sleep(lookEvery)
          const last = ways.length - 1
          if (Option.isSome(redisUrl)) {
            ways[0] = yield* makeRedisWay(redisUrl.value, yield* deployment, self, hearBy(0))
          }
          ways[last] = yield* makeNotifyWay(self, hearBy(last)).pipe(
            Effect.provideService(PlatformSql, sql),
            Effect.provideService(DatabaseUrl, url)
          )
        })
        yield* Effect.forkScoped(openAll)
        return ways
      })
    })
  })
)
