import { Effect } from "effect"
import { SqlClient } from "effect/sql"

export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table conversation (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      channel_id uuid not null references channel on delete cascade,
      chat_id text not null,
      chat_pn text,
      kind text not null check (kind in ('direct', 'group')),
      title text,
      contact_id uuid references contact,
      controller text not null default 'bot' check (controller in ('bot', 'human', 'paused')),
      -- inbound messages after seen_id; kept exact by the statements that move either
      unread int not null default 0,
      seen_id uuid,
      last_text text not null default '',
      last_at timestamptz not null,
      version bigint not null default 1,
      unique (channel_id, chat_id)
    )`
  yield* sql`create index conversation_list on conversation (tenant_id, last_at desc, id desc)`
  yield* sql`create index conversation_pn on conversation (channel_id, chat_pn) where chat_pn is not null`
  yield* sql`
    create table message (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      conversation_id uuid not null references conversation on delete cascade,
      channel_id uuid not null references channel on delete cascade,
      direction text not null check (direction in ('in', 'out', 'note')),
      author text not null check (author in ('customer', 'bot', 'staff', 'owner_phone', 'provider_dispatch')),
      -- in: the network's id; out: the reserved id (WhatsApp) until the network gives its own (Telegram)
      network_id text not null,
      sender_lid text,
      sender_pn text,
      sender_telegram_id text,
      sender_name text,
      contact_id uuid references contact,
      kind text not null default 'text',
      text text not null,
      quoted_id text,
      cause_id uuid references message,
      sent_at timestamptz not null,
      created_at timestamptz not null default now(),
      stage text not null check (stage in ('received', 'done', 'ignored', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain')),
      attempts int not null default 0,
      next_at timestamptz,
      note text,
      -- which part of the reply to cause_id this is
      part int,
      version bigint not null default 1
    )`
  // The guarantee of RT-02: a message of the network is stored once. Receipts find their message by its first columns.
  yield* sql`create unique index message_once on message (channel_id, network_id, conversation_id)`
  yield* sql`create index message_thread on message (conversation_id, id desc)`
  yield* sql`create index message_unfinished on message (created_at) where stage = 'received'`
  yield* sql`create index message_to_send on message (channel_id, id) where stage in ('queued', 'sending')`
  // One reply part per inbound message, whatever happens (rule 1).
  yield* sql`create unique index message_reply_once on message (cause_id, part) where cause_id is not null`
  yield* sql`select protect_tenant_table('conversation'), protect_tenant_table('message')`
})
