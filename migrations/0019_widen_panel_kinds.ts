import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** PR-01: four kinds of panel; `settings` holds the description of a generic one and never a secret. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table panel drop constraint panel_kind_check`
  yield* sql`
    alter table panel
      add constraint panel_kind_check
        check (kind in ('perfect_admin_v2', 'rental_admin_v1', 'user_api_v2', 'generic')),
      add column settings jsonb not null default '{}'`
})
