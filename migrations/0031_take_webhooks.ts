import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/**
 * CH-09: WhatsApp by Meta's Cloud API and by Green API, and one intake for what networks send by themselves: kept as it
 * came, answered, worked on from here.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table channel drop constraint channel_kind_check`
  yield* sql`
    alter table channel
      add constraint channel_kind_check check (kind in ('whatsapp', 'telegram', 'whatsapp_cloud', 'green_api')),
      -- the part of its webhook's address that nobody can guess
      add column hook_token text`
  yield* sql`create unique index channel_hook on channel (hook_token) where hook_token is not null`

  yield* sql`
    create table webhook_delivery (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      channel_id uuid not null references channel on delete cascade,
      kind text not null check (kind in ('telegram', 'whatsapp_cloud', 'green_api')),
      -- the network's own ids of what is in it
      dedupe_key text not null,
      headers jsonb not null default '{}',
      body bytea not null,
      received_at timestamptz not null,
      -- how often the network sent it again
      repeats int not null default 0,
      state text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
      attempts int not null default 0,
      -- due from then on; while somebody works on it, when he is taken for gone
      next_at timestamptz not null,
      -- the holder of the channel that works on it: a later holder need not wait for him
      claimed_by bigint,
      settled_at timestamptz,
      safe_error text
    )`
  yield* sql`create unique index webhook_delivery_once on webhook_delivery (channel_id, dedupe_key)`
  yield* sql`create index webhook_delivery_waiting on webhook_delivery (channel_id, id) where state = 'waiting'`
  yield* sql`create index webhook_delivery_list on webhook_delivery (tenant_id, id desc)`
  yield* sql`create index webhook_delivery_old on webhook_delivery (settled_at) where state <> 'waiting'`
  yield* sql`select protect_tenant_table('webhook_delivery')`

  // The network's late word that it did not deliver what it had taken: the message and the dispatches it carries have
  // failed after all. What it says of a message that was read changes nothing.
  yield* sql`
    create function fail_sent_message(p_tenant uuid, p_channel uuid, p_network_id text, p_note text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      m message;
      requests uuid[];
      staged jsonb := '[]';
      known boolean;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      update message k set stage = 'failed', note = p_note, version = k.version + 1
        where k.channel_id = p_channel and k.network_id = p_network_id and k.direction = 'out'
          and k.stage in ('sent', 'delivered') returning * into m;
      if not found then
        select exists (select 1 from message k where k.channel_id = p_channel and k.network_id = p_network_id
          and k.direction = 'out' and k.stage not in ('queued', 'sending')) into known;
        return jsonb_build_object('known', known, 'staged', staged);
      end if;
      if m.author = 'provider_dispatch' then
        select array_agg(distinct d.request_id order by d.request_id) into requests
          from dispatch d where d.message_id = m.id;
        if requests is not null then
          perform 1 from request where id = any(requests) order by id for update;
          update dispatch d set state = 'dead', safe_text = p_note, settled_at = now(), version = d.version + 1
            where d.message_id = m.id;
          insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
            select p_tenant, d.id, 'dead', p_note from dispatch d where d.message_id = m.id order by d.id;
          staged := restage_requests(requests);
        end if;
      end if;
      return jsonb_build_object('known', true, 'message', message_view(m), 'staged', staged,
        'conversationId', m.conversation_id);
    end $$`
})
