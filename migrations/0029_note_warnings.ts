import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** CU-09: warnings that a writer was given a moment ago are remembered like his other conduct. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table conduct drop constraint conduct_kind_check`
  yield* sql`
    alter table conduct add constraint conduct_kind_check check (kind in ('command', 'registration', 'lookup',
      'wrong_order', 'not_owned', 'unregistered', 'wrong_command', 'account.banned', 'account.suspended',
      'account.inactive'))`
})
