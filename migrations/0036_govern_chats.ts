import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/**
 * CH-10: what a chat is for, and that nothing of the bot leaves into a silent one. CH-06: a person whose LID and number
 * turn out to belong together has one contact and, on each channel, one chat.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table conversation
      -- the bot never answers here and says nothing by itself; staff may write
      add column is_silent boolean not null default false,
      -- providers are here: nobody is served as a customer (chats with routes are theirs without it)
      add column is_provider boolean not null default false,
      -- WF-04; null = as usual: people may get broadcasts, groups may not
      add column is_marketing boolean`
  yield* sql`create index conversation_silent on conversation (tenant_id) where is_silent`
  yield* sql`create index conversation_provider on conversation (tenant_id) where is_provider`

  // Where a chat's messages went when it became one with another: who still works on it under its old id finds it.
  yield* sql`
    create table merged_conversation (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      conversation_id uuid not null references conversation on delete cascade
    )`
  yield* sql`create index merged_conversation_kept on merged_conversation (conversation_id)`
  yield* sql`select protect_tenant_table('merged_conversation')`

  yield* sql`
    create or replace function conversation_view(c conversation) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'id', c.id, 'channelId', c.channel_id, 'channelName', ch.name, 'channelKind', ch.kind, 'chatKind', c.kind, 'title',
        coalesce(c.title, (select name from contact where id = c.contact_id), split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)),
        'customerUsername', coalesce((select username from customer where id = c.customer_id),
          (select cu.username from customer_contact l join customer cu on cu.id = l.customer_id
           where l.contact_id = c.contact_id order by l.slot limit 1)),
        'controller', c.controller, 'controllerLogin', c.controller_login, 'controllerName', c.controller_name,
        'controlledUntil', floor(extract(epoch from c.controlled_until) * 1000)::bigint, 'unread', c.unread,
        'lastText', c.last_text, 'lastAt', floor(extract(epoch from c.last_at) * 1000)::bigint, 'version', c.version)
        || case when c.is_silent then '{"isSilent": true}'::jsonb else '{}' end
      from channel ch where ch.id = c.channel_id
    $$`

  // The guarantee of a silent chat: whoever makes a message of the bot makes one that is not sent. The lock lets it wait
  // for a switch that is being pressed, and the switch for it; see Customers.setChat.
  yield* sql`
    create function keep_silent() returns trigger language plpgsql set enable_seqscan = off as $$
    declare silent boolean;
    begin
      select is_silent into silent from conversation where id = new.conversation_id for no key update;
      if silent then
        new.stage := 'failed'; new.next_at := null; new.note := 'Not sent: the bot is silent in this chat';
      end if;
      return new;
    end $$`
  yield* sql`
    create trigger message_kept_silent before insert on message for each row
      when (new.direction = 'out' and new.stage = 'queued' and new.author not in ('staff', 'provider_dispatch'))
      execute function keep_silent()`
  // What was on its way when the chat fell silent, and would now be tried again.
  yield* sql`
    create trigger message_stays_silent before update of stage on message for each row
      when (new.direction = 'out' and old.stage = 'sending' and new.stage = 'queued'
        and new.author not in ('staff', 'provider_dispatch'))
      execute function keep_silent()`

  // A UUID of version 7, for what a statement writes by itself.
  yield* sql`
    create function new_id() returns uuid language sql volatile as $$
      select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send(floor(extract(
        epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid $$`

  // Two chats of one person become one under his LID, and everything of the other goes there. What is stricter stays: a
  // person before the bot, silence before talk; what nobody has read counts on.
  yield* sql`
    create function merge_conversations(p_kept uuid, p_other uuid, p_lid text, p_pn text) returns void language plpgsql as $$
    declare k conversation; o conversation; h conversation; unread_now int; seen uuid; t regclass;
    begin
      perform 1 from conversation where id in (p_kept, p_other) order by id for update;
      select * into k from conversation where id = p_kept;
      select * into o from conversation where id = p_other;
      if k.id is null or o.id is null then return; end if;
      -- one message that came under both addresses is answered once
      update message m set stage = 'ignored', note = 'The same message came under two addresses', version = version + 1
        where m.conversation_id = p_kept and m.stage = 'received' and exists (select 1 from message d
          where d.channel_id = m.channel_id and d.network_id = m.network_id and d.conversation_id = p_other
            and d.stage <> 'received');
      update message m set network_id = o.id || '/' || m.network_id, version = version + 1,
          stage = case when m.stage = 'received' then 'ignored' else m.stage end,
          note = case when m.stage = 'received' then 'The same message came under two addresses' else m.note end
        where m.conversation_id = p_other and exists (select 1 from message d where d.channel_id = m.channel_id
          and d.network_id = m.network_id and d.conversation_id = p_kept);
      -- every table that tells of chats, also those that are younger than this
      for t in
        select c.oid::regclass from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
          and a.attname = 'conversation_id' and a.atttypid = 'uuid'::regtype and not a.attisdropped
          and c.relname <> 'message_words' order by c.relname
      loop
        begin
          execute format('update %s set conversation_id = $1 where conversation_id = $2', t) using p_kept, p_other;
        exception when unique_violation then null; -- the kept chat has its own, and the other's goes with it
        end;
      end loop;
      unread_now := k.unread + o.unread;
      select id into seen from message where conversation_id = p_kept and direction = 'in'
        order by id desc offset unread_now limit 1;
      h := case when (case o.controller when 'human' then 2 when 'paused' then 1 else 0 end, (o.controller_login is not null)::int)
        > (case k.controller when 'human' then 2 when 'paused' then 1 else 0 end, (k.controller_login is not null)::int)
        then o else k end;
      delete from conversation where id = p_other;
      insert into merged_conversation values (p_other, k.tenant_id, p_kept)
        on conflict (id) do update set conversation_id = excluded.conversation_id;
      update conversation set chat_id = p_lid, chat_pn = p_pn, title = coalesce(k.title, o.title),
        contact_id = coalesce(k.contact_id, o.contact_id), panel_id = coalesce(k.panel_id, o.panel_id),
        controller = h.controller, controller_login = h.controller_login, controller_name = h.controller_name,
        controlled_until = case when k.controller <> o.controller then h.controlled_until
          when k.controlled_until is null or o.controlled_until is null then null
          else greatest(k.controlled_until, o.controlled_until) end,
        is_silent = k.is_silent or o.is_silent, is_provider = k.is_provider or o.is_provider,
        is_marketing = least(k.is_marketing, o.is_marketing), unread = unread_now, seen_id = seen,
        last_text = case when o.last_at > k.last_at then o.last_text else k.last_text end,
        last_at = greatest(k.last_at, o.last_at), version = greatest(k.version, o.version) + 1
        where id = p_kept;
      -- what the bot had not said yet in the one does not leave where somebody else answers
      update message set stage = 'failed', next_at = null, note = 'Not sent: the bot does not answer here', version = version + 1
        where conversation_id = p_kept and stage = 'queued' and author not in ('staff', 'provider_dispatch')
          and (h.controller <> 'bot' or k.is_silent or o.is_silent);
    end $$`

  // The chats under a LID and a number, one on each linked number: {views: [...]}, each with the ids it replaces.
  yield* sql`
    create function unite_chats(p_tenant uuid, p_lid text, p_pn text) returns jsonb language plpgsql as $$
    declare r record; c conversation; views jsonb := '[]';
    begin
      for r in
        select l.id as kept, p.id as other from channel ch
          join conversation l on l.channel_id = ch.id and l.chat_id = p_lid
          join conversation p on p.channel_id = ch.id and p.chat_id = p_pn
        where ch.tenant_id = p_tenant and ch.kind = 'whatsapp' order by l.id
      loop
        perform merge_conversations(r.kept, r.other, p_lid, p_pn);
        select * into c from conversation where id = r.kept;
        continue when not found or exists (select 1 from conversation where id = r.other);
        views := views || (conversation_view(c) || jsonb_build_object('replaces', jsonb_build_array(r.other)));
      end loop;
      update conversation set chat_pn = p_pn where chat_id = p_lid and chat_pn is null
        and channel_id in (select id from channel where tenant_id = p_tenant);
      return views;
    end $$`

  yield* sql`drop function merge_contacts(uuid, uuid[])`
  // Rows that turned out to be one person: everything of the others becomes the kept one's, of what limits him the
  // stricter. {usernames, views}: usernames when he has several now that were two persons' before.
  yield* sql`
    create function merge_contacts(p_kept uuid, p_others uuid[]) returns jsonb language plpgsql as $$
    declare k contact; had uuid[]; brought uuid[]; names text[]; views jsonb; w record; g record;
    begin
      select * into k from contact where id = p_kept;
      had := array(select customer_id from customer_contact where contact_id = p_kept);
      brought := array(select distinct customer_id from customer_contact
        where contact_id = any(p_others) and customer_id <> all(had));
      perform 1 from conversation where contact_id = any(p_others) order by id for no key update;
      with moved as (update conversation c set contact_id = p_kept, version = c.version + 1 where contact_id = any(p_others)
        returning c as conversation) select jsonb_agg(conversation_view(conversation)) into views from moved;
      delete from customer_contact l where contact_id = any(p_others) and (customer_id = any(had) or exists (
        select 1 from customer_contact e where e.contact_id = any(p_others) and e.customer_id = l.customer_id
          and (e.linked_at, e.contact_id) < (l.linked_at, l.contact_id)));
      -- he had two usernames under two addresses: both stay, the second beside the first
      update customer_contact l set contact_id = p_kept,
        slot = (select coalesce(max(slot), -1) from customer_contact where contact_id = p_kept) + o.n
        from (select customer_id, contact_id, row_number() over (order by linked_at) as n
          from customer_contact where contact_id = any(p_others)) o
        where o.customer_id = l.customer_id and o.contact_id = l.contact_id;
      -- of several registrations that wait the youngest goes on: its code is the one he got last
      select id, username into w from registration
        where contact_id = any(p_kept || p_others) and state = 'waiting' order by asked_at desc, id desc limit 1;
      update registration set state = 'expired', decided_at = now(), decided_by = 'system', version = version + 1
        where contact_id = any(p_kept || p_others) and state = 'waiting' and id <> w.id;
      update registration set contact_id = p_kept where contact_id = any(p_others);
      insert into conduct as q select tenant_id, p_kept, kind, max(since), sum(count), max(blocked_until), max(told_at)
        from conduct where contact_id = any(p_others) group by tenant_id, kind
        on conflict (tenant_id, contact_id, kind) do update set count = q.count + excluded.count,
          blocked_until = greatest(q.blocked_until, excluded.blocked_until), told_at = greatest(q.told_at, excluded.told_at);
      delete from conduct where contact_id = any(p_others);
      select min(lid) as lid, min(pn) as pn, min(telegram_id) as telegram_id, min(name) as name, min(trusted_as) as trusted_as,
        coalesce(bool_or(gets_notices), false) as gets_notices into g from contact where id = any(p_others);
      delete from contact where id = any(p_others);
      update contact set lid = coalesce(k.lid, g.lid), pn = coalesce(k.pn, g.pn), name = coalesce(k.name, g.name),
        telegram_id = coalesce(k.telegram_id, g.telegram_id), trusted_as = coalesce(k.trusted_as, g.trusted_as),
        gets_notices = k.gets_notices or g.gets_notices where id = p_kept;
      if cardinality(had) = 0 or cardinality(brought) = 0 then
        return jsonb_build_object('views', coalesce(views, '[]'));
      end if;
      names := array(select username from customer where id = any(had || brought) order by lower(username));
      insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, reason, after)
        values (new_id(), k.tenant_id, now(), 'system', 'contact.merged', 'contact', p_kept::text,
          split_part(coalesce(k.pn, g.pn, k.lid, g.lid, ''), '@', 1),
          'One person writes under a LID and a number that had different usernames', jsonb_build_object('usernames', names));
      -- whom an automatic step silenced under one username is not served under the other
      with halted as (
        update customer u set status = 'suspended', suspended_at = now(), version = u.version + 1,
          suspended_reason = 'The same person as ' || s.username || ', who is suspended'
        from (select username from customer where id = any(had || brought) and status = 'suspended'
          order by suspended_at limit 1) s
        where u.id = any(had || brought) and u.status = 'active' and u.is_auto_suspended returning u.*
      ) insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, reason, before, after)
        select new_id(), tenant_id, now(), 'system', 'customer.suspended', 'customer', id::text, username, suspended_reason,
          '{"status": "active"}', '{"status": "suspended"}' from halted;
      return jsonb_build_object('views', coalesce(views, '[]'), 'usernames', names);
    end $$`

  // One person = one contact: found, merged or (p_new) made by LID, phone number or Telegram id, with his chats.
  // {id, views, usernames}; id null = nobody is known by them.
  yield* sql`
    create function meet_contact(p_tenant uuid, p_new uuid, p_lid text, p_pn text, p_telegram text, p_name text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare found_ids uuid[]; kept contact; views jsonb := '[]'; merged jsonb;
    begin
      for attempt in 1..3 loop
        found_ids := array(select id from contact
          where (lid is not null and lid = p_lid and tenant_id = p_tenant) or (pn is not null and pn = p_pn and tenant_id = p_tenant)
            or (telegram_id is not null and telegram_id = p_telegram and tenant_id = p_tenant)
          -- the one with a customer, else the older, stays
          order by not exists (select 1 from customer_contact l where l.contact_id = contact.id), created_at);
        exit when cardinality(found_ids) > 0 or p_new is null;
        -- two chats may meet a new person at the same moment: the second finds him at the next look
        insert into contact (id, tenant_id, lid, pn, telegram_id, name)
          values (p_new, p_tenant, p_lid, p_pn, p_telegram, p_name) on conflict do nothing;
      end loop;
      if cardinality(found_ids) > 1 then
        -- in one order for all, and looked at again: somebody may have merged them meanwhile
        perform 1 from contact where id = any(found_ids) order by id for update;
        found_ids := array(select f.id from unnest(found_ids) with ordinality as f(id, n)
          where exists (select 1 from contact where id = f.id) order by n);
        if cardinality(found_ids) > 1 then
          merged := merge_contacts(found_ids[1], found_ids[2:]);
          views := merged->'views';
        end if;
      end if;
      select * into kept from contact where id = found_ids[1];
      if kept.id is null and p_new is null then return jsonb_build_object('views', unite_chats(p_tenant, p_lid, p_pn)); end if;
      if kept.id is null then
        raise exception 'the contact has just been merged into another' using errcode = 'serialization_failure';
      end if;
      if (p_lid is not null and kept.lid is distinct from p_lid) or (p_pn is not null and kept.pn is distinct from p_pn) then
        update contact set lid = coalesce(p_lid, lid), pn = coalesce(p_pn, pn) where id = kept.id;
        merged := coalesce(merged, '{}');
      end if;
      if (merged is not null or p_new is null) and p_lid is not null and p_pn is not null then
        views := views || unite_chats(p_tenant, p_lid, p_pn);
      end if;
      return jsonb_build_object('id', kept.id, 'views', views, 'usernames', merged->'usernames');
    end $$`

  // Step 3: who writes, for which customers, in what kind of chat.
  yield* sql`
    create or replace function find_writer(p_tenant uuid, p_conversation uuid, p_new uuid, p_lid text, p_pn text,
      p_telegram text, p_name text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare met jsonb; who uuid; conv conversation; linked jsonb; views jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      met := meet_contact(p_tenant, p_new, p_lid, p_pn, p_telegram, p_name);
      who := (met->>'id')::uuid; views := met->'views';
      select * into conv from conversation where id = p_conversation;
      if not found then
        select c.* into conv from merged_conversation g join conversation c on c.id = g.conversation_id
          where g.id = p_conversation;
      end if;
      if conv.kind = 'direct' and conv.contact_id is distinct from who then
        update conversation set contact_id = who, version = version + 1 where id = conv.id returning * into conv;
        views := views || conversation_view(conv);
      end if;
      select jsonb_agg(jsonb_build_object('id', cu.id, 'username', cu.username, 'userId', cu.user_id, 'panelId', cu.panel_id,
          'status', cu.status, 'isAutoSuspended', cu.is_auto_suspended, 'language', cu.language) order by l.slot) into linked
        from (select customer_id, slot from customer_contact where contact_id = who union all select conv.customer_id, 0
            where not exists (select 1 from customer_contact where contact_id = who)) l
          join customer cu on cu.id = l.customer_id;
      return jsonb_build_object('contactId', who, 'isTrusted', (select trusted_as is not null from contact where id = who),
        'customers', coalesce(linked, '[]'), 'views', views, 'usernames', met->'usernames',
        'chat', jsonb_build_object('controller', conv.controller, 'panelId', conv.panel_id, 'isSupport', conv.is_support,
          'isSilent', conv.is_silent));
    end $$`

  yield* sql`
    select unite_chats(x.tenant_id, x.lid, x.pn) from (
      select distinct p.tenant_id, l.chat_id as lid, p.chat_id as pn
      from conversation p join conversation l on l.channel_id = p.channel_id and l.chat_id like '%@lid'
      where p.chat_id like '%@s.whatsapp.net' and (l.chat_pn = p.chat_id or exists (
        select 1 from contact ct where ct.tenant_id = p.tenant_id and ct.lid = l.chat_id and ct.pn = p.chat_id))) x`
})
