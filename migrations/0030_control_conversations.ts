import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/**
 * LD-02: who answers a chat, since when and until when. Everything that changes it locks the conversation first, as the
 * bot's replies do, so that one of them is after the other.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table conversation
      add column controller_login uuid,
      add column controller_name text,
      -- the bot answers again from then on; null = until somebody says so
      add column controlled_until timestamptz`
  yield* sql`create index conversation_controlled on conversation (controlled_until) where controlled_until is not null`
  yield* sql`
    create index conversation_by_controller on conversation (tenant_id, controller, last_at desc, id desc)
      where controller <> 'bot'`
  // The browser's own id of what staff write: sent again after a lost answer, it is the same message.
  yield* sql`alter table message add column client_id uuid`
  yield* sql`create unique index message_client_once on message (conversation_id, client_id) where client_id is not null`

  yield* sql`
    create or replace function conversation_view(c conversation) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'id', c.id, 'channelId', c.channel_id, 'channelName', ch.name, 'channelKind', ch.kind, 'chatKind', c.kind,
        'title', coalesce(c.title, (select name from contact where id = c.contact_id),
          split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)),
        'customerUsername', coalesce(
          (select username from customer where id = c.customer_id),
          (select cu.username from customer_contact l join customer cu on cu.id = l.customer_id
           where l.contact_id = c.contact_id order by l.slot limit 1)),
        'controller', c.controller, 'controllerLogin', c.controller_login, 'controllerName', c.controller_name,
        'controlledUntil', floor(extract(epoch from c.controlled_until) * 1000)::bigint,
        'unread', c.unread, 'lastText', c.last_text,
        'lastAt', floor(extract(epoch from c.last_at) * 1000)::bigint, 'version', c.version)
      from channel ch where ch.id = c.channel_id
    $$`

  yield* sql`
    create or replace function message_view(m message) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'id', m.id, 'conversationId', m.conversation_id, 'direction', m.direction, 'author', m.author,
        'senderName', m.sender_name, 'text', m.text, 'kind', m.kind,
        'sentAt', floor(extract(epoch from m.sent_at) * 1000)::bigint, 'stage', m.stage, 'note', m.note,
        'version', m.version)
        || case when m.client_id is null then '{}' else jsonb_build_object('clientId', m.client_id) end
    $$`

  // LD-03: what staff write again and again, by a word of theirs.
  yield* sql`
    create table canned_reply (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      name text not null,
      text text not null
    )`
  yield* sql`create unique index canned_reply_name on canned_reply (tenant_id, lower(name))`
  yield* sql`select protect_tenant_table('canned_reply')`

  // Who answers from now on, unless another person does already: {found, taken, by, view}. p_login null = the owner's phone.
  yield* sql`
    create function take_over(p_tenant uuid, p_conversation uuid, p_login uuid, p_name text, p_until timestamptz,
      p_is_forced boolean, p_now timestamptz)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare c conversation;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select * into c from conversation where id = p_conversation for no key update;
      if not found then
        return jsonb_build_object('found', false);
      end if;
      if c.controller = 'human' and c.controller_login is distinct from p_login and not p_is_forced
        and (c.controlled_until is null or c.controlled_until > p_now)
        -- what is written on the phone takes no chat from a login, and a login takes it from the phone
        and (c.controller_login is not null) then
        return jsonb_build_object('found', true, 'taken', false, 'by', c.controller_name);
      end if;
      update conversation set controller = 'human', controller_login = p_login, controller_name = p_name,
        controlled_until = p_until, version = version + 1 where id = p_conversation returning * into c;
      return jsonb_build_object('found', true, 'taken', true, 'channelId', c.channel_id, 'view', conversation_view(c));
    end $$`

  // What the bot wanted to say and has not said: the views of what is not sent any more.
  yield* sql`
    create function silence_bot(p_tenant uuid, p_conversation uuid, p_note text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      c conversation;
      silenced jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select * into c from conversation where id = p_conversation for no key update;
      if not found or c.controller = 'bot' then
        return '[]';
      end if;
      with stopped as (
        update message m set stage = 'failed', note = p_note, next_at = null, version = m.version + 1
        where m.conversation_id = p_conversation and m.channel_id = c.channel_id and m.author = 'bot'
          and m.stage = 'queued'
        returning m as message
      ) select jsonb_agg(message_view(message)) into silenced from stopped;
      return coalesce(silenced, '[]');
    end $$`

  // Words of staff, once for each client id: {message, view, isNew}, or who answers the chat instead.
  yield* sql`
    create function write_as_staff(p_tenant uuid, p_conversation uuid, p_id uuid, p_network_id text, p_client uuid,
      p_login uuid, p_name text, p_direction text, p_text text, p_quoted uuid, p_until timestamptz, p_now timestamptz)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      c conversation;
      m message;
      quoted text;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select * into c from conversation where id = p_conversation for no key update;
      if not found then
        return jsonb_build_object('found', false);
      end if;
      select * into m from message where conversation_id = p_conversation and client_id = p_client;
      if found then
        return jsonb_build_object('found', true, 'message', message_view(m), 'view', conversation_view(c), 'isNew', false);
      end if;
      if p_direction = 'out' and (c.controller <> 'human' or c.controller_login is distinct from p_login) then
        return jsonb_build_object('found', true, 'by', coalesce(c.controller_name, 'bot'));
      end if;
      select network_id into quoted from message where id = p_quoted and conversation_id = p_conversation;
      insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, client_id, sender_name,
          text, quoted_id, sent_at, stage, next_at)
        values (p_id, p_tenant, c.id, c.channel_id, p_direction, 'staff', p_network_id, p_client, p_name, p_text, quoted,
          p_now, case when p_direction = 'out' then 'queued' else 'done' end,
          case when p_direction = 'out' then p_now end)
        returning * into m;
      if p_direction = 'out' then
        update conversation set last_text = left(p_text, 200), last_at = p_now, version = version + 1,
          controlled_until = case when p_until is null then controlled_until else p_until end
          where id = c.id returning * into c;
      end if;
      return jsonb_build_object('found', true, 'message', message_view(m), 'view', conversation_view(c), 'isNew', true,
        'channelId', c.channel_id);
    end $$`

  // Step 9, as in 0013, and only while the bot answers the chat: what a person has taken over is done without the bot's
  // words, which stay readable for staff in the note.
  yield* sql`
    create or replace function reply_to_messages(p_tenant uuid, p jsonb, p_views boolean) returns jsonb language plpgsql
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
        select distinct on (g.cause) g.cause, g."quotedId", g.at, g.parts, m.conversation_id, m.channel_id,
          c.controller = 'bot' as is_bot
        from jsonb_to_recordset(p) as g(cause uuid, "quotedId" text, at timestamptz, parts jsonb)
          join message m on m.id = g.cause join conversation c on c.id = m.conversation_id
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
})
