import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// The hot statements for many messages of one tenant at once. What a statement costs before its first row (its start,
// the check constraints that are read again each time, the commit) was most of a message's cost; see
// docs/decisions/0002. Rows are locked in one order by all of them: conversations by their id, then messages by theirs,
// order slots by their key, so that no two batches wait for each other crosswise.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // Step 2, for p = [{id, channel, ...the message}]: {id, conversation} of each that is stored now. A message whose chat
  // is not known by exactly this address has "isOther": it is for accept_message, which finds or makes its chat.
  yield* sql`
    create function accept_messages(p_tenant uuid, p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      result jsonb;
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
          returning id
      ), added as (
        select conv, sum(unread)::int as unread, max("sentAt") as last_at, (array_agg(text order by id desc))[1] as text,
          (array_agg("chatTitle" order by id desc) filter (where "chatTitle" is not null))[1] as title
        from given where id in (select id from stored) group by conv
      ), changed as (
        update conversation c set title = coalesce(a.title, c.title), unread = c.unread + a.unread,
          last_text = left(a.text, 200), last_at = greatest(c.last_at, a.last_at), version = c.version + 1
        from added a where c.id = a.conv returning c as conversation
      ), seen as materialized (
        select (conversation).id, conversation_view(conversation) as view from changed
      )
      select jsonb_agg(jsonb_build_object('id', g.id, 'isOther', g.conv is null, 'conversation', s.view)) into result
        from given g left join stored n on n.id = g.id left join seen s on s.id = g.conv
        where g.conv is null or n.id is not null;
      return coalesce(result, '[]');
    end $$`

  // Step 6, for p = [{the request, dispatches: [...]}]: the ids of those that were accepted. Of two for the same order and
  // command the first is, if any. A request that would be there twice fails them all, and is then tried alone.
  yield* sql`
    create function accept_requests(p_tenant uuid, p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      taken uuid[];
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
      if taken is null then
        return '[]';
      end if;
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

  // Step 9, for p = [{cause, quotedId, at, parts}]: the views of each message that was answered now, and of its chat.
  yield* sql`
    create function reply_to_messages(p_tenant uuid, p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      open uuid[];
      result jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      perform 1 from conversation where id in (
        select m.conversation_id from jsonb_to_recordset(p) as g(cause uuid) join message m on m.id = g.cause)
        order by id for no key update;
      -- by their ids, and not by the index of unfinished messages, which is longest when the gateway has most to do
      select array_agg(o.id) into open from (
        select m.id, m.stage from message m where m.id in (select g.cause from jsonb_to_recordset(p) as g(cause uuid))
        order by m.id for update
      ) o where o.stage = 'received';
      if open is null then
        return '[]';
      end if;
      with given as materialized (
        select distinct on (g.cause) g.cause, g."quotedId", g.at, g.parts
        from jsonb_to_recordset(p) as g(cause uuid, "quotedId" text, at timestamptz, parts jsonb)
        where g.cause = any(open) order by g.cause
      ), causes as (
        update message m set stage = 'done', version = m.version + 1
          from given g where m.id = g.cause returning m as cause
      ), replies as (
        insert into message as m (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text,
            quoted_id, cause_id, part, sent_at, stage, next_at)
          select r.id, p_tenant, (c.cause).conversation_id, (c.cause).channel_id, 'out', 'bot', r."networkId", r.text,
            g."quotedId", g.cause, r.part, g.at, 'queued', g.at
          from causes c join given g on g.cause = (c.cause).id,
            jsonb_to_recordset(g.parts) as r(id uuid, part int, text text, "networkId" text)
          returning m as reply
      ), last as (
        select distinct on ((reply).conversation_id) (reply).conversation_id as id, (reply).text, (reply).sent_at as at
        from replies order by (reply).conversation_id, (reply).id desc
      ), changed as (
        update conversation c set last_text = left(l.text, 200), last_at = l.at, version = c.version + 1
          from last l where c.id = l.id returning c as conversation
      ), seen as materialized (
        select (conversation).id, conversation_view(conversation) as view from changed
      ), answers as materialized (
        select (reply).cause_id as cause, jsonb_agg(message_view(reply) order by (reply).part) as messages
        from replies group by (reply).cause_id
      )
      select jsonb_agg(jsonb_build_object('cause', a.cause, 'messages', jsonb_build_array(message_view(c.cause)) || a.messages,
          'conversation', s.view)) into result
        from answers a join causes c on (c.cause).id = a.cause join seen s on s.id = (c.cause).conversation_id;
      return coalesce(result, '[]');
    end $$`
})
