import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table panel (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      name text not null,
      kind text not null check (kind in ('perfect_admin_v2')),
      base_url text not null,
      secret bytea not null,
      requests_per_second int not null default 5 check (requests_per_second > 0),
      created_at timestamptz not null default now()
    )`
  yield* sql`create index panel_tenant on panel (tenant_id)`
  // A provider's name on the panel (often its domain) is kept sealed; `mark` is its keyed
  // fingerprint and serves for matching (PR-03).
  yield* sql`
    create table provider (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      panel_id uuid not null references panel on delete cascade,
      alias text not null,
      mark text not null,
      sealed_name bytea not null,
      words jsonb not null default '{}',
      format text,
      is_forwarded boolean not null default true,
      is_panel_asked boolean not null default true,
      created_at timestamptz not null default now(),
      unique (panel_id, mark)
    )`
  yield* sql`
    create table route (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      provider_id uuid references provider on delete cascade,
      command text check (command in ('refill', 'cancel', 'speedup')),
      channel_id uuid not null references channel on delete cascade,
      chat_id text not null,
      label text not null,
      is_on boolean not null default true
    )`
  yield* sql`create index route_tenant on route (tenant_id)`
  yield* sql`select protect_tenant_table('panel'), protect_tenant_table('provider'), protect_tenant_table('route')`
})
