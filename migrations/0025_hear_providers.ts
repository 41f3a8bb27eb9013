import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// PR-10: what providers answer, and reminders to those who do not. PR-09, OR-11: the provider's own API, whose address is
// the provider's domain and is therefore sealed with its key (PR-03).
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table provider_answer (
      id uuid primary key,
      tenant_id uuid not null references tenant,
      request_id uuid not null references request on delete cascade,
      message_id uuid not null references message on delete cascade,
      verdict text not null check (verdict in ('done', 'rejected', 'in_progress', 'unknown')),
      link text not null check (link in ('quote', 'id', 'only')),
      at timestamptz not null,
      unique (message_id, request_id)
    )`
  yield* sql`create index provider_answer_request on provider_answer (request_id, at)`
  // A message of a chat that names an order is linked to what was sent there.
  yield* sql`
    create index dispatch_external on dispatch (external_id) where kind = 'provider' and message_id is not null`

  // One row for each reminder of a dispatch, made with the message that says it: the number is taken once.
  yield* sql`
    create table provider_reminder (
      dispatch_id uuid not null references dispatch on delete cascade,
      number int not null check (number > 0),
      tenant_id uuid not null references tenant,
      message_id uuid not null references message on delete cascade,
      at timestamptz not null,
      primary key (dispatch_id, number)
    )`
  yield* sql`create index provider_reminder_message on provider_reminder (message_id)`
  yield* sql`select protect_tenant_table('provider_answer'), protect_tenant_table('provider_reminder')`

  // For p = [{id, channelId, chatId, conversationId, kind, label, text, networkId, dispatches: [{id, number}]}]: a message for
  // each group of which nothing has ended, been answered or been reminded of meanwhile; the others are left as they are.
  // Locks as everywhere: conversations, then requests, each by its id.
  yield* sql`
    create function remind_providers(p_tenant uuid, p_now timestamptz, p jsonb) returns jsonb language plpgsql
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare g record; c conversation; m message; formed jsonb := '[]';
    begin
      perform set_config('app.tenant_id', p_tenant::text, true);
      perform 1 from conversation where id in (
        select destination_chat(o."channelId", o."chatId", o."conversationId")
        from jsonb_to_recordset(p) as o("channelId" uuid, "chatId" text, "conversationId" uuid))
        order by id for no key update;
      perform 1 from request where id in (
        select d.request_id from jsonb_array_elements(p) o, jsonb_array_elements(o->'dispatches') x
          join dispatch d on d.id = (x->>'id')::uuid)
        order by id for no key update;
      for g in
        select * from jsonb_to_recordset(p) as o(id uuid, "channelId" uuid, "chatId" text, "conversationId" uuid,
          kind text, label text, text text, "networkId" text, dispatches jsonb) order by o.id
      loop
        continue when exists (
          select 1 from jsonb_to_recordset(g.dispatches) as x(id uuid, number int)
            join dispatch d on d.id = x.id join request r on r.id = d.request_id
          where r.result is not null or r.status = 'closed' or d.state <> 'done'
            or exists (select 1 from provider_answer a where a.request_id = r.id and a.verdict <> 'unknown')
            or exists (select 1 from provider_reminder q where q.dispatch_id = d.id and q.number >= x.number));
        update conversation set last_text = left(g.text, 200), last_at = p_now, title = coalesce(title, g.label),
          version = version + 1
          where id = destination_chat(g."channelId", g."chatId", g."conversationId") returning * into c;
        if not found then
          insert into conversation as o (id, tenant_id, channel_id, chat_id, kind, title, last_text, last_at)
            values (g."conversationId", p_tenant, g."channelId", g."chatId", g.kind, g.label, left(g.text, 200), p_now)
            on conflict (channel_id, chat_id) do update set last_text = excluded.last_text, last_at = excluded.last_at,
              version = o.version + 1 returning * into c;
        end if;
        insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage,
            next_at) values (g.id, p_tenant, c.id, g."channelId", 'out', 'provider_dispatch', g."networkId", g.text,
            p_now, 'queued', p_now) returning * into m;
        insert into provider_reminder (dispatch_id, number, tenant_id, message_id, at)
          select x.id, x.number, p_tenant, m.id, p_now from jsonb_to_recordset(g.dispatches) as x(id uuid, number int);
        formed := formed || jsonb_build_object('channelId', g."channelId", 'conversation', conversation_view(c),
          'message', message_view(m));
      end loop;
      return formed;
    end $$`

  yield* sql`
    alter table provider
      add column api_secret bytea,
      add column is_api_used boolean not null default false,
      add column is_ticket_used boolean not null default false`
  yield* sql`alter table dispatch drop constraint dispatch_kind_check`
  yield* sql`
    alter table dispatch
      add constraint dispatch_kind_check check (kind in ('panel', 'provider', 'provider_api', 'provider_ticket')),
      -- what the provider's API calls the refill that it made
      add column provider_ref text`
  yield* sql`
    create index dispatch_to_call on dispatch (next_at, id)
    where kind in ('provider_api', 'provider_ticket') and state in ('queued', 'running', 'retrying')`

  // Claims due calls of providers' own APIs until p_until, and says when the next one is due.
  yield* sql`
    create function take_provider_calls(p_now timestamptz, p_until timestamptz, p_limit int) returns jsonb
      language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare claimed jsonb; next_due timestamptz;
    begin
      with due as (
        select id, state from dispatch
        where kind in ('provider_api', 'provider_ticket') and state in ('queued', 'running', 'retrying')
          and next_at <= p_now
        order by next_at, id limit p_limit for update skip locked
      ), taken as (
        update dispatch d set state = 'running', attempts = d.attempts + 1, version = d.version + 1, next_at = p_until,
          -- a claim that ran out was held by a runner that died in the middle
          may_have_happened = d.may_have_happened or due.state = 'running'
        from due where due.id = d.id returning d.*, due.state as was
      ), lost as (
        insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
          select tenant_id, id, 'unknown', 'The process ended before the provider''s answer was written down.'
          from taken where was = 'running'
      )
      select jsonb_agg(jsonb_build_object('id', id, 'tenantId', tenant_id, 'requestId', request_id, 'kind', kind,
          'providerId', provider_id, 'command', command, 'orderId', order_id, 'externalId', external_id,
          'attempts', attempts, 'mayHaveHappened', may_have_happened) order by id)
        into claimed from taken;
      select next_at into next_due from dispatch
        where kind in ('provider_api', 'provider_ticket') and state in ('queued', 'running', 'retrying')
          and next_at > p_now
        order by next_at limit 1;
      return jsonb_build_object('claimed', coalesce(claimed, '[]'),
        'nextAt', floor(extract(epoch from next_due) * 1000)::bigint);
    end $$`

  // How claimed calls ended; the requests' new stages. A claim that ran out meanwhile changes nothing.
  yield* sql`
    create function settle_provider_calls(p jsonb) returns jsonb language plpgsql set enable_seqscan = off
      set enable_hashjoin = off set enable_mergejoin = off as $$
    declare requests uuid[];
    begin
      select array_agg(distinct d.request_id order by d.request_id) into requests
        from dispatch d where d.id in (select (o->>'id')::uuid from jsonb_array_elements(p) o);
      perform 1 from request where id = any(requests) order by id for update;
      with settled as (
        update dispatch d set state = o.state, next_at = o.next_at, safe_text = o.safe_text,
          may_have_happened = o.may_have_happened, provider_ref = coalesce(o.provider_ref, d.provider_ref),
          version = d.version + 1, settled_at = case when o.state <> 'retrying' then now() end
          from jsonb_to_recordset(p) as o(id uuid, attempts int, state text, next_at timestamptz, safe_text text,
            may_have_happened boolean, provider_ref text)
          where o.id = d.id and d.state = 'running' and d.attempts = o.attempts
          returning d.*
      )
      insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
        select tenant_id, id, state, safe_text from settled where state <> 'done' order by id;
      return restage_requests(requests);
    end $$`
})
