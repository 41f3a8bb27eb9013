import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table login (
      id uuid primary key,
      tenant_id uuid references tenant,
      username text not null,
      role text not null check (role in ('admin', 'adminStaff', 'owner', 'staff')),
      status text not null default 'active' check (status in ('active', 'suspended', 'banned')),
      password_hash text not null,
      created_at timestamptz not null default now(),
      check ((role in ('admin', 'adminStaff')) = (tenant_id is null))
    )`
  yield* sql`create unique index login_username on login (lower(username))`
  yield* sql`
    create table login_attempt (
      id bigint generated always as identity primary key,
      tenant_id uuid references tenant,
      login_id uuid references login,
      username text not null,
      at timestamptz not null,
      ip text not null,
      user_agent text not null,
      outcome text not null
    )`
  yield* sql`create index login_attempt_login on login_attempt (login_id, at desc)`
  yield* sql`
    create table login_session (
      token_hash text primary key,
      tenant_id uuid references tenant,
      login_id uuid not null references login on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      ip text not null,
      user_agent text not null
    )`
  yield* sql`select protect_tenant_table('login'), protect_tenant_table('login_attempt'), protect_tenant_table('login_session')`
})
