import { Effect, Layer } from "effect"
import { Sharding } from "effect/cluster"
import { PlatformSql } from "./adapters/postgres/Database.ts"
import { Readiness } from "./http/health/Readiness.ts"

/** Ready = the database answers and this runner takes part in the cluster. */
export const layer = Layer.effect(
  Readiness,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const sharding = yield* Sharding.Sharding
    const database = sql`select 1`.pipe(
      Effect.timeout("2 seconds"),
      Effect.as([] as ReadonlyArray<string>),
      Effect.catchCause(() => Effect.succeed(["the database does not answer"]))
    )
    const runner = Effect.map(sharding.isShutdown, (isShutdown) =>
      isShutdown ? ["this runner is stopping"] : []
    )
    return Readiness.of({
      reasons: Effect.map(Effect.all([database, runner]), (reasons) => reasons.flat())
    })
  })
)
