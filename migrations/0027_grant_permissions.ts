import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** AC-03, AC-06, AC-07, AC-08: switches of staff, looking at a workspace, terms, API keys, and who did what on the platform. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table login add column permissions text[] not null default '{}'`
  // Who is removed stays in the history by the name that was typed.
  yield* sql`alter table login_attempt drop constraint login_attempt_login_id_fkey`
  yield* sql`
    alter table login_attempt add constraint login_attempt_login_id_fkey
      foreign key (login_id) references login on delete set null`
  yield* sql`create index login_attempt_accepted on login_attempt (tenant_id, at desc) where outcome = 'accepted'`

  yield* sql`
    alter table tenant
      add column discount_percent smallint not null default 0 check (discount_percent between 0 and 100),
      -- credits of the smallest unit by kind of message; what is missing has the usual price
      add column message_prices jsonb not null default '{}'`

  yield* sql`
    create table tenant_view (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      login_id uuid references login on delete set null,
      started_at timestamptz not null,
      ended_at timestamptz,
      families text[] not null default '{}'
    )`
  yield* sql`alter table login_session add column view_id uuid references tenant_view on delete set null`

  yield* sql`
    create table platform_audit_entry (
      id uuid primary key,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      subject text not null,
      reason text,
      before jsonb,
      after jsonb
    )`
  yield* sql`create index platform_audit_subject on platform_audit_entry (subject_id, id desc)`

  yield* sql`
    create table api_key (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      name text not null,
      -- finds the key; the rest of it is kept as a hash only
      prefix text not null unique,
      hash text not null,
      scopes text[] not null,
      created_by text not null,
      created_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz
    )`
  yield* sql`create index api_key_tenant on api_key (tenant_id, created_at desc)`
  yield* sql`select protect_tenant_table('tenant_view'), protect_tenant_table('api_key')`
  // A workspace reads who looked at it; the platform alone writes it.
  yield* sql`revoke insert, update, delete on tenant_view from relaydesk_app`
})
