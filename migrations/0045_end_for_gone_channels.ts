import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// Step 7, as in 0034. Who accepted a request a moment after a channel was removed may still have sent it that way: such a
// dispatch becomes no message, and is a failure that people see.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create or replace function form_provider_messages(p_now timestamptz, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare locked uuid[]; g record; c conversation; m message; requests uuid[]; formed jsonb := '[]';
    begin
      perform pg_advisory_xact_lock(hashtextextended('relaydesk form_provider_messages', 0));
      -- a channel that is being removed is waited for, and one that is here stays until this is written
      perform 1 from channel where id in (
        select o."channelId" from jsonb_to_recordset(p) as o("channelId" uuid)) order by id for key share;
      perform 1 from conversation where id in (
        select destination_chat(o."channelId", o."chatId", o."conversationId")
        from jsonb_to_recordset(p) as o("channelId" uuid, "chatId" text, "conversationId" uuid))
        order by id for no key update;
      select array_agg(d.id) into locked from (
        select id from dispatch
        where id in (select x::uuid from jsonb_array_elements(p) o, jsonb_array_elements_text(o->'dispatches') x)
          and state = 'queued' and message_id is null and next_at <= p_now
        order by id for update skip locked
      ) d;
      for g in
        select * from jsonb_to_recordset(p) as o(id uuid, "tenantId" uuid, "channelId" uuid, "chatId" text,
          "conversationId" uuid, kind text, label text, text text, "networkId" text, dispatches uuid[])
        where o.dispatches <@ locked and exists (select from channel where id = o."channelId") order by o.id
      loop
        update conversation set last_text = left(g.text, 200), last_at = p_now, title = coalesce(title, g.label),
          version = version + 1
          where id = destination_chat(g."channelId", g."chatId", g."conversationId") returning * into c;
        if not found then
          insert into conversation as o (id, tenant_id, channel_id, chat_id, kind, title, last_text, last_at)
            values (g."conversationId", g."tenantId", g."channelId", g."chatId", g.kind, g.label, left(g.text, 200), p_now)
            on conflict (channel_id, chat_id) do update set last_text = excluded.last_text, last_at = excluded.last_at,
              version = o.version + 1 returning * into c;
        end if;
        insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage,
            next_at) values (g.id, g."tenantId", c.id, g."channelId", 'out', 'provider_dispatch', g."networkId", g.text,
            p_now, 'queued', p_now) returning * into m;
        with carried as (
          update dispatch set message_id = g.id, state = 'running', version = version + 1 where id = any(g.dispatches)
          returning request_id
        ) select array_agg(request_id) into requests from carried;
        formed := formed || jsonb_build_object('tenantId', g."tenantId", 'channelId', g."channelId",
          'conversation', conversation_view(c), 'message', message_view(m), 'requests', requests);
      end loop;
      return formed;
    end $$`

  yield* sql`
    create function end_dispatches_of_gone(p_channels uuid[]) returns uuid[] language plpgsql set enable_seqscan = off as $$
    declare gone uuid[]; requests uuid[];
    begin
      select array_agg(id) into gone from unnest(p_channels) as p(id)
        where not exists (select from channel c where c.id = p.id);
      perform 1 from request where id in (select request_id from dispatch
        where channel_id = any(gone) and kind = 'provider' and state in ('queued', 'running', 'retrying'))
        order by id for update;
      with ended as (
        update dispatch set state = 'dead', safe_text = 'The channel that it was to go through was removed.',
          settled_at = now(), version = version + 1
        where channel_id = any(gone) and kind = 'provider' and state in ('queued', 'running', 'retrying')
        returning request_id
      ) select array_agg(distinct request_id) into requests from ended;
      perform restage_requests(requests);
      return coalesce(requests, '{}');
    end $$`
})
