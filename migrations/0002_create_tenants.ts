import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table tenant (
      id uuid primary key,
      name text not null,
      time_zone text not null default 'UTC',
      status text not null default 'active' check (status in ('active', 'suspended', 'banned')),
      rules jsonb not null default '{}',
      created_at timestamptz not null default now()
    )`
  yield* sql`alter table tenant enable row level security`
  yield* sql`alter table tenant force row level security`
  yield* sql`create policy tenant_isolation on tenant to relaydesk_app using (id = app_tenant()) with check (id = app_tenant())`
  yield* sql`create policy platform_access on tenant to current_user using (true) with check (true)`
  yield* sql`grant select, update on tenant to relaydesk_app`
})
