import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// OR-11: accepted requests are watched until a result shows, OR-12: and may be closed by hand. `watch_at` is both when a
// request is looked at next and, while somebody looks, until when it is his. What was accepted before is not watched.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table request
      add column watch_at timestamptz,
      add column result text check (result in ('done', 'partial', 'late', 'rejected', 'closed', 'stale')),
      add column result_at timestamptz`
  yield* sql`alter table request alter column watch_at set default now() + interval '5 minutes'`
  yield* sql`
    create index request_watch on request (watch_at)
    where result is null and watch_at is not null and status <> 'closed'`
})
