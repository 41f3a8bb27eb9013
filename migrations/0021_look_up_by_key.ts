import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// A list joined to messages may be read the other way round: every message of the channel, or of the chat, beside each
// item of the list, and the longer a channel lived the slower it sent. Here each row is looked up by its key.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // Step 10: what a channel is to send now, in order; p_busy are conversations that are being sent to.
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
          coalesce(q.sender_lid, q.sender_pn) as "quotedSender"
        from message m join conversation c on c.id = m.conversation_id
        left join message q on q.channel_id = m.channel_id and q.network_id = m.quoted_id
          and q.conversation_id = m.conversation_id
        where m.channel_id = p_channel and m.stage = 'queued' and m.next_at <= p_now
          and exists (select 1 from channel where id = p_channel and generation = p_generation)
          and not p_busy ? m.conversation_id::text
          and (not held ? m.conversation_id::text or m.id < (held->>m.conversation_id::text)::uuid)
        order by m.id limit p_limit
      ) d;
      return coalesce(due, '[]');
    end $$`

  // Step 10: how attempts to send ended, for the messages and the dispatches they carry.
  yield* sql`
    create or replace function settle_messages(p_tenant uuid, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      o record;
      m message;
      messages jsonb := '[]';
      forwarded jsonb := '[]';
      chat text;
      carriers uuid[] := '{}';
      requests uuid[];
      staged jsonb := '[]';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- in one order for all writers, so that no two wait for each other crosswise
      for o in
        select * from jsonb_to_recordset(p) as r(id uuid, stage text, note text, "nextAt" timestamptz, "networkId" text,
          attempts int, dispatch text) order by r.id
      loop
        update message k set stage = o.stage, note = o.note, next_at = o."nextAt",
          network_id = coalesce(o."networkId", k.network_id), attempts = k.attempts + o.attempts, version = k.version + 1
          where k.id = o.id and k.stage in ('queued', 'sending', 'uncertain') returning * into m;
        -- A late word on a message that is sent already (of an older holder) changes nothing of its dispatches either.
        continue when not found;
        messages := messages || message_view(m);
        continue when m.author <> 'provider_dispatch';
        if o.dispatch is not null then
          carriers := carriers || m.id;
        end if;
        continue when m.stage not in ('sent', 'delivered', 'read');
        select coalesce(c.title, split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)) into chat
          from conversation c where c.id = m.conversation_id;
        forwarded := forwarded || jsonb_build_object('conversationId', m.conversation_id, 'text', m.text, 'chat', chat);
      end loop;
      if carriers <> '{}' then
        select array_agg(distinct d.request_id order by d.request_id) into requests
          from dispatch d where d.message_id = any(carriers);
      end if;
      if requests is not null then
        perform 1 from request where id = any(requests) order by id for update;
        for o in
          select * from jsonb_to_recordset(p) as r(id uuid, note text, attempts int, dispatch text)
          where r.id = any(carriers) order by r.id
        loop
          update dispatch d set state = o.dispatch, safe_text = o.note, attempts = d.attempts + o.attempts,
            settled_at = case when o.dispatch <> 'retrying' then now() end, version = d.version + 1
            where d.message_id = o.id;
        end loop;
        staged := restage_requests(requests);
      end if;
      return jsonb_build_object('messages', messages, 'staged', staged, 'forwarded', forwarded);
    end $$`

  // Step 10: the network's words that messages of ours were delivered or read; the views of what changed by network id.
  yield* sql`
    create or replace function deliver_messages(p_tenant uuid, p_channel uuid, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off as $$
    declare
      r record;
      m message;
      changed jsonb := '[]';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      for r in
        select * from jsonb_to_recordset(p) as x("networkId" text, stage text) order by x."networkId"
      loop
        for m in
          update message k set stage = r.stage, version = k.version + 1
          where k.channel_id = p_channel and k.network_id = r."networkId" and k.direction = 'out'
            and k.stage in ('sent', 'uncertain', case when r.stage = 'read' then 'delivered' else 'sent' end)
          returning *
        loop
          changed := changed || jsonb_build_object('networkId', m.network_id, 'message', message_view(m));
        end loop;
      end loop;
      return changed;
    end $$`
})
