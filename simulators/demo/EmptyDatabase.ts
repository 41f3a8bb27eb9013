import * as PgConnection from "@effect/sql-pg/PgConnection"
import { Effect, Redacted } from "effect"
import { DemoRefused } from "./DataFolder.ts"

/**
 * Refuses a database that holds any table. A real tenant's numbers would otherwise be connected to the simulated
 * networks and lose their pairing, and an earlier demo's number is unknown to the networks of this run.
 */
export const requireEmptyDatabase = Effect.fn("EmptyDatabase.require")(
  function* (url: string) {
    const connection = yield* (yield* PgConnection.make({
      url: Redacted.make(url),
      applicationName: "relaydesk demo"
    })).pin
    const { rows } = yield* connection.query(
      "select count(*)::int as tables from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')"
    )
    if (Number(rows[0]?.["tables"]) === 0) return
    return yield* new DemoRefused({
      message:
        "DATABASE_URL is not empty. The demo takes an empty database each time: dropdb relaydesk_demo; createdb relaydesk_demo"
    })
  },
  Effect.scoped,
  Effect.catchTag("SqlError", (error) =>
    Effect.fail(new DemoRefused({ message: `DATABASE_URL: ${error.message}` }))
  )
)
