import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// The hot statements for many messages of one tenant at once. What a statement costs before its first row (its start,
// the check constraints that are read again each time, the commit) was most of a message's cost; see
// docs/decisions/0002. Rows are locked in one order by all of them: conversations by their id, then messages by theirs,
// order slots by their key, so that no two batches wait for each other crosswise.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // Step 2, for p = [{id, channel, ...the message}]: {stored: {id: conversation}, others: [id], views: {conversation: view}},
  // the views only when they are asked for. Not stored and no other = it was stored before; an "other" is of a chat that is
  // not known by exactly this address, and for accept_message, which finds or makes its chat.
  yield* sql`
    create function accept_messages(p_tenant uuid, p jsonb, p_views boolean) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare result jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      perform 1 from conversation where id in (
        select c.id from jsonb_to_recordset(p) as g(channel uuid, "chatId" text)
          join conversation c on c.channel_id = g.channel and c.chat_id = g."chatId")
        order by id for no key update;
      with given as materialized (
        select g.*, c.id as conv
        from jsonb_to_recordset(p) as g(id uuid, channel uuid, "networkId" text, "chatId" text, "chatPn" text,
            "chatTitle" text, direction text, author text, lid text, pn text, "telegramId" text, name text, kind text,
            text text, "quotedId" text, "sentAt" timestamptz, stage text, unread int)
          left join conversation c on c.channel_id = g.channel and c.chat_id = g."chatId"
            and coalesce(g."chatPn", c.chat_pn, '') = coalesce(c.chat_pn, '')
      ), stored as (
        insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, sender_lid,
            sender_pn, sender_telegram_id, sender_name, kind, text, quoted_id, sent_at, stage)
          select id, p_tenant, conv, channel, direction, author, "networkId", lid, pn, "telegramId", name, kind, text,
            "quotedId", "sentAt", stage
          from given where conv is not null order by id
          on conflict (channel_id, network_id, conversation_id) do nothing
          returning id, conversation_id
      ), added as (
        -- by lists, and not joined: every pair of two lists in memory would be looked at
        select conv, sum(unread)::int as unread, max("sentAt") as last_at, (array_agg(text order by id desc))[1] as text,
          (array_agg("chatTitle" order by id desc) filter (where "chatTitle" is not null))[1] as title
        from given where id = any(array(select id from stored)) group by conv
      ), changed as (
        update conversation c set title = coalesce(a.title, c.title), unread = c.unread + a.unread,
          last_text = left(a.text, 200), last_at = greatest(c.last_at, a.last_at), version = c.version + 1
        from added a where c.id = a.conv returning c as conversation
      )
      select jsonb_build_object(
        'stored', coalesce((select jsonb_object_agg(id, conversation_id) from stored), '{}'),
        'others', coalesce((select jsonb_agg(id) from given where conv is null), '[]'),
        'views', case when p_views then coalesce(
          (select jsonb_object_agg((conversation).id, conversation_view(conversation)) from changed), '{}') end)
        into result;
      return result;
    end $$`

  // Step 6, for p = [{the request, dispatches: [...]}]: the ids of those that were accepted. Of two for the same order and
  // command the first is, if any. A request that would be there twice fails them all, and is then tried alone.
  yield* sql`
    create function accept_requests(p_tenant uuid, p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare taken uuid[];
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      with slots as (
        insert into order_slot as s (tenant_id, panel_id, order_id, command, last_accepted_at, request_id)
          select distinct on (g."panelId", g."orderId", g.command)
            p_tenant, g."panelId", g."orderId", g.command, g.at, g.id
          from jsonb_to_recordset(p) as g(id uuid, "panelId" uuid, "orderId" text, command text, at timestamptz)
          order by g."panelId", g."orderId", g.command, g.id
          on conflict (tenant_id, panel_id, order_id, command) do update
            set last_accepted_at = excluded.last_accepted_at, request_id = excluded.request_id
            where s.last_accepted_at <= excluded.last_accepted_at - make_interval(secs => (
                select (o->>'cooldownSeconds')::float8 from jsonb_array_elements(p) o
                where (o->>'id')::uuid = excluded.request_id))
              and not exists (select 1 from request r where r.id = s.request_id and r.status in ('open', 'waiting'))
          returning s.request_id
      ) select array_agg(request_id) into taken from slots;
      if taken is null then return '[]'; end if;
      insert into request (id, tenant_id, panel_id, order_id, command, asked, external_id, provider_id, customer_id,
          conversation_id, message_id, status, stage, order_status, template, trace, accepted_at)
        select g.id, p_tenant, g."panelId", g."orderId", g.command, g.asked, g."externalId", g."providerId",
          g."customerId", g."conversationId", g."messageId",
          case when jsonb_array_length(g.dispatches) > 0 then 'open' else 'waiting' end,
          'recorded', g."orderStatus", g.template, g.trace, g.at
        from jsonb_to_recordset(p) as g(id uuid, "panelId" uuid, "orderId" text, command text, asked text,
          "externalId" text, "providerId" uuid, "customerId" uuid, "conversationId" uuid, "messageId" uuid,
          dispatches jsonb, "orderStatus" text, template text, trace jsonb, at timestamptz)
        where g.id = any(taken) order by g.id;
      insert into dispatch (id, tenant_id, request_id, kind, panel_id, order_id, command, external_id, provider_id,
          route_id, channel_id, chat_id, next_at)
        select d.id, p_tenant, g.id, d.kind, g."panelId", g."orderId", g.command, g."externalId", g."providerId",
          d."routeId", d."channelId", d."chatId", g."heldUntil"
        from jsonb_to_recordset(p) as g(id uuid, "panelId" uuid, "orderId" text, command text, "externalId" text,
            "providerId" uuid, dispatches jsonb, "heldUntil" timestamptz),
          jsonb_to_recordset(g.dispatches) as d(id uuid, kind text, "routeId" uuid, "channelId" uuid, "chatId" text)
        where g.id = any(taken) order by d.id;
      return to_jsonb(taken);
    end $$`

  // Step 9, for p = [{cause, quotedId, at, parts}]: {answered: {cause: conversation}, messages: {id: view}, conversations:
  // {id: view}}, the views only when they are asked for. A cause that is missing was answered before.
  yield* sql`
    create function reply_to_messages(p_tenant uuid, p jsonb, p_views boolean) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare open uuid[]; result jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      perform 1 from conversation where id in (
        select m.conversation_id from jsonb_to_recordset(p) as g(cause uuid) join message m on m.id = g.cause)
        order by id for no key update;
      -- by their ids, and not by the index of unfinished messages, which is longest when the gateway has most to do
      select array_agg(o.id) into open from (
        select m.id, m.stage from message m where m.id in (select g.cause from jsonb_to_recordset(p) as g(cause uuid))
        order by m.id for update) o where o.stage = 'received';
      if open is null then
        return '{"answered": {}, "messages": {}, "conversations": {}}';
      end if;
      with given as materialized (
        select distinct on (g.cause) g.cause, g."quotedId", g.at, g.parts, m.conversation_id, m.channel_id
        from jsonb_to_recordset(p) as g(cause uuid, "quotedId" text, at timestamptz, parts jsonb)
          join message m on m.id = g.cause
        where g.cause = any(open) order by g.cause
      ), causes as (
        update message m set stage = 'done', version = m.version + 1 where m.id = any(open) returning m as message
      ), replies as (
        insert into message as m (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text,
            quoted_id, cause_id, part, sent_at, stage, next_at)
          select r.id, p_tenant, g.conversation_id, g.channel_id, 'out', 'bot', r."networkId", r.text, g."quotedId", g.cause,
            r.part, g.at, 'queued', g.at
          from given g, jsonb_to_recordset(g.parts) as r(id uuid, part int, text text, "networkId" text)
          returning m as message
      ), last as (
        select distinct on (conversation_id) conversation_id, parts->-1->>'text' as text, at
        from given order by conversation_id, at desc, cause desc
      ), changed as (
        update conversation c set last_text = left(l.text, 200), last_at = l.at, version = c.version + 1
          from last l where c.id = l.conversation_id returning c as conversation
      )
      select jsonb_build_object(
        'answered', (select jsonb_object_agg(cause, conversation_id) from given),
        'messages', case when p_views then (select jsonb_object_agg((message).id, message_view(message))
          from (select message from causes union all select message from replies) as every) end,
        'conversations', case when p_views then (
          select jsonb_object_agg((conversation).id, conversation_view(conversation)) from changed) end)
        into result;
      return result;
    end $$`

  // Step 7: claims due panel calls until p_until, and shows which provider messages could be formed and what comes next.
  yield* sql`
    create function take_dispatches(p_now timestamptz, p_until timestamptz, p_claims int, p_dues int) returns jsonb
      language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare claimed jsonb; due jsonb; next_due timestamptz;
    begin
      with due as (
        select id, state from dispatch
        where kind = 'panel' and state in ('queued', 'running', 'retrying') and next_at <= p_now
        order by next_at, id limit p_claims for update skip locked
      ), taken as (
        update dispatch d set state = 'running', attempts = d.attempts + 1, version = d.version + 1, next_at = p_until,
          -- a claim that ran out was held by a runner that died in the middle
          may_have_happened = d.may_have_happened or due.state = 'running'
        from due where due.id = d.id returning d.*
      )
      select jsonb_agg(jsonb_build_object('id', id, 'tenantId', tenant_id, 'panelId', panel_id, 'command', command,
          'orderId', order_id, 'attempts', attempts, 'mayHaveHappened', may_have_happened, 'requestId', request_id))
        into claimed from taken;
      select jsonb_agg(to_jsonb(q)) into due from (
        select id, tenant_id as "tenantId", channel_id as "channelId", chat_id as "chatId", command,
          panel_id as "panelId", provider_id as "providerId", order_id as "orderId", external_id as "externalId",
          (select label from route where id = d.route_id) as label, (select order_status from request where id = d.request_id) as "orderStatus"
        from dispatch d
        where kind = 'provider' and state = 'queued' and message_id is null and next_at <= p_now
        order by next_at, id limit p_dues
      ) q;
      select next_at into next_due from dispatch
        where state in ('queued', 'running', 'retrying') and next_at > p_now and (kind = 'panel' or message_id is null)
        order by next_at limit 1;
      return jsonb_build_object('claimed', coalesce(claimed, '[]'), 'due', coalesce(due, '[]'),
        'nextAt', floor(extract(epoch from next_due) * 1000)::bigint);
    end $$`

  // A destination's conversation, which may be known by another address: a number's LID, a group's id after its upgrade.
  yield* sql`
    create function destination_chat(p_channel uuid, p_chat text, p_id uuid) returns uuid language plpgsql stable
      set enable_seqscan = off as $$
    begin
      return coalesce(
        (select id from conversation where channel_id = p_channel and chat_id = p_chat),
        (select id from conversation where channel_id = p_channel and chat_pn = p_chat order by last_at desc limit 1),
        (select id from conversation where id = p_id));
    end $$`

  // Step 7, for p = [{id, tenantId, channelId, chatId, conversationId, kind, label, text, networkId, dispatches}]: a message
  // for each group of which every dispatch is still to be carried out and nobody else's at this moment; the other groups
  // are left as they are. One after the other for all runners, so that no two hold halves of the same group.
  yield* sql`
    create function form_provider_messages(p_now timestamptz, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare locked uuid[]; g record; c conversation; m message; requests uuid[]; formed jsonb := '[]';
    begin
      perform pg_advisory_xact_lock(hashtextextended('relaydesk form_provider_messages', 0));
      select array_agg(d.id) into locked from (
        select id from dispatch
        where id in (select x::uuid from jsonb_array_elements(p) o, jsonb_array_elements_text(o->'dispatches') x)
          and state = 'queued' and message_id is null and next_at <= p_now
        order by id for update skip locked
      ) d;
      perform 1 from conversation where id in (
        select destination_chat(o."channelId", o."chatId", o."conversationId")
        from jsonb_to_recordset(p) as o("channelId" uuid, "chatId" text, "conversationId" uuid))
        order by id for no key update;
      for g in
        select * from jsonb_to_recordset(p) as o(id uuid, "tenantId" uuid, "channelId" uuid, "chatId" text,
          "conversationId" uuid, kind text, label text, text text, "networkId" text, dispatches uuid[])
        where o.dispatches <@ locked order by o.id
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

  // Step 10: as in 0010, and with what reached a provider's chat by the name that staff know it by.
  yield* sql`
    create or replace function settle_messages(p_tenant uuid, p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare messages jsonb; carriers uuid[]; forwarded jsonb; requests uuid[]; staged jsonb := '[]';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      with settled as (
        update message m set stage = o.stage, note = o.note, next_at = o."nextAt",
          network_id = coalesce(o."networkId", m.network_id), attempts = m.attempts + o.attempts, version = m.version + 1
        from jsonb_to_recordset(p) as o(id uuid, stage text, note text, "nextAt" timestamptz, "networkId" text, attempts int)
        where m.id = o.id and m.stage in ('queued', 'sending', 'uncertain')
        returning m as settled
      ) select jsonb_agg(message_view(settled)),
          array_agg((settled).id) filter (where (settled).author = 'provider_dispatch')
        into messages, carriers from settled;
      if carriers is not null then
        select jsonb_agg(jsonb_build_object('conversationId', c.id, 'text', m.text,
            'chat', coalesce(c.title, split_part(coalesce(c.chat_pn, c.chat_id), '@', 1))))
          into forwarded
          from message m join conversation c on c.id = m.conversation_id
          where m.id = any(carriers) and m.stage in ('sent', 'delivered', 'read');
      end if;
      -- A late word on a message that is sent already (of an older holder) changes nothing of its dispatches either.
      select array_agg(distinct d.request_id order by d.request_id) into requests
        from dispatch d where d.message_id = any(carriers) and d.message_id in (
          select (o->>'id')::uuid from jsonb_array_elements(p) o where o->>'dispatch' is not null);
      if requests is not null then
        perform 1 from request where id = any(requests) order by id for update;
        update dispatch d set state = o.dispatch, safe_text = o.note, attempts = d.attempts + o.attempts,
          settled_at = case when o.dispatch <> 'retrying' then now() end, version = d.version + 1
          from jsonb_to_recordset(p) as o(id uuid, note text, attempts int, dispatch text)
          where d.message_id = o.id and o.id = any(carriers) and o.dispatch is not null;
        staged := restage_requests(requests);
      end if;
      return jsonb_build_object('messages', coalesce(messages, '[]'), 'staged', staged, 'forwarded', coalesce(forwarded, '[]'));
    end $$`

  // Step 10: the network's words that messages of ours were delivered or read; the views of what changed by network id.
  yield* sql`
    create function deliver_messages(p_tenant uuid, p_channel uuid, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare changed jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      with delivered as (
        update message m set stage = r.stage, version = m.version + 1
        from jsonb_to_recordset(p) as r("networkId" text, stage text)
        where m.channel_id = p_channel and m.network_id = r."networkId" and m.direction = 'out'
          and m.stage in ('sent', 'uncertain', case when r.stage = 'read' then 'delivered' else 'sent' end)
        returning m as delivered) select jsonb_agg(jsonb_build_object('networkId', (delivered).network_id, 'message', message_view(delivered)))
        into changed from delivered;
      return coalesce(changed, '[]');
    end $$`

  yield* sql`
    drop function accept_request(uuid, jsonb, jsonb), reply_to_message(uuid, uuid, text, timestamptz, jsonb),
      deliver_message(uuid, uuid, text, text)`
})
