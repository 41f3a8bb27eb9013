import * as PgClient from "@effect/sql-pg/PgClient"
import { Context, Effect, Layer, Option, type Redacted } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlError } from "effect/sql"
import type { TenantId } from "../../domain/Ids.ts"
import { Settings } from "../../Settings.ts"
import { embeddedPostgres } from "./EmbeddedPostgres.ts"
import * as Migrations from "./Migrations.ts"
import { admitTenantRole, requireServer, tenantRole } from "./DatabaseRoles.ts"

/** The owner's way into the database. */
export class DatabaseUrl extends Context.Service<DatabaseUrl, Redacted.Redacted>()(
  "relaydesk/adapters/postgres/DatabaseUrl"
) {
  /** The one of the settings, else a server of our own below the data directory. */
  static readonly layer = Layer.effect(
    DatabaseUrl,
    Effect.gen(function* () {
      const { databaseUrl, dataDir } = yield* Settings
      return Option.isSome(databaseUrl) ? databaseUrl.value : yield* embeddedPostgres({ dataDir })
    })
  )
}

/** Connections of one process. The embedded server takes 100 of all processes together. */
export interface PoolSizes {
  readonly tenant: number
  /** One of them the cluster keeps for its locks. */
  readonly platform: number
}

const defaultPools: PoolSizes = { tenant: 10, platform: 6 }

/** More than the different statements of the program, so that each is parsed once per connection. */
const preparedStatementCacheSize = 400

/** The database as the platform: sees every tenant. For pumps, logins and the admin; never for a tenant's request. */
export class PlatformSql extends Context.Service<PlatformSql, SqlClient.SqlClient>()(
  "relaydesk/adapters/postgres/PlatformSql"
) {
  /** Also the `SqlClient` and `PgClient` of the cluster's storage, on the same connections. */
  static readonly layer = (maxConnections = defaultPools.platform) =>
    Layer.effect(PlatformSql, Effect.tap(SqlClient.SqlClient, requireServer)).pipe(
      Layer.provideMerge(
        Layer.unwrap(
          Effect.map(DatabaseUrl, (url) =>
            PgClient.layer({
              url,
              maxConnections,
              preparedStatementCacheSize,
              applicationName: "relaydesk platform"
            })
          )
        )
      )
    )
}

/** The database as one tenant: a role that row-level security holds to the tenant of its transaction. */
export class TenantSql extends Context.Service<
  TenantSql,
  {
    /** Statements for `within`; outside it they fail, because no tenant is set. */
    readonly sql: SqlClient.SqlClient
    /**
     * Runs `effect` as one transaction of one tenant. Inside another `within` of the same tenant it is a
     * savepoint; of another tenant, a defect.
     */
    readonly within: <A, E, R>(
      tenantId: TenantId,
      effect: Effect.Effect<A, E, R>
    ) => Effect.Effect<A, E | SqlError.SqlError, R>
  }
>()("relaydesk/adapters/postgres/TenantSql") {
  /** Needs the migrated tables, because the first migration makes the role. */
  static readonly layer = (maxConnections = defaultPools.tenant) =>
    Layer.effect(
      TenantSql,
      Effect.gen(function* () {
        const url = yield* DatabaseUrl
        const password = yield* admitTenantRole(url, yield* PlatformSql)
        const sql = yield* PgClient.make({
          url,
          username: tenantRole,
          password,
          maxConnections,
          preparedStatementCacheSize,
          applicationName: "relaydesk tenant"
        })
        return TenantSql.of({ sql, within: withinOf(sql) })
      })
    ).pipe(Layer.provide(Reactivity.layer))
}

const CurrentTenant = Context.Reference<TenantId | undefined>("relaydesk/adapters/postgres/CurrentTenant", {
  defaultValue: () => undefined
})

const withinOf =
  (sql: SqlClient.SqlClient): TenantSql["Service"]["within"] =>
  (tenantId, effect) =>
    Effect.flatMap(
      Effect.all([CurrentTenant, Effect.serviceOption(sql.transactionService)]),
      ([current, open]) => {
        // After a commit the tenant may still be in the context, but the transaction that knew it is not.
        if (Option.isNone(open) || current === undefined) {
          const inside = Effect.provideService(effect, CurrentTenant, tenantId)
          return sql.withTransaction(
            Effect.andThen(sql`select set_config('app.tenant_id', ${tenantId}, true)`, inside)
          )
        }
        if (current === tenantId) return sql.withTransaction(effect)
        return Effect.die(new Error("within: another tenant's transaction is open"))
      }
    )

/** The migrated database with both roles. */
export const layer = (pools: PoolSizes = defaultPools) =>
  TenantSql.layer(pools.tenant).pipe(
    Layer.provideMerge(Migrations.layer),
    Layer.provideMerge(PlatformSql.layer(pools.platform))
  )
