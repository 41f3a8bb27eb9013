import { Context, Effect, Layer } from "effect"
import { SqlError } from "effect/sql"
import type { TenantId } from "../../../domain/Ids.ts"
import { LiveFeed } from "../../../ports/LiveFeed.ts"
import { Wakeups } from "../../../ports/Wakeups.ts"
import { TenantSql } from "../Database.ts"
import type { News } from "./ChatNews.ts"

/** One change of customers: a transaction that is tried again when two cross each other, and then its news. */
export class Changes extends Context.Service<
  Changes,
  {
    readonly make: <A extends { readonly news: News }, E>(
      tenantId: TenantId,
      change: Effect.Effect<A, E | SqlError.SqlError>
    ) => Effect.Effect<A, Exclude<E, SqlError.SqlError>>
  }
>()("relaydesk/adapters/postgres/customers/Changes") {
  static readonly layer = Layer.effect(
    Changes,
    Effect.gen(function* () {
      const { within } = yield* TenantSql
      const feed = yield* LiveFeed
      const wakeups = yield* Wakeups

      const make: Changes["Service"]["make"] = Effect.fnUntraced(function* (tenantId, change) {
        const done = yield* within(tenantId, change).pipe(
          // Two that lock the same people in opposite order, or make the same contact: one of them looks again.
          Effect.retry({ times: 5, while: SqlError.isSqlError }),
          Effect.catchIf(SqlError.isSqlError, Effect.die)
        )
        const { channelId, events } = done.news
        if (events.length > 0) yield* feed.publish(tenantId, events)
        if (channelId !== null) yield* wakeups.channel(tenantId, channelId)
        return done
      })
      return Changes.of({ make })
    })
  )
}
