import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// CH-11: broadcasts wait in a lane of their own, however many they are, and everything else goes as if there were none.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  yield* sql`alter table message drop constraint message_author_check`
  yield* sql`
    alter table message add constraint message_author_check
      check (author in ('customer', 'bot', 'staff', 'owner_phone', 'provider_dispatch', 'broadcast'))`
  // A column: what is reckoned by a function is not looked up in an index where rows are secured.
  yield* sql`alter table message add column is_broadcast boolean generated always as (author = 'broadcast') stored`
  yield* sql`drop index message_to_send`
  yield* sql`
    create index message_to_send on message (channel_id, is_broadcast, id) where stage in ('queued', 'sending')`
  yield* sql`
    create index message_to_broadcast on message (channel_id, next_at, id)
      where is_broadcast and stage in ('queued', 'sending')`
  yield* sql`
    create index message_broadcast_chat on message (conversation_id, id)
      where is_broadcast and stage in ('queued', 'sending')`

  // Step 10, as in 0042, of all but broadcasts; and of these the first that is due, when nothing else waits for its chat.
  // Joined in the order in which it is written, also before the tables are analyzed.
  yield* sql`
    create or replace function due_messages(p_tenant uuid, p_channel uuid, p_generation bigint, p_now timestamptz,
      p_limit int, p_busy jsonb)
    returns jsonb language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
      set join_collapse_limit = 1 as $$
    declare
      held jsonb;
      due jsonb;
      candidate record;
      broadcast uuid;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- what waits for its next try holds back what was written to the same chat after it
      select coalesce(jsonb_object_agg(h.conversation_id, h.first), '{}') into held from (
        select conversation_id, (array_agg(id order by id))[1] as first from message
        where channel_id = p_channel and not is_broadcast and stage in ('queued', 'sending')
          and next_at > p_now group by conversation_id
      ) h;
      -- one by one, for the first will do: asked as one question, all of them might be read
      for candidate in
        select id, conversation_id from message
        where channel_id = p_channel and is_broadcast and stage = 'queued' and next_at <= p_now
          and not p_busy ? conversation_id::text
          and conversation_id <> all(array(select conversation_id from message
            where channel_id = p_channel and not is_broadcast and stage in ('queued', 'sending')))
        order by next_at, id limit 1000
      loop
        continue when exists (select 1 from message where conversation_id = candidate.conversation_id and is_broadcast
          and stage in ('queued', 'sending') and id < candidate.id);
        broadcast := candidate.id;
        exit;
      end loop;
      select jsonb_agg(to_jsonb(d) order by d."messageId") into due from (
        select m.id as "messageId", m.conversation_id as "conversationId", m.network_id as "reservedId",
          c.chat_id as "chatId", m.text, m.attempts, m.quoted_id as "quotedId", q.text as "quotedText",
          coalesce(q.sender_lid, q.sender_pn) as "quotedSender", m.author = 'provider_dispatch' as "isDispatch",
          m.is_broadcast as "isBroadcast", p.refusals,
          case when m.kind <> 'text' then (
            select jsonb_build_object('kind', m.kind, 'mime', f.mime, 'name', f.name, 'size', f.size, 'width', f.width,
              'height', f.height, 'sha256', encode(f.sha256, 'hex'))
            from message_media f where f.message_id = m.id) end as file
        from (
          (select m.id, coalesce(z.refusals, 0) as refusals
          from message m left join paused_chat z on z.conversation_id = m.conversation_id
          where m.channel_id = p_channel and not m.is_broadcast and m.stage = 'queued' and m.next_at <= p_now
            and exists (select 1 from channel where id = p_channel and generation = p_generation)
            and not p_busy ? m.conversation_id::text
            and (not held ? m.conversation_id::text or m.id < (held->>m.conversation_id::text)::uuid)
            and (z.conversation_id is null or m.author <> 'provider_dispatch' or z.until <= p_now and not exists (
              select 1 from message e where e.channel_id = p_channel and not e.is_broadcast
                and e.conversation_id = m.conversation_id and e.author = 'provider_dispatch'
                and e.stage in ('queued', 'sending') and e.id < m.id))
          order by m.id limit p_limit)
          union all
          select broadcast, 0 where broadcast is not null
            and exists (select 1 from channel where id = p_channel and generation = p_generation)
        ) p
          join message m on m.id = p.id
          join conversation c on c.id = m.conversation_id
          left join lateral (select x.text, x.sender_lid, x.sender_pn from message x
            where x.channel_id = m.channel_id and x.network_id = m.quoted_id and x.conversation_id = m.conversation_id
            limit 1) q on m.quoted_id is not null
      ) d;
      return coalesce(due, '[]');
    end $$`
})
