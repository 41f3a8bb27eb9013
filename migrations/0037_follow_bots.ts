import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// CH-07: one poller per bot in the whole deployment, chats that get another id, topics, and messages that are edited.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // Telegram's id of the bot whose token was last seen to work, and whether this channel is the one that reads its
  // updates. Claimed after Telegram has said who it is: an id alone proves nothing.
  yield* sql`
    alter table channel
      add column bot_id text,
      add column holds_bot boolean not null default false,
      -- in groups it gets commands, mentions and answers to itself alone
      add column has_privacy boolean not null default false`
  yield* sql`create unique index channel_bot_once on channel (bot_id) where holds_bot`
  yield* sql`
    create function release_bot() returns trigger language plpgsql as $$
    begin
      new.holds_bot := false;
      return new;
    end $$`
  yield* sql`
    create trigger channel_bot_released before update on channel for each row
      when (old.holds_bot and new.holds_bot and (not new.is_enabled or new.state->>'_tag' = 'TokenRevoked'))
      execute function release_bot()`
  yield* sql`
    create function release_bots_of_tenant() returns trigger language plpgsql as $$
    begin
      update channel set holds_bot = false where tenant_id = new.id and holds_bot;
      return null;
    end $$`
  yield* sql`
    create trigger tenant_bots_released after update of status on tenant for each row
      when (new.status <> 'active') execute function release_bots_of_tenant()`

  // The bot is an administrator there; null = not known.
  yield* sql`alter table known_chat add column hears_all boolean`
  // Whether a bot with privacy mode has a group whose messages matter: one that serves customers, or a provider's.
  yield* sql`
    create function misses_messages(p_channel uuid) returns boolean language sql stable as $$
      select exists (
        select from (
          select chat_id from conversation where channel_id = p_channel and kind = 'group' and is_support
          union select chat_id from route where channel_id = p_channel and is_on and chat_id like '-%'
        ) used where not exists (
          select from known_chat k where k.channel_id = p_channel and k.chat_id = split_part(used.chat_id, '/', 1)
            and (k.hears_all or k.is_gone)))
    $$`

  // Groups that became supergroups: what is still said of the old id belongs to the new one.
  yield* sql`
    create table moved_chat (
      channel_id uuid not null references channel on delete cascade,
      from_chat text not null,
      tenant_id uuid not null references tenant,
      to_chat text not null,
      primary key (channel_id, from_chat)
    )`
  yield* sql`select protect_tenant_table('moved_chat')`

  // A topic of a forum ("-100…/42") begins with the switches of its group.
  yield* sql`
    create function begin_topic() returns trigger language plpgsql set enable_seqscan = off as $$
    declare g conversation;
    begin
      select * into g from conversation
        where channel_id = new.channel_id and chat_id = split_part(new.chat_id, '/', 1);
      if found then
        new := jsonb_populate_record(new, (
          select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(g)) where key like 'is\\_%'));
        new.customer_id := coalesce(new.customer_id, g.customer_id);
        new.controller := case when g.controller = 'paused' then 'paused' else new.controller end;
      end if;
      new.title := coalesce(new.title,
        (select title from known_chat where channel_id = new.channel_id and chat_id = new.chat_id),
        g.title || ' / topic ' || split_part(new.chat_id, '/', 2));
      return new;
    end $$`
  yield* sql`
    create trigger conversation_topic before insert on conversation for each row
      when (new.chat_id like '-%/%') execute function begin_topic()`

  // Step 2, as in 0010; what was said in a chat that has moved since is stored where it is now, under its old number.
  yield* sql`
    create or replace function accept_message(p_tenant uuid, p_channel uuid, p_id uuid, p_conversation uuid, p jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      conv uuid;
      c conversation;
      moved text;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select to_chat into moved from moved_chat where channel_id = p_channel and from_chat = p->>'chatId';
      if found then
        p := p || jsonb_build_object('chatId', moved, 'networkId', (p->>'chatId') || '/' || (p->>'networkId'));
      end if;
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
        insert into conversation (id, tenant_id, channel_id, chat_id, kind, last_at)
          values (p_conversation, p_tenant, p_channel, p->>'chatId', p->>'chatKind', (p->>'sentAt')::timestamptz)
          on conflict do nothing;
        select id into conv from conversation where channel_id = p_channel and chat_id = p->>'chatId';
      end if;
      if conv is null then
        -- who began under this address has another one now, and somebody else writes from it
        insert into conversation (id, tenant_id, channel_id, chat_id, kind, last_at)
          values (new_id(), p_tenant, p_channel, p->>'chatId', p->>'chatKind', (p->>'sentAt')::timestamptz)
          on conflict do nothing;
        select id into conv from conversation where channel_id = p_channel and chat_id = p->>'chatId';
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

  // The network gave a chat a new id. The old chat's conversation stays, with its switches, its customer and everything that
  // points to it; what was begun in the new one goes into it. Done twice it changes nothing. Gives the conversation's
  // view, null where nobody wrote yet.
  yield* sql`
    create function move_chat(p_tenant uuid, p_channel uuid, p_from text, p_to text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare a conversation; b conversation; moved conversation; moved_view jsonb := '{}';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      insert into moved_chat (channel_id, from_chat, tenant_id, to_chat) values (p_channel, p_from, p_tenant, p_to)
        on conflict (channel_id, from_chat) do update set to_chat = excluded.to_chat;
      for try in 1..3 loop
        begin
          perform 1 from conversation where channel_id = p_channel and chat_id in (p_from, p_to) order by id for update;
          select * into a from conversation where channel_id = p_channel and chat_id = p_from;
          select * into b from conversation where channel_id = p_channel and chat_id = p_to;
          if a.id is not null then
            -- Telegram counts a supergroup's messages from 1 again
            update message set network_id = p_from || '/' || network_id
              where conversation_id = a.id and stage not in ('queued', 'sending');
            update message set quoted_id = p_from || '/' || quoted_id
              where conversation_id = a.id and stage in ('queued', 'sending') and quoted_id is not null;
            if b.id is not null then
              perform merge_conversations(a.id, b.id, p_to, null);
              moved_view := jsonb_build_object('replaces', jsonb_build_array(b.id));
            end if;
            update conversation c set chat_id = p_to, title = coalesce(b.title, c.title), version = c.version + 1,
              is_support = c.is_support or coalesce(b.is_support, false),
              customer_id = coalesce(c.customer_id, b.customer_id)
              where c.id = a.id returning * into moved;
          end if;
          exit;
        exception when unique_violation then
          -- somebody wrote in the new chat at this very moment
          if try = 3 then raise; end if;
        end;
      end loop;
      -- a route that goes to the new chat already stays the only one
      delete from route r using route known
        where r.channel_id = p_channel and r.chat_id = p_from and known.channel_id = p_channel
          and known.chat_id = p_to and (r.target, r.provider_id, r.panel_id, r.service_id, r.command)
            is not distinct from (known.target, known.provider_id, known.panel_id, known.service_id, known.command);
      update route set chat_id = p_to where channel_id = p_channel and chat_id = p_from;
      update dispatch d set chat_id = p_to
        where d.channel_id = p_channel and d.chat_id = p_from and d.state in ('queued', 'running', 'retrying')
          and not exists (select from dispatch o where o.request_id = d.request_id and o.kind = d.kind
            and o.channel_id = p_channel and o.chat_id = p_to);
      insert into known_chat as k (channel_id, chat_id, tenant_id, kind, title, members, hears_all)
        select channel_id, p_to, tenant_id, kind, title, members, hears_all from known_chat
        where channel_id = p_channel and chat_id = p_from
        on conflict (channel_id, chat_id) do update set hears_all = coalesce(k.hears_all, excluded.hears_all);
      delete from known_chat where channel_id = p_channel and chat_id = p_from;
      return case when moved.id is not null then conversation_view(moved) || moved_view end;
    end $$`

  yield* sql`
    alter table message
      -- what staff read of it: what it said before
      add column edit_note text,
      -- changed while it was being handled: when that ends without an answer, it is handled as it says now
      add column is_edit_open boolean not null default false`

  // The writer changed a message: staff see what it says now. What the bot took for no command is handled anew, once;
  // what was answered is not. {known, received: it is to be handled, conversationId, messageId, message, conversation}.
  yield* sql`
    create function edit_message(p_tenant uuid, p_channel uuid, p jsonb)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      chat text := p->>'chatId';
      network text := p->>'networkId';
      m message;
      was text;
      said text;
      c conversation;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select to_chat, chat || '/' || network into chat, network from moved_chat
        where channel_id = p_channel and from_chat = chat;
      chat := coalesce(chat, p->>'chatId');
      network := coalesce(network, p->>'networkId');
      select * into c from conversation where channel_id = p_channel and chat_id = chat for no key update;
      select * into m from message where channel_id = p_channel and network_id = network and conversation_id = c.id
        and direction = 'in' for update;
      if not found then
        return '{"known": false}';
      end if;
      if m.text = p->>'text' then
        return '{"known": true, "received": false}';
      end if;
      was := m.stage;
      said := 'Edited by the writer; it first said: ' || coalesce(nullif(left(m.text, 200), ''), '(nothing)');
      update message set text = p->>'text', version = version + 1, is_edit_open = was = 'received',
        stage = case when was = 'ignored' then 'received' else was end, edit_note = coalesce(edit_note, said),
        -- why it was ignored will be said anew
        note = case when was = 'ignored' then coalesce(edit_note, said) when edit_note is null then concat_ws('. ', said, note)
          else note end
        where id = m.id returning * into m;
      if not exists (select from message where conversation_id = c.id and id > m.id) then
        update conversation set last_text = left(m.text, 200), version = version + 1 where id = c.id returning * into c;
      end if;
      return jsonb_build_object('known', true, 'received', m.stage = 'received', 'conversationId', c.id, 'messageId', m.id,
        'message', message_view(m), 'conversation', conversation_view(c));
    end $$`
})
