import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// BU-05: provider dispatches gather for a moment. DI-02: chats that refuse are paused, and what failed can be tried
// again or closed by hand. DI-04: every attempt that did not end well is kept; one that did is the dispatch itself.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table dispatch add column dismissed_at timestamptz, add column dismissed_by text`

  // A chat that refused a provider message for its own reason: one more is tried after `until`, the others wait.
  yield* sql`
    create table paused_chat (
      conversation_id uuid primary key references conversation on delete cascade,
      tenant_id uuid not null references tenant,
      refusals int not null,
      until timestamptz not null,
      safe_text text not null,
      since timestamptz not null default now()
    )`
  yield* sql`
    create table dispatch_attempt (
      id bigint generated always as identity primary key,
      tenant_id uuid not null references tenant,
      dispatch_id uuid not null references dispatch on delete cascade,
      at timestamptz not null default now(),
      outcome text not null check (outcome in ('retrying', 'dead', 'uncertain', 'unknown')),
      safe_text text
    )`
  yield* sql`create index dispatch_attempt_list on dispatch_attempt (dispatch_id, id)`
  yield* sql`select protect_tenant_table('paused_chat'), protect_tenant_table('dispatch_attempt')`

  // Each in an index of its own: what waits for a channel that is down is in none of them, however much it is.
  yield* sql`
    create index dispatch_to_claim on dispatch (next_at, id)
    where kind = 'panel' and state in ('queued', 'running', 'retrying')`
  yield* sql`
    create index dispatch_to_form on dispatch (next_at, id)
    where kind = 'provider' and state = 'queued' and message_id is null`
  yield* sql`drop index dispatch_due`
  yield* sql`
    create index dispatch_troubled on dispatch (tenant_id, id desc)
    where state in ('retrying', 'dead', 'uncertain')`

  // Step 7: claims due panel calls until p_until. With p_dues > 0 it also shows the provider dispatches whose window is
  // over (the tenant's, or p_window milliseconds) or whose message is full (p_full), and when the next one is.
  yield* sql`drop function take_dispatches(timestamptz, timestamptz, int, int)`
  yield* sql`
    create function take_dispatches(p_now timestamptz, p_until timestamptz, p_claims int, p_dues int, p_window int,
      p_full int) returns jsonb
      language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare claimed jsonb; due jsonb := '[]'; next_due timestamptz; next_form timestamptz;
    begin
      if p_claims > 0 then
        with due as (
          select id, state from dispatch
          where kind = 'panel' and state in ('queued', 'running', 'retrying') and next_at <= p_now
          order by next_at, id limit p_claims for update skip locked
        ), taken as (
          update dispatch d set state = 'running', attempts = d.attempts + 1, version = d.version + 1, next_at = p_until,
            -- a claim that ran out was held by a runner that died in the middle
            may_have_happened = d.may_have_happened or due.state = 'running'
          from due where due.id = d.id returning d.*, due.state as was
        ), lost as (
          insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
            select tenant_id, id, 'unknown', 'The process ended before the panel''s answer was written down.'
            from taken where was = 'running'
        )
        select jsonb_agg(jsonb_build_object('id', id, 'tenantId', tenant_id, 'panelId', panel_id, 'command', command,
            'orderId', order_id, 'attempts', attempts, 'mayHaveHappened', may_have_happened, 'requestId', request_id))
          into claimed from taken;
      end if;
      select next_at into next_due from dispatch
        where kind = 'panel' and state in ('queued', 'running', 'retrying') and next_at > p_now
        order by next_at limit 1;
      if p_dues > 0 then
        with ready as materialized (
          select id, next_at, tenant_id, channel_id, chat_id, command, panel_id, provider_id, order_id, external_id,
            route_id, request_id
          from dispatch
          where kind = 'provider' and state = 'queued' and message_id is null and next_at <= p_now
          order by next_at, id limit 5000
        ), windows as materialized (
          -- once for each tenant, however many of its dispatches wait
          select t.id, make_interval(
              secs => coalesce((t.rules->>'providerWindowMillis')::float8, p_window) / 1000) as length
          from (select distinct tenant_id from ready) own join tenant t on t.id = own.tenant_id
        ), grouped as (
          select r.*, min(next_at) over own as first, count(*) over own as size from ready r
          window own as (partition by tenant_id, channel_id, chat_id, command, panel_id, provider_id)
        ), timed as materialized (
          select g.*, g.size >= p_full as is_full, g.first + w.length as form_at
          from grouped g join windows w on w.id = g.tenant_id
        )
        select coalesce((select jsonb_agg(to_jsonb(q)) from (
            select id, tenant_id as "tenantId", channel_id as "channelId", chat_id as "chatId", command,
              panel_id as "panelId", provider_id as "providerId", order_id as "orderId", external_id as "externalId",
              (select label from route where id = d.route_id) as label,
              (select order_status from request where id = d.request_id) as "orderStatus"
            from timed d where form_at <= p_now or is_full order by next_at, id limit p_dues) q), '[]'),
          (select min(form_at) from timed where form_at > p_now and not is_full)
          into due, next_form;
        next_due := least(next_due, next_form, (
          select next_at from dispatch
          where kind = 'provider' and state = 'queued' and message_id is null and next_at > p_now
          order by next_at limit 1));
      end if;
      return jsonb_build_object('claimed', coalesce(claimed, '[]'), 'due', due,
        'nextAt', floor(extract(epoch from next_due) * 1000)::bigint);
    end $$`

  // Step 10: as in 0021, without what a paused chat is not to be asked yet; of such a chat the first one when its time is.
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
          coalesce(q.sender_lid, q.sender_pn) as "quotedSender", m.author = 'provider_dispatch' as "isDispatch",
          coalesce(z.refusals, 0) as refusals
        from message m join conversation c on c.id = m.conversation_id
        left join message q on q.channel_id = m.channel_id and q.network_id = m.quoted_id
          and q.conversation_id = m.conversation_id
        left join paused_chat z on z.conversation_id = m.conversation_id
        where m.channel_id = p_channel and m.stage = 'queued' and m.next_at <= p_now
          and exists (select 1 from channel where id = p_channel and generation = p_generation)
          and not p_busy ? m.conversation_id::text
          and (not held ? m.conversation_id::text or m.id < (held->>m.conversation_id::text)::uuid)
          and (z.conversation_id is null or m.author <> 'provider_dispatch' or z.until <= p_now and not exists (
            select 1 from message e where e.channel_id = p_channel and e.conversation_id = m.conversation_id
              and e.author = 'provider_dispatch' and e.stage in ('queued', 'sending') and e.id < m.id))
        order by m.id limit p_limit
      ) d;
      return coalesce(due, '[]');
    end $$`

  // Step 10: as in 0021. A chat that refused ("pausedUntil") is paused, and what has waited for it since before
  // "givesUpBefore" fails with it; a chat that took something is not paused any more.
  yield* sql`
    create or replace function settle_messages(p_tenant uuid, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      o record;
      m message;
      chat text;
      messages jsonb := '[]'; forwarded jsonb := '[]'; staged jsonb := '[]';
      carriers uuid[] := '{}'; abandoned uuid[] := '{}'; reached uuid[] := '{}'; requests uuid[];
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      -- in one order for all writers, so that no two wait for each other crosswise
      for o in
        select * from jsonb_to_recordset(p) as r(id uuid, stage text, note text, "nextAt" timestamptz, "networkId" text,
          attempts int, dispatch text, "pausedUntil" timestamptz, "givesUpBefore" timestamptz) order by r.id
      loop
        update message k set stage = o.stage, note = o.note, next_at = o."nextAt",
          network_id = coalesce(o."networkId", k.network_id), attempts = k.attempts + o.attempts, version = k.version + 1
          where k.id = o.id and k.stage in ('queued', 'sending', 'uncertain') returning * into m;
        -- A late word on a message that is sent already (of an older holder) changes nothing of its dispatches either.
        continue when not found;
        messages := messages || message_view(m);
        if m.stage in ('sent', 'delivered', 'read') then
          reached := reached || m.conversation_id;
        end if;
        continue when m.author <> 'provider_dispatch';
        if o.dispatch is not null then
          carriers := carriers || m.id;
        end if;
        if o."pausedUntil" is not null then
          insert into paused_chat as z (conversation_id, tenant_id, refusals, until, safe_text)
            values (m.conversation_id, p_tenant, 1, o."pausedUntil", o.note)
            on conflict (conversation_id) do update
              set refusals = z.refusals + 1, until = excluded.until, safe_text = excluded.safe_text;
          for m in
            update message k set stage = 'failed', note = o.note, next_at = null, version = k.version + 1
            where k.channel_id = m.channel_id and k.conversation_id = m.conversation_id and k.stage = 'queued'
              and k.author = 'provider_dispatch' and k.sent_at < o."givesUpBefore" returning *
          loop
            messages := messages || message_view(m);
            abandoned := abandoned || m.id;
          end loop;
        end if;
        continue when o.stage not in ('sent', 'delivered', 'read');
        select coalesce(c.title, split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)) into chat
          from conversation c where c.id = m.conversation_id;
        forwarded := forwarded || jsonb_build_object('conversationId', m.conversation_id, 'text', m.text, 'chat', chat);
      end loop;
      if reached <> '{}' then
        delete from paused_chat z where z.conversation_id = any(reached);
      end if;
      if carriers <> '{}' then
        select array_agg(distinct d.request_id order by d.request_id) into requests
          from dispatch d where d.message_id = any(carriers || abandoned);
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
          continue when o.dispatch = 'done';
          insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
            select p_tenant, d.id, o.dispatch, o.note from dispatch d where d.message_id = o.id order by d.id;
        end loop;
        if abandoned <> '{}' then
          update dispatch d set state = 'dead', safe_text = k.note, settled_at = now(), version = d.version + 1
            from message k where k.id = any(abandoned) and d.message_id = k.id;
        end if;
        staged := restage_requests(requests);
      end if;
      return jsonb_build_object('messages', messages, 'staged', staged, 'forwarded', forwarded);
    end $$`

  // Step 7: as in 0011, and what did not end well is kept.
  yield* sql`
    create or replace function settle_panel_calls(p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare
      requests uuid[];
    begin
      select array_agg(distinct d.request_id order by d.request_id) into requests
        from dispatch d where d.id in (select (o->>'id')::uuid from jsonb_array_elements(p) o);
      perform 1 from request where id = any(requests) order by id for update;
      with settled as (
        update dispatch d set state = o.state, next_at = o.next_at, safe_text = o.safe_text,
          may_have_happened = o.may_have_happened, version = d.version + 1,
          settled_at = case when o.state in ('done', 'dead') then now() end
          from jsonb_to_recordset(p)
            as o(id uuid, attempts int, state text, next_at timestamptz, safe_text text, may_have_happened boolean)
          where o.id = d.id and d.state = 'running' and d.attempts = o.attempts
          returning d.*
      )
      insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
        select tenant_id, id, state, safe_text from settled where state <> 'done' order by id;
      return restage_requests(requests);
    end $$`

  // DI-02: makes dispatches due again, with the others of their messages; {retried: [{id, requestId, channelId}],
  // unconfirmed: [id]}. An uncertain provider message may be read twice: only when p_confirmed.
  yield* sql`
    create function retry_dispatches(p_tenant uuid, p_ids uuid[], p_confirmed boolean) returns jsonb language plpgsql
      set enable_seqscan = off as $$
    declare d record; wanted uuid[]; retried jsonb := '[]'; unconfirmed jsonb := '[]';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      select array_agg(k.id) into wanted from (
        select id from dispatch where id = any(p_ids) and tenant_id = p_tenant
        union
        select o.id from dispatch g join dispatch o on o.message_id = g.message_id
          where g.id = any(p_ids) and g.tenant_id = p_tenant) k;
      -- in the order of settle_messages, so that the two do not wait for each other crosswise
      perform 1 from message where id in (select message_id from dispatch where id = any(wanted)) order by id for update;
      perform 1 from paused_chat where conversation_id in (select m.conversation_id from message m
        join dispatch o on o.message_id = m.id where o.id = any(wanted)) order by conversation_id for update;
      perform 1 from request where id in (select request_id from dispatch where id = any(wanted)) order by id for update;
      for d in
        select * from dispatch where id = any(wanted) and state in ('retrying', 'dead', 'uncertain')
        order by id for update
      loop
        -- no way is left through a channel that was removed
        continue when d.kind = 'provider' and not exists (select from channel where id = d.channel_id);
        if d.kind <> 'panel' and d.state = 'uncertain' and not p_confirmed then
          unconfirmed := unconfirmed || to_jsonb(d.id);
          continue;
        end if;
        begin
          -- what has ended stays so; only a request that nobody answered may be tried anew
          update request set status = 'open', version = version + 1, result = null, result_at = null,
            watch_at = case when result = 'stale' then now() + interval '5 minutes' else watch_at end
            where id = d.request_id and (result is null or result = 'stale');
          continue when not found;
          update dispatch set state = case when message_id is null then 'queued' else 'running' end, next_at = now(),
            attempts = 0, may_have_happened = may_have_happened or state = 'uncertain', safe_text = null,
            settled_at = null, dismissed_at = null, dismissed_by = null, version = version + 1 where id = d.id;
          update message set stage = 'queued', attempts = 0, next_at = now(), sent_at = now(), note = null,
            version = version + 1
            where id = d.message_id and (stage in ('failed', 'uncertain') or stage = 'queued' and next_at > now());
          -- somebody says that it may work now
          delete from paused_chat where conversation_id = (select conversation_id from message where id = d.message_id);
          retried := retried || jsonb_build_object('id', d.id, 'requestId', d.request_id, 'channelId', d.channel_id);
        exception when unique_violation then
          -- another request for the same order and command is open: the index says so
          continue;
        end;
      end loop;
      return jsonb_build_object('retried', retried, 'unconfirmed', unconfirmed);
    end $$`
})
