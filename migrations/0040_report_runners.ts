import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/**
 * MA-01: what each process says of itself, for the people who watch the platform. Unlogged: rewritten every two seconds
 * and worth nothing after a crash of the server.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create unlogged table runner_report (
      -- host:port, as in the cluster's own table
      address text primary key,
      reported_at timestamptz not null default now(),
      report jsonb not null,
      -- the channels that live there; written when they change
      channels uuid[] not null default '{}',
      -- workspaces that somebody looks at through this process, and until when in unix milliseconds
      watched jsonb not null default '{}',
      -- who lives there, of the workspaces that somebody looks at anywhere
      residents jsonb not null default '{}'
    )`
  // What went wrong lately, of all workspaces, is a handful of lines among millions.
  yield* sql`create index log_line_trouble on log_line (id desc) where area = 'system' and level <> 'info'`
})
