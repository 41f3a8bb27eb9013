import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// The hot statements of a message's way. A function sets the tenant and does its work in ONE round trip; it runs with
// the caller's rights, so that row-level security holds inside as well. Their plans are made when the tables may still
// be empty, and kept: without enable_seqscan = off they would go on reading whole tables until the next analyze. Those that take a batch
// look up row by row (no hash and merge joins): the planner takes every list for a hundred rows and would rather read the
// whole index.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // Step 2: stores a message of the network once; null = it was stored before.
  yield* sql`
    create function accept_message(p_tenant uuid, p_channel uuid, p_id uuid, p_conversation uuid, p jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      conv uuid;
      c conversation;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- one look by index after the other: asked as one question with "or", all chats of the channel are read
      select id into conv from conversation where channel_id = p_channel and chat_id = p->>'chatId';
      if conv is null and p->>'chatPn' is not null then
        select id into conv from conversation where channel_id = p_channel and chat_id = p->>'chatPn';
      end if;
      if conv is null then
        select id into conv from conversation
          where channel_id = p_channel and chat_pn = p->>'chatId' order by last_at desc limit 1;
      end if;
      if conv is null then
        conv := p_conversation;
        insert into conversation (id, tenant_id, channel_id, chat_id, kind, last_at)
          values (conv, p_tenant, p_channel, p->>'chatId', p->>'chatKind', (p->>'sentAt')::timestamptz)
          on conflict do nothing;
      end if;
      insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, sender_lid, sender_pn,
          sender_telegram_id, sender_name, kind, text, quoted_id, sent_at, stage)
        values (p_id, p_tenant, conv, p_channel, p->>'direction', p->>'author', p->>'networkId', p->>'lid', p->>'pn',
          p->>'telegramId', p->>'name', p->>'kind', p->>'text', p->>'quotedId', (p->>'sentAt')::timestamptz, p->>'stage')
        on conflict (channel_id, network_id, conversation_id) do nothing;
      if not found then
        return null;
      end if;
      update conversation set
        -- a phone number never takes the place of the LID that is known for it
        chat_id = case when p->>'chatId' = coalesce(p->>'chatPn', chat_pn) then chat_id else p->>'chatId' end,
        chat_pn = coalesce(p->>'chatPn', chat_pn),
        title = coalesce(p->>'chatTitle', title),
        unread = unread + (p->>'unread')::int,
        last_text = left(p->>'text', 200),
        last_at = greatest(last_at, (p->>'sentAt')::timestamptz),
        version = version + 1
        where id = conv returning * into c;
      return conversation_view(c);
    end $$`

  // Step 6: the slot is taken by a conditional update (its row lock orders racing requests), the request by the index
  // on open ones, the dispatches with them; false = somebody else has it.
  yield* sql`
    create function accept_request(p_tenant uuid, p jsonb, p_dispatches jsonb)
    returns boolean language plpgsql set enable_seqscan = off as $$
    declare
      accepted timestamptz := (p->>'at')::timestamptz;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      insert into order_slot as s (tenant_id, panel_id, order_id, command, last_accepted_at, request_id)
        values (p_tenant, (p->>'panelId')::uuid, p->>'orderId', p->>'command', accepted, (p->>'id')::uuid)
        on conflict (tenant_id, panel_id, order_id, command) do update
          set last_accepted_at = excluded.last_accepted_at, request_id = excluded.request_id
          where s.last_accepted_at <= accepted - make_interval(secs => (p->>'cooldownSeconds')::float8)
            and not exists (select 1 from request r where r.id = s.request_id and r.status in ('open', 'waiting'));
      if not found then
        return false;
      end if;
      insert into request (id, tenant_id, panel_id, order_id, command, asked, external_id, provider_id, customer_id,
          conversation_id, message_id, status, stage, order_status, template, trace, accepted_at)
        values ((p->>'id')::uuid, p_tenant, (p->>'panelId')::uuid, p->>'orderId', p->>'command', p->>'asked',
          p->>'externalId', (p->>'providerId')::uuid, (p->>'customerId')::uuid, (p->>'conversationId')::uuid,
          (p->>'messageId')::uuid, case when jsonb_array_length(p_dispatches) > 0 then 'open' else 'waiting' end,
          'recorded', p->>'orderStatus', p->>'template', p->'trace', accepted);
      insert into dispatch (id, tenant_id, request_id, kind, panel_id, order_id, command, external_id, provider_id, route_id,
          channel_id, chat_id, next_at)
        select d.id, p_tenant, (p->>'id')::uuid, d.kind, (p->>'panelId')::uuid, p->>'orderId', p->>'command',
          p->>'externalId', (p->>'providerId')::uuid, d."routeId", d."channelId", d."chatId", (p->>'heldUntil')::timestamptz
        from jsonb_to_recordset(p_dispatches) as d(id uuid, kind text, "routeId" uuid, "channelId" uuid, "chatId" text);
      return true;
    end $$`

  // Step 9: the reply's rows and the inbound message done; null = it was done before.
  yield* sql`
    create function reply_to_message(p_tenant uuid, p_cause uuid, p_quoted text, p_at timestamptz, p_parts jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      cause message;
      messages jsonb;
      c conversation;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- by its id, and not by the index of unfinished messages, which is longest when the gateway has most to do
      select * into cause from message where id = p_cause for update;
      if cause.stage is distinct from 'received' then
        return null;
      end if;
      update message set stage = 'done', version = version + 1 where id = p_cause returning * into cause;
      with replies as (
        insert into message as m (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, quoted_id,
          cause_id, part, sent_at, stage, next_at)
        select p.id, p_tenant, cause.conversation_id, cause.channel_id, 'out', 'bot', p."networkId", p.text, p_quoted, p_cause,
          p.part, p_at, 'queued', p_at
        from jsonb_to_recordset(p_parts) as p(id uuid, part int, text text, "networkId" text)
        returning m as reply
      ) select jsonb_agg(message_view(reply) order by (reply).part) into messages from replies;
      update conversation set last_text = left(p_parts->-1->>'text', 200), last_at = p_at, version = version + 1
        where id = cause.conversation_id returning * into c;
      return jsonb_build_object('messages', jsonb_build_array(message_view(cause)) || messages,
        'conversation', conversation_view(c));
    end $$`

  // Brings requests up to their dispatches: "added" with the first confirmed one, "failed" when all have failed for
  // good; no longer open when none is under way. The caller has locked them, before it changed the dispatches.
  yield* sql`
    create function restage_requests(p_requests uuid[]) returns jsonb language sql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
      with s as (
        select request_id, count(*) filter (where state = 'done') as done,
          count(*) filter (where state in ('queued', 'running', 'retrying')) as pending,
          count(*) filter (where state = 'uncertain') as uncertain
        from dispatch where request_id = any(p_requests) group by request_id
      ), staged as (
        update request r set
          stage = case when s.done > 0 then 'added' when s.pending = 0 and s.uncertain = 0 then 'failed' else r.stage end,
          status = case when s.pending > 0 then 'open' when s.done > 0 then 'done' when s.uncertain > 0 then 'waiting'
            else 'failed' end,
          version = r.version + 1
        from s where s.request_id = r.id and r.status <> 'closed'
        returning r.id, r.stage
      ) select coalesce(jsonb_agg(jsonb_build_object('id', id, 'stage', stage)), '[]') from staged
    $$`

  // Step 10: how attempts to send ended, for the messages and the dispatches they carry.
  yield* sql`
    create function settle_messages(p_tenant uuid, p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      messages jsonb;
      ids uuid[];
      requests uuid[];
      staged jsonb := '[]';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      with settled as (
        update message m set stage = o.stage, note = o.note, next_at = o."nextAt",
          network_id = coalesce(o."networkId", m.network_id), attempts = m.attempts + o.attempts, version = m.version + 1
        from jsonb_to_recordset(p) as o(id uuid, stage text, note text, "nextAt" timestamptz, "networkId" text, attempts int)
        where m.id = o.id and m.stage in ('queued', 'sending', 'uncertain')
        returning m as settled
      ) select jsonb_agg(message_view(settled)), array_agg((settled).id) into messages, ids from settled;
      -- A late word on a message that is sent already (of an older holder) changes nothing of its dispatches either.
      select array_agg(distinct d.request_id order by d.request_id) into requests
        from dispatch d where d.message_id = any(ids) and d.message_id in (
          select (o->>'id')::uuid from jsonb_array_elements(p) o where o->>'dispatch' is not null);
      if requests is not null then
        perform 1 from request where id = any(requests) order by id for update;
        update dispatch d set state = o.dispatch, safe_text = o.note, attempts = d.attempts + o.attempts,
          settled_at = case when o.dispatch <> 'retrying' then now() end, version = d.version + 1
          from jsonb_to_recordset(p) as o(id uuid, note text, attempts int, dispatch text)
          where d.message_id = o.id and o.id = any(ids) and o.dispatch is not null;
        staged := restage_requests(requests);
      end if;
      return jsonb_build_object('messages', coalesce(messages, '[]'), 'staged', staged);
    end $$`
})
