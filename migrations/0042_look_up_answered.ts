import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// As in 0021: a list joined to a table may be read the other way round, every row of the table beside each item of the
// list, as long as PostgreSQL has no statistics of it. A lateral part with a limit is looked up by its key, whatever is known.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // Step 9, as in 0030.
  yield* sql`
    create or replace function reply_to_messages(p_tenant uuid, p jsonb, p_views boolean) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare chats uuid[]; open uuid[]; result jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select array_agg(distinct k.conversation_id order by k.conversation_id) into chats
        from jsonb_to_recordset(p) as g(cause uuid)
        cross join lateral (select m.conversation_id from message m where m.id = g.cause limit 1) k;
      perform 1 from unnest(chats) as x(id)
        cross join lateral (select 1 from conversation c where c.id = x.id limit 1 for no key update) locked;
      -- by their ids, and not by the index of unfinished messages, which is longest when the gateway has most to do
      select array_agg(o.id) into open from (
        select k.id, k.stage from (select distinct g.cause from jsonb_to_recordset(p) as g(cause uuid) order by 1) as x
        cross join lateral (select m.id, m.stage from message m where m.id = x.cause limit 1 for update) k
        ) o where o.stage = 'received';
      if open is null then
        return '{"answered": {}, "messages": {}, "conversations": {}}';
      end if;
      with given as materialized (
        select distinct on (g.cause) g.cause, g."quotedId", g.at, g.parts, k.conversation_id, k.channel_id, k.is_bot
        from jsonb_to_recordset(p) as g(cause uuid, "quotedId" text, at timestamptz, parts jsonb)
          cross join lateral (
            select m.conversation_id, m.channel_id, c.controller = 'bot' as is_bot
            from message m join conversation c on c.id = m.conversation_id where m.id = g.cause limit 1) k
        where g.cause = any(open) order by g.cause
      ), causes as (
        update message m set stage = 'done', version = m.version + 1,
          note = case when g.is_bot then m.note else 'A person answers this chat' end
          from given g where m.id = g.cause returning m as message
      ), replies as (
        insert into message as m (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text,
            quoted_id, cause_id, part, sent_at, stage, next_at, note)
          select r.id, p_tenant, g.conversation_id, g.channel_id, 'out', 'bot', r."networkId", r.text, g."quotedId", g.cause,
            r.part, g.at, case when g.is_bot then 'queued' else 'failed' end, case when g.is_bot then g.at end,
            case when g.is_bot then null else 'Not sent: a person answers this chat' end
          from given g, jsonb_to_recordset(g.parts) as r(id uuid, part int, text text, "networkId" text)
          returning m as message
      ), last as (
        select distinct on (conversation_id) conversation_id, parts->-1->>'text' as text, at
        from given where is_bot order by conversation_id, at desc, cause desc
      ), changed as (
        update conversation c set last_text = left(l.text, 200), last_at = l.at, version = c.version + 1
          from last l where c.id = l.conversation_id returning c as conversation
      )
      select jsonb_build_object(
        'answered', (select jsonb_object_agg(cause, conversation_id) from given),
        'messages', case when p_views then (select jsonb_object_agg((message).id, message_view(message))
          from (select message from causes union all select message from replies) as every) end,
        'conversations', case when p_views then coalesce((
          select jsonb_object_agg((conversation).id, conversation_view(conversation)) from changed), '{}') end)
        into result;
      return result;
    end $$`

  // Step 7, as in 0041.
  yield* sql`
    create or replace function settle_panel_calls(p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare o record; d dispatch; requests uuid[];
    begin
      select array_agg(distinct k.request_id order by k.request_id) into requests
        from jsonb_to_recordset(p) as g(id uuid)
        cross join lateral (select e.request_id from dispatch e where e.id = g.id limit 1) k;
      perform 1 from unnest(requests) as x(id)
        cross join lateral (select 1 from request r where r.id = x.id limit 1 for update) locked;
      for o in
        select * from jsonb_to_recordset(p) as g(id uuid, attempts int, state text, next_at timestamptz, safe_text text,
          may_have_happened boolean, took_ms int) order by g.id
      loop
        update dispatch k set state = o.state, next_at = o.next_at, safe_text = o.safe_text, took_ms = o.took_ms,
          may_have_happened = o.may_have_happened, version = k.version + 1,
          settled_at = case when o.state in ('done', 'dead') then now() end
          where k.id = o.id and k.state = 'running' and k.attempts = o.attempts returning * into d;
        continue when not found or d.state = 'done';
        insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
          values (d.tenant_id, d.id, d.state, d.safe_text);
      end loop;
      return restage_requests(requests);
    end $$`

  // Step 10, as in 0038.
  yield* sql`
    create or replace function due_messages(p_tenant uuid, p_channel uuid, p_generation bigint, p_now timestamptz,
      p_limit int, p_busy jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      held jsonb;
      due jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- what waits for its next try holds back what was written to the same chat after it
      select coalesce(jsonb_object_agg(h.conversation_id, h.first), '{}') into held from (
        select conversation_id, (array_agg(id order by id))[1] as first from message
        where channel_id = p_channel and stage in ('queued', 'sending') and next_at > p_now group by conversation_id
      ) h;
      select jsonb_agg(to_jsonb(d) order by d."messageId") into due from (
        select m.id as "messageId", m.conversation_id as "conversationId", m.network_id as "reservedId",
          c.chat_id as "chatId", m.text, m.attempts, m.quoted_id as "quotedId", q.text as "quotedText",
          coalesce(q.sender_lid, q.sender_pn) as "quotedSender", m.author = 'provider_dispatch' as "isDispatch",
          coalesce(z.refusals, 0) as refusals,
          case when m.kind <> 'text' then (
            select jsonb_build_object('kind', m.kind, 'mime', f.mime, 'name', f.name, 'size', f.size, 'width', f.width,
              'height', f.height, 'sha256', encode(f.sha256, 'hex'))
            from message_media f where f.message_id = m.id) end as file
        from message m join conversation c on c.id = m.conversation_id
        left join lateral (select x.text, x.sender_lid, x.sender_pn from message x
          where x.channel_id = m.channel_id and x.network_id = m.quoted_id and x.conversation_id = m.conversation_id
          limit 1) q on m.quoted_id is not null
        left join paused_chat z on z.conversation_id = m.conversation_id
        where m.channel_id = p_channel and m.stage = 'queued' and m.next_at <= p_now
          and exists (select 1 from channel where id = p_channel and generation = p_generation)
          and not p_busy ? m.conversation_id::text
          and (not held ? m.conversation_id::text or m.id < (held->>m.conversation_id::text)::uuid)
          and (z.conversation_id is null or m.author <> 'provider_dispatch' or z.until <= p_now and not exists (
            select 1 from message e where e.channel_id = p_channel and e.conversation_id = m.conversation_id
              and e.author = 'provider_dispatch' and e.stage in ('queued', 'sending') and e.id < m.id))
        order by m.id limit p_limit
      ) d;
      return coalesce(due, '[]');
    end $$`
})
