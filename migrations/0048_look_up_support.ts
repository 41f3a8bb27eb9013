import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// Whether a workspace has support groups is asked whenever its settings are read; few of its chats are ones.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`create index conversation_support on conversation (tenant_id) where is_support`
})
