import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// CU: a customer has any number of numbers and chats; how numbers are linked, and what is kept of their conduct.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table customer drop constraint customer_status_check`
  yield* sql`
    alter table customer
      add constraint customer_status_check check (status in ('active', 'disabled', 'suspended')),
      add column user_id text,
      add column language text,
      -- CU-08: whether abuse, spam and wrong orders may suspend this customer
      add column is_auto_suspended boolean not null default true,
      add column suspended_at timestamptz,
      add column suspended_reason text,
      add column version bigint not null default 1`
  yield* sql`create index customer_list on customer (tenant_id, lower(username), id)`

  // CU-06: slot 0 is the one username of a number; more only where the owner's rule allows them.
  yield* sql`
    create table customer_contact (
      tenant_id uuid not null references tenant,
      customer_id uuid not null references customer on delete cascade,
      contact_id uuid not null references contact on delete cascade,
      slot int not null default 0 check (slot >= 0),
      linked_by text not null check (linked_by in ('owner', 'trust', 'approval', 'ticket', 'email')),
      linked_at timestamptz not null default now(),
      primary key (customer_id, contact_id)
    )`
  yield* sql`create unique index customer_contact_once on customer_contact (contact_id, slot)`
  yield* sql`
    insert into customer_contact (tenant_id, customer_id, contact_id, linked_by)
    select tenant_id, customer_id, id, 'owner' from contact where customer_id is not null`

  // CU-10: a trusted identity may act on any order; the words say who it is.
  yield* sql`
    alter table contact add column trusted_as text, add column gets_notices boolean not null default false`
  // CU-01, CU-03, OR-10: a group of one customer, a group that serves customers, an account bound to a panel.
  yield* sql`
    alter table conversation
      add column customer_id uuid references customer on delete set null,
      add column panel_id uuid references panel on delete set null,
      add column is_support boolean not null default false`
  yield* sql`create index conversation_customer on conversation (customer_id) where customer_id is not null`
  // A change of a customer is shown in the chats of his numbers.
  yield* sql`create index conversation_contact on conversation (contact_id) where contact_id is not null`

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
        'controller', c.controller, 'unread', c.unread, 'lastText', c.last_text,
        'lastAt', floor(extract(epoch from c.last_at) * 1000)::bigint, 'version', c.version)
      from channel ch where ch.id = c.channel_id
    $$`
  yield* sql`alter table contact drop column customer_id`

  // CU-04, CU-05: one registration of a number at a time; the code is kept as a hash.
  yield* sql`
    create table registration (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      contact_id uuid not null references contact on delete cascade,
      conversation_id uuid references conversation on delete set null,
      panel_id uuid references panel on delete cascade,
      username text not null,
      user_id text,
      email text,
      proof text not null check (proof in ('trust', 'approval', 'ticket', 'email')),
      code_hash text,
      -- wrong codes so far
      tries int not null default 0,
      state text not null check (state in ('waiting', 'linked', 'rejected', 'expired', 'taken')),
      asked_at timestamptz not null,
      expires_at timestamptz,
      decided_at timestamptz,
      decided_by text,
      version bigint not null default 1
    )`
  yield* sql`create unique index registration_once on registration (contact_id) where state = 'waiting'`
  yield* sql`create index registration_list on registration (tenant_id, state, id desc)`
  yield* sql`create index registration_due on registration (asked_at) where state = 'waiting'`

  // CU-08: what a person did within a window, and whether he must wait; the tenant as a whole has the zero contact.
  yield* sql`
    create table conduct (
      tenant_id uuid not null references tenant,
      contact_id uuid not null,
      kind text not null check (kind in ('command', 'registration', 'lookup', 'wrong_order', 'not_owned', 'unregistered')),
      since timestamptz not null,
      count int not null,
      blocked_until timestamptz,
      -- a warning is sent once per block (CU-09)
      told_at timestamptz,
      primary key (tenant_id, contact_id, kind)
    )`
  // Counts, and says once per block that it begins, which is audited when there is a reason to tell; one row lock orders
  // racing counts.
  yield* sql`
    create function note_conduct(p_tenant uuid, p_contact uuid, p_kind text, p_count int, p_now timestamptz,
      p_window float8, p_limit int, p_block float8, p_entry uuid, p_reason text)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      c conduct;
      is_first boolean := false;
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      if p_count = 0 then
        select * into c from conduct where tenant_id = p_tenant and contact_id = p_contact and kind = p_kind;
        return jsonb_build_object('isFirst', false,
          'count', case when c.since > p_now - make_interval(secs => p_window) then c.count else 0 end,
          'blockedUntil', case when c.blocked_until > p_now then floor(extract(epoch from c.blocked_until) * 1000)::bigint end);
      end if;
      insert into conduct as k (tenant_id, contact_id, kind, since, count)
        values (p_tenant, p_contact, p_kind, p_now, p_count)
        on conflict (tenant_id, contact_id, kind) do update set
          since = case when k.since <= p_now - make_interval(secs => p_window) then p_now else k.since end,
          count = case when k.since <= p_now - make_interval(secs => p_window) then p_count else k.count + p_count end
        returning * into c;
      if c.count > p_limit and (c.blocked_until is null or c.blocked_until <= p_now) then
        is_first := true;
        update conduct set blocked_until = p_now + make_interval(secs => p_block), told_at = p_now, count = 0, since = p_now
          where tenant_id = p_tenant and contact_id = p_contact and kind = p_kind returning * into c;
        if p_reason is not null then
          insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, reason, after)
            select p_entry, p_tenant, p_now, 'system', 'contact.paused', 'contact', p_contact::text,
              coalesce((select coalesce(split_part(ct.pn, '@', 1), ct.telegram_id, ct.lid) from contact ct where ct.id = p_contact), ''),
              p_reason, jsonb_build_object('minutes', ceil(p_block / 60));
        end if;
      end if;
      return jsonb_build_object('count', c.count, 'isFirst', is_first,
        'blockedUntil', case when c.blocked_until > p_now then floor(extract(epoch from c.blocked_until) * 1000)::bigint end);
    end $$`

  // A message of the bot that answers no message; the caller's condition in the same transaction makes it once.
  yield* sql`
    create function add_notice(p_conversation uuid, p_id uuid, p_network_id text, p_text text, p_at timestamptz)
    returns jsonb language plpgsql set enable_seqscan = off as $$
    declare
      m message;
      c conversation;
    begin
      update conversation set last_text = left(p_text, 200), last_at = p_at, version = version + 1
        where id = p_conversation returning * into c;
      if not found then
        return null;
      end if;
      insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage, next_at)
        values (p_id, c.tenant_id, c.id, c.channel_id, 'out', 'bot', p_network_id, p_text, p_at, 'queued', p_at)
        returning * into m;
      return jsonb_build_object('message', message_view(m), 'conversation', conversation_view(c), 'channelId', c.channel_id);
    end $$`

  // CU-02, CU-08: every change of staff and every automatic step. Only ever added to.
  yield* sql`
    create table audit_entry (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      subject text not null,
      reason text,
      before jsonb,
      after jsonb
    )`
  yield* sql`create index audit_entry_list on audit_entry (tenant_id, id desc)`

  // BU-06: one bulk message's command, and how far it is.
  yield* sql`
    create table bulk (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      message_id uuid not null,
      conversation_id uuid references conversation on delete set null,
      customer_id uuid references customer on delete set null,
      username text not null,
      sender text not null,
      command text not null,
      total int not null,
      succeeded int not null default 0,
      skipped int not null default 0,
      started_at timestamptz not null,
      finished_at timestamptz,
      -- what each order came to, where the owner wants the detailed log
      detail jsonb,
      version bigint not null default 1,
      unique (message_id, command)
    )`
  yield* sql`create index bulk_list on bulk (tenant_id, id desc)`

  yield* sql`
    select protect_tenant_table('customer_contact'), protect_tenant_table('registration'),
      protect_tenant_table('conduct'), protect_tenant_table('audit_entry'), protect_tenant_table('bulk')`
  yield* sql`revoke update, delete on audit_entry from relaydesk_app`
})
