import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/**
 * LD-01, OR-02: why the bot answered as it did is kept beside the message that it answered, for refusals and answers too,
 * of which no request tells. Beside it how an order was last seen on its panel, and how long a panel took for a call.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  // Without references: rows of a message's way check none (0012); what goes with its message goes by the trigger.
  yield* sql`
    create table decision (
      message_id uuid primary key,
      tenant_id uuid not null,
      conversation_id uuid not null,
      said jsonb not null
    )`
  yield* sql`create index decision_conversation on decision (conversation_id, message_id desc)`
  yield* sql`create index decision_tenant on decision (tenant_id)`
  yield* sql`
    create table order_sight (
      tenant_id uuid not null references tenant on delete cascade,
      panel_id uuid not null references panel on delete cascade,
      order_id text not null,
      status text not null,
      at timestamptz not null,
      primary key (tenant_id, panel_id, order_id)
    )`
  yield* sql`select protect_tenant_table('decision'), protect_tenant_table('order_sight')`
  yield* sql`
    create function forget_decisions() returns trigger language plpgsql set enable_seqscan = off as $$
    begin
      delete from decision where message_id in (select id from gone);
      return null;
    end $$`
  yield* sql`
    create trigger decisions_forgotten after delete on message referencing old table as gone
      for each statement execute function forget_decisions()`

  // Step 9 with its reasons, in the same transaction: what was answered by somebody else keeps his.
  yield* sql`
    create function answer_messages(p_tenant uuid, p jsonb, p_views boolean) returns jsonb language plpgsql
      set enable_seqscan = off as $$
    declare result jsonb;
    begin
      result := reply_to_messages(p_tenant, p, p_views);
      insert into decision (message_id, tenant_id, conversation_id, said)
        select g.cause, p_tenant, (result->'answered'->>g.cause::text)::uuid, g.said
        from jsonb_to_recordset(p) as g(cause uuid, said jsonb)
        where g.said is not null and result->'answered' ? g.cause::text
        on conflict (message_id) do nothing;
      return result;
    end $$`

  // As in 0024, and how long the panel took is kept.
  yield* sql`alter table dispatch add column took_ms int`
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
        update dispatch d set state = o.state, next_at = o.next_at, safe_text = o.safe_text, took_ms = o.took_ms,
          may_have_happened = o.may_have_happened, version = d.version + 1,
          settled_at = case when o.state in ('done', 'dead') then now() end
          from jsonb_to_recordset(p) as o(id uuid, attempts int, state text, next_at timestamptz, safe_text text,
            may_have_happened boolean, took_ms int)
          where o.id = d.id and d.state = 'running' and d.attempts = o.attempts
          returning d.*
      )
      insert into dispatch_attempt (tenant_id, dispatch_id, outcome, safe_text)
        select tenant_id, id, state, safe_text from settled where state <> 'done' order by id;
      return restage_requests(requests);
    end $$`
})
