import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** Owners who register, second factors, one-time links for a new password, and what a role must have. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table login
      add column email text,
      add column whatsapp text,
      add column telegram text,
      add column created_ip text`
  // As domain/accounts/Usernames.ts reads names: two with the same look would be taken for one another.
  yield* sql`
    create function login_look(username text) returns text language sql immutable parallel safe as
    $$ select translate(replace(replace(regexp_replace(lower(username), '[._-]', '', 'g'), 'rn', 'm'), 'vv', 'w'), '01i5', 'olls') $$`
  yield* sql`create index login_look on login (login_look(username))`
  yield* sql`create index login_email on login (lower(email)) where email is not null`
  yield* sql`create index login_tenant on login (tenant_id)`

  // A session has a name of its own: what is shown in a list is no secret.
  yield* sql`alter table login_session add column id uuid not null default gen_random_uuid()`
  yield* sql`create unique index login_session_id on login_session (id)`
  yield* sql`create index login_session_login on login_session (login_id)`
  yield* sql`create index login_attempt_tenant on login_attempt (tenant_id, id desc)`

  // Not confirmed = shown once, not yet asked for. last_step: the 30 s step of the last code taken; none is taken twice.
  yield* sql`
    create table login_factor (
      login_id uuid primary key references login on delete cascade,
      tenant_id uuid references tenant,
      secret bytea not null,
      created_at timestamptz not null default now(),
      confirmed_at timestamptz,
      last_step bigint not null default 0,
      tries integer not null default 0,
      tries_since timestamptz not null default to_timestamp(0)
    )`
  yield* sql`
    create table login_recovery_code (
      login_id uuid not null references login on delete cascade,
      tenant_id uuid references tenant,
      code_hash text not null,
      used_at timestamptz,
      primary key (login_id, code_hash)
    )`
  yield* sql`
    create table login_reset (
      token_hash text primary key,
      login_id uuid not null references login on delete cascade,
      tenant_id uuid references tenant,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      made_by text not null,
      drops_factor boolean not null
    )`
  yield* sql`create index login_reset_login on login_reset (login_id)`
  yield* sql`
    select protect_tenant_table('login_factor'), protect_tenant_table('login_recovery_code'),
      protect_tenant_table('login_reset')`
  // Only the platform's own statements look at these: a tenant's connection has no business with them.
  yield* sql`revoke all on login_factor, login_recovery_code, login_reset from relaydesk_app`

  yield* sql`
    create table login_policy (
      role text primary key check (role in ('admin', 'adminStaff', 'owner', 'staff')),
      needs_factor boolean not null,
      changed_at timestamptz not null,
      changed_by text not null
    )`
})
