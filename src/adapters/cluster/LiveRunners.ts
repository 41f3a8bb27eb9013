import { Context, Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"

/** How many processes work on this database, as last heard; never less than one, and read without waiting. */
export class LiveRunners extends Context.Service<LiveRunners, { readonly count: () => number }>()(
  "relaydesk/adapters/cluster/LiveRunners"
) {
  /** Looks once a second; while the database does not answer, what was known stays. */
  static readonly layer = Layer.effect(
    LiveRunners,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      let known = 1
      // The cluster's own table; 12 s is how long it counts on a runner that is silent.
      const look = sql<{ live: number }>`
        select count(*)::int as live from cluster_runners where last_heartbeat > now() - interval '12 seconds'`.pipe(
        Effect.map(([row]) => {
          known = Math.max(1, row?.live ?? 1)
        }),
        Effect.ignore,
        Effect.withTracerEnabled(false)
      )
      yield* look
      yield* Effect.forkScoped(Effect.forever(Effect.delay(look, "1 second")))
      return LiveRunners.of({ count: () => known })
    })
  )
}
