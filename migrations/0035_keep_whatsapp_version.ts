import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// The version of WhatsApp Web that works is the platform's: WhatsApp refuses an old one to all tenants at once. One row.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table whatsapp_version (
      is_only boolean primary key default true check (is_only),
      version int[] not null check (array_length(version, 1) = 3),
      opened_at timestamptz not null
    )`
})
