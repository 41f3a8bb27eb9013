import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// More of a message's hot statements, each ONE round trip instead of the five of a transaction with a tenant; see 0010.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // A session's keys are a few kilobytes of sealed bytes, rewritten with every message: kept in the row (not tried to
  // compress, not moved out to TOAST), in pages with room for the next version.
  yield* sql`alter table whatsapp_key alter column value set storage external`
  yield* sql`alter table whatsapp_key set (toast_tuple_target = 8160, fillfactor = 60)`

  // p holds {type, id, value} with the sealed bytes in base64, value null = forgotten. False = another
  // holder has the session. The row lock lets a new holder wait for us, and us write nothing after it.
  yield* sql`
    create function set_whatsapp_keys(p_tenant uuid, p_channel uuid, p_generation bigint, p jsonb)
    returns boolean language plpgsql set enable_seqscan = off as $$
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      perform 1 from channel where id = p_channel and generation = p_generation for share;
      if not found then
        return false;
      end if;
      insert into whatsapp_key (channel_id, tenant_id, type, id, value)
        select p_channel, p_tenant, k.type, k.id, decode(k.value, 'base64')
        from jsonb_to_recordset(p) as k(type text, id text, value text) where k.value is not null
        -- in one order for all writers, so that no two wait for each other crosswise
        order by k.type, k.id
        on conflict (channel_id, type, id) do update set value = excluded.value;
      delete from whatsapp_key w using jsonb_to_recordset(p) as k(type text, id text, value text)
        where k.value is null and w.channel_id = p_channel and w.type = k.type and w.id = k.id;
      return true;
    end $$`

  // Step 10: what a channel is to send now, in order; p_busy are conversations that are being sent to.
  yield* sql`
    create function due_messages(p_tenant uuid, p_channel uuid, p_generation bigint, p_now timestamptz, p_limit int,
      p_busy jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      due jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select jsonb_agg(to_jsonb(d) order by d."messageId") into due from (
        select m.id as "messageId", m.conversation_id as "conversationId", m.network_id as "reservedId",
          c.chat_id as "chatId", m.text, m.attempts, m.quoted_id as "quotedId", q.text as "quotedText",
          coalesce(q.sender_lid, q.sender_pn) as "quotedSender"
        from message m join conversation c on c.id = m.conversation_id
        left join message q on q.channel_id = m.channel_id and q.network_id = m.quoted_id
          and q.conversation_id = m.conversation_id
        where m.channel_id = p_channel and m.stage = 'queued' and m.next_at <= p_now
          and exists (select 1 from channel where id = p_channel and generation = p_generation)
          and not p_busy ? m.conversation_id::text
          -- what waits for its next try holds back what was written to the same chat after it
          and not exists (
            select 1 from message e
            where e.channel_id = m.channel_id and e.conversation_id = m.conversation_id and e.id < m.id
              and e.stage in ('queued', 'sending') and e.next_at > p_now)
        order by m.id limit p_limit
      ) d;
      return coalesce(due, '[]');
    end $$`

  // Step 10: the network's word that one of our messages was delivered or read; the views of what changed.
  yield* sql`
    create function deliver_message(p_tenant uuid, p_channel uuid, p_network_id text, p_stage text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      changed jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      with delivered as (
        update message m set stage = p_stage, version = m.version + 1
        where m.channel_id = p_channel and m.network_id = p_network_id and m.direction = 'out'
          and m.stage in ('sent', 'uncertain', case when p_stage = 'read' then 'delivered' else 'sent' end)
        returning m as delivered
      ) select jsonb_agg(message_view(delivered)) into changed from delivered;
      return coalesce(changed, '[]');
    end $$`

  // Step 7: how claimed panel calls ended; the requests' new stages. A claim that ran out meanwhile changes nothing.
  yield* sql`
    create function settle_panel_calls(p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      requests uuid[];
    begin
      select array_agg(distinct d.request_id order by d.request_id) into requests
        from dispatch d where d.id in (select (o->>'id')::uuid from jsonb_array_elements(p) o);
      perform 1 from request where id = any(requests) order by id for update;
      update dispatch d set state = o.state, next_at = o.next_at, safe_text = o.safe_text,
        may_have_happened = o.may_have_happened, version = d.version + 1,
        settled_at = case when o.state in ('done', 'dead') then now() end
        from jsonb_to_recordset(p)
          as o(id uuid, attempts int, state text, next_at timestamptz, safe_text text, may_have_happened boolean)
        where o.id = d.id and d.state = 'running' and d.attempts = o.attempts;
      return restage_requests(requests);
    end $$`
})
