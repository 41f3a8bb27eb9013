import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table request (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      panel_id uuid not null references panel,
      order_id text not null,
      command text not null check (command in ('refill', 'cancel', 'speedup')),
      asked text not null,
      external_id text,
      provider_id uuid references provider on delete set null,
      customer_id uuid references customer on delete set null,
      conversation_id uuid references conversation on delete set null,
      message_id uuid not null,
      status text not null check (status in ('open', 'waiting', 'done', 'failed', 'closed')),
      stage text not null check (stage in ('recorded', 'added', 'failed')),
      order_status text not null,
      template text not null,
      trace jsonb not null,
      accepted_at timestamptz not null,
      version bigint not null default 1
    )`
  // OR-04: one request in the queue for an order and command, whoever asks at the same time.
  yield* sql`create unique index request_open_once on request (tenant_id, panel_id, order_id, command) where status in ('open', 'waiting')`
  // Rule 3: the same cause gives the same answer.
  yield* sql`create unique index request_cause_once on request (message_id, panel_id, order_id, command)`
  yield* sql`create index request_list on request (tenant_id, id desc)`
  yield* sql`create index request_conversation on request (conversation_id, id desc)`
  // The cooldown's guarantee: taken by a conditional update in the statement that inserts the request.
  yield* sql`
    create table order_slot (
      tenant_id uuid not null references tenant,
      panel_id uuid not null references panel,
      order_id text not null,
      command text not null,
      last_accepted_at timestamptz not null,
      request_id uuid not null,
      primary key (tenant_id, panel_id, order_id, command)
    )`
  yield* sql`
    create table dispatch (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      request_id uuid not null references request on delete cascade,
      kind text not null check (kind in ('panel', 'provider')),
      panel_id uuid not null references panel,
      order_id text not null,
      command text not null,
      external_id text,
      provider_id uuid references provider on delete set null,
      route_id uuid references route on delete set null,
      channel_id uuid references channel on delete set null,
      chat_id text,
      -- the provider message that carries it, once formed; its network id is reserved with it
      message_id uuid references message,
      state text not null default 'queued' check (state in ('queued', 'running', 'retrying', 'done', 'dead', 'uncertain')),
      attempts int not null default 0,
      next_at timestamptz not null,
      may_have_happened boolean not null default false,
      safe_text text,
      settled_at timestamptz,
      version bigint not null default 1,
      unique nulls not distinct (request_id, kind, channel_id, chat_id)
    )`
  yield* sql`create index dispatch_due on dispatch (next_at) where state in ('queued', 'running', 'retrying')`
  yield* sql`create index dispatch_message on dispatch (message_id) where message_id is not null`
  yield* sql`
    create table log_line (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      at timestamptz not null,
      level text not null,
      area text not null,
      text text not null,
      conversation_id uuid,
      request_id uuid
    )`
  yield* sql`create index log_line_list on log_line (tenant_id, id desc)`
  yield* sql`
    select protect_tenant_table('request'), protect_tenant_table('order_slot'),
      protect_tenant_table('dispatch'), protect_tenant_table('log_line')`
})
