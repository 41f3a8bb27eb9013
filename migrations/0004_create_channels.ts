import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table channel (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      kind text not null check (kind in ('whatsapp', 'telegram')),
      name text not null,
      address text,
      is_enabled boolean not null default true,
      state jsonb not null default '{"_tag":"Connecting"}',
      state_since timestamptz not null default now(),
      last_acknowledged_at timestamptz,
      -- fences every write of an older holder of the connection
      generation bigint not null default 0,
      secret bytea,
      version bigint not null default 1,
      created_at timestamptz not null default now()
    )`
  yield* sql`create index channel_tenant on channel (tenant_id)`
  yield* sql`
    create table channel_state_change (
      id bigint generated always as identity primary key,
      tenant_id uuid not null references tenant,
      channel_id uuid not null references channel on delete cascade,
      state jsonb not null,
      at timestamptz not null
    )`
  yield* sql`create index channel_state_change_channel on channel_state_change (channel_id, id desc)`
  yield* sql`
    create table whatsapp_creds (
      channel_id uuid primary key references channel on delete cascade,
      tenant_id uuid not null references tenant,
      value bytea not null
    )`
  yield* sql`
    create table whatsapp_key (
      channel_id uuid not null references channel on delete cascade,
      tenant_id uuid not null references tenant,
      type text not null,
      id text not null,
      value bytea not null,
      primary key (channel_id, type, id)
    )`
  yield* sql`
    select protect_tenant_table('channel'), protect_tenant_table('channel_state_change'),
      protect_tenant_table('whatsapp_creds'), protect_tenant_table('whatsapp_key')`
})
