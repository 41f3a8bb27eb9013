import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// Step 3 of a message's way: who writes, for which customers, in what kind of chat. ONE round trip.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  // Nobody ever set it, and without an index each contact that merged away read every message.
  yield* sql`alter table message drop column contact_id`
  // What was told to whom is counted in conduct.
  yield* sql`alter table contact drop column told_unregistered_at`

  // Rows that turned out to be one person: everything of the others becomes the kept one's (CH-06).
  yield* sql`
    create function merge_contacts(p_kept uuid, p_others uuid[]) returns void language plpgsql as $$
    begin
      update conversation set contact_id = p_kept where contact_id = any(p_others);
      delete from customer_contact l where contact_id = any(p_others)
        and exists (select 1 from customer_contact k where k.contact_id = p_kept and k.customer_id = l.customer_id);
      -- he had two usernames under two addresses: both stay, the second beside the first
      update customer_contact l set contact_id = p_kept,
        slot = (select coalesce(max(slot), -1) from customer_contact where contact_id = p_kept) + o.n
        from (
          select customer_id, contact_id, row_number() over (order by linked_at) as n
          from customer_contact where contact_id = any(p_others)
        ) o where o.customer_id = l.customer_id and o.contact_id = l.contact_id;
      update registration set contact_id = p_kept where contact_id = any(p_others)
        and (state <> 'waiting' or not exists (select 1 from registration where contact_id = p_kept and state = 'waiting'));
      insert into conduct as k select tenant_id, p_kept, kind, max(since), sum(count), max(blocked_until), max(told_at)
        from conduct where contact_id = any(p_others) group by tenant_id, kind
        on conflict (tenant_id, contact_id, kind) do update set count = k.count + excluded.count,
          blocked_until = greatest(k.blocked_until, excluded.blocked_until), told_at = greatest(k.told_at, excluded.told_at);
      delete from conduct where contact_id = any(p_others);
      update contact k set trusted_as = coalesce(k.trusted_as, o.trusted_as), gets_notices = k.gets_notices or o.gets_notices
        from contact o where k.id = p_kept and o.id = any(p_others) and o.trusted_as is not null;
      delete from contact where id = any(p_others);
    end $$`

  // One person = one contact: found, made or merged by LID, phone number or Telegram id.
  yield* sql`
    create function find_writer(p_tenant uuid, p_conversation uuid, p_new uuid, p_lid text, p_pn text, p_telegram text,
      p_name text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      found_ids uuid[];
      kept contact;
      conv conversation;
      is_changed boolean := false;
      linked jsonb;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      for attempt in 1..3 loop
        found_ids := array(
          select id from contact
          where (lid is not null and lid = p_lid) or (pn is not null and pn = p_pn)
            or (telegram_id is not null and telegram_id = p_telegram)
          -- the one with a customer, else the older, stays
          order by not exists (select 1 from customer_contact l where l.contact_id = contact.id), created_at);
        exit when cardinality(found_ids) > 0;
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
          perform merge_contacts(found_ids[1], found_ids[2:]);
        end if;
      end if;
      select * into kept from contact where id = found_ids[1];
      if kept.id is null then
        raise exception 'the contact has just been merged into another' using errcode = 'serialization_failure';
      end if;
      if (p_lid is not null and kept.lid is distinct from p_lid) or (p_pn is not null and kept.pn is distinct from p_pn) then
        update contact set lid = coalesce(p_lid, lid), pn = coalesce(p_pn, pn) where id = kept.id;
      end if;
      select * into conv from conversation where id = p_conversation;
      if conv.kind = 'direct' and conv.contact_id is distinct from kept.id then
        update conversation set contact_id = kept.id, version = version + 1 where id = p_conversation returning * into conv;
        is_changed := true;
      end if;
      select jsonb_agg(jsonb_build_object('id', cu.id, 'username', cu.username, 'userId', cu.user_id, 'panelId', cu.panel_id,
          'status', cu.status, 'isAutoSuspended', cu.is_auto_suspended, 'language', cu.language) order by l.slot)
        into linked from customer_contact l join customer cu on cu.id = l.customer_id where l.contact_id = kept.id;
      if linked is null and conv.customer_id is not null then
        select jsonb_build_array(jsonb_build_object('id', cu.id, 'username', cu.username, 'userId', cu.user_id,
            'panelId', cu.panel_id, 'status', cu.status, 'isAutoSuspended', cu.is_auto_suspended, 'language', cu.language))
          into linked from customer cu where cu.id = conv.customer_id;
      end if;
      return jsonb_build_object('contactId', kept.id, 'isTrusted', kept.trusted_as is not null,
        'customers', coalesce(linked, '[]'),
        'chat', jsonb_build_object('controller', conv.controller, 'panelId', conv.panel_id, 'isSupport', conv.is_support),
        'changed', case when is_changed then conversation_view(conv) end);
    end $$`
})
