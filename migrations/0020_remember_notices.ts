import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** CU-10: what the owner's own chats were told of, and when, so that the same trouble is not told twice. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table notice (
      tenant_id uuid not null references tenant,
      key text not null,
      told_at timestamptz not null,
      primary key (tenant_id, key)
    )`
  yield* sql`select protect_tenant_table('notice')`
})
