import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** RU-01: the number of a tenant's changes of his rules, so that two editors never overwrite each other unseen. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table tenant add column rules_version bigint not null default 1`
})
