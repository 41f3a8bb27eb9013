import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// An actor that begins asks what is unfinished in its chat; a chat has many messages, and few of them are.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`create index message_unfinished_chat on message (conversation_id, created_at) where stage = 'received'`
})
