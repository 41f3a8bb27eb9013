import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table customer (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      panel_id uuid references panel on delete set null,
      username text not null,
      email text,
      status text not null default 'active' check (status in ('active', 'disabled')),
      memo text not null default '',
      created_at timestamptz not null default now()
    )`
  yield* sql`create unique index customer_username on customer (tenant_id, lower(username))`
  // One person: WhatsApp writes as LID or phone number, both are kept when both are known (CH-06).
  yield* sql`
    create table contact (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      customer_id uuid references customer on delete set null,
      lid text,
      pn text,
      telegram_id text,
      name text,
      -- the "not registered" text is sent once a day, not per message (CU-09)
      told_unregistered_at timestamptz,
      created_at timestamptz not null default now()
    )`
  yield* sql`create unique index contact_lid on contact (tenant_id, lid) where lid is not null`
  yield* sql`create unique index contact_pn on contact (tenant_id, pn) where pn is not null`
  yield* sql`create unique index contact_telegram on contact (tenant_id, telegram_id) where telegram_id is not null`
  yield* sql`create index contact_customer on contact (customer_id)`
  yield* sql`select protect_tenant_table('customer'), protect_tenant_table('contact')`
})
