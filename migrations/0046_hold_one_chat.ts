import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// CH-06: one person is one chat on each number, whoever comes at the same moment. The database holds it: a number belongs
// to one chat, be it the one that is called by it or the one under the LID that it is known for.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // A column: an expression is not looked up in an index where rows are secured.
  yield* sql`alter table conversation add column known_by text generated always as (coalesce(chat_pn, chat_id)) stored`

  // The chats under a LID and a number become one, on each linked number: the views of those that changed, each with the
  // ids it replaces. A chat under another LID that had the number has given it up.
  yield* sql`
    create or replace function unite_chats(p_tenant uuid, p_lid text, p_pn text) returns jsonb language plpgsql as $$
    declare r record; c conversation; views jsonb;
    begin
      with freed as (
        update conversation l set chat_pn = null, version = version + 1 where chat_pn = p_pn and chat_id <> all(array[p_lid, p_pn])
          and channel_id in (select id from channel where tenant_id = p_tenant) returning l as conversation
      ) select coalesce(jsonb_agg(conversation_view(conversation)), '[]') into views from freed;
      for r in
        select l.id as kept, p.id as other from channel ch
          join conversation l on l.channel_id = ch.id and l.chat_id = p_lid
          join conversation p on p.channel_id = ch.id and p.chat_id = p_pn
        where ch.tenant_id = p_tenant order by l.id
      loop
        perform merge_conversations(r.kept, r.other, p_lid, p_pn);
        select * into c from conversation where id = r.kept;
        continue when not found or exists (select 1 from conversation where id = r.other);
        views := views || (conversation_view(c) || jsonb_build_object('replaces', jsonb_build_array(r.other)));
      end loop;
      update conversation l set chat_pn = p_pn where chat_id = p_lid and chat_pn is distinct from p_pn
        and channel_id in (select id from channel where tenant_id = p_tenant)
        and not exists (select 1 from conversation o where o.channel_id = l.channel_id
          and o.known_by = p_pn and o.id <> l.id);
      return views;
    end $$`

  // What was left apart until now, the newest word first.
  yield* sql`
    select unite_chats(x.tenant_id, x.lid, x.pn) from (
      select distinct on (p.tenant_id, p.chat_id) p.tenant_id, l.chat_id as lid, p.chat_id as pn
      from conversation p join conversation l on l.channel_id = p.channel_id and l.chat_pn = p.chat_id and l.id <> p.id
      where l.chat_id like '%@lid' order by p.tenant_id, p.chat_id, l.last_at desc) x`
  yield* sql`
    update conversation c set chat_pn = null from conversation y
    where y.channel_id = c.channel_id and y.id <> c.id and c.chat_pn <> c.chat_id
      and y.known_by = c.chat_pn
      and (y.chat_id = c.chat_pn or (y.last_at, y.id) > (c.last_at, c.id))`
  yield* sql`create unique index conversation_number on conversation (channel_id, known_by)`

  // Step 2, as in 0037, but that a number which another chat has stays there until they are one.
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
        -- another chat has it: unite_chats brings them together
        chat_pn = case when exists (select 1 from conversation o where o.channel_id = p_channel
            and o.known_by = p->>'chatPn' and o.id <> conv) then chat_pn
          else coalesce(p->>'chatPn', chat_pn) end,
        title = coalesce(p->>'chatTitle', title),
        unread = unread + (p->>'unread')::int,
        last_text = left(p->>'text', 200),
        last_at = greatest(last_at, (p->>'sentAt')::timestamptz),
        version = version + 1
        where id = conv returning * into c;
      return conversation_view(c);
    end $$`
})
