import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// PR-05, PR-06: routes for one service and for manual services, each place once per route, and the chats that channels have.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table route
      add column panel_id uuid references panel on delete cascade,
      add column service_id text,
      add column is_manual boolean not null default false,
      add column position int not null default 0,
      -- false: nobody could ask the network whether the number is there
      add column is_checked boolean not null default true,
      add column target text not null generated always as (
        case when service_id is not null then 'service' when is_manual then 'manual'
          when provider_id is not null then 'provider' else 'any' end) stored,
      add constraint route_one_target check (num_nonnulls(service_id, provider_id) + is_manual::int <= 1),
      add constraint route_panel check (is_manual or (panel_id is null) = (service_id is null))`
  // What was there twice went out once, and went out when one of the two was on.
  yield* sql`
    delete from route where id in (
      select id from (
        select id, row_number() over (
          partition by tenant_id, provider_id, command, channel_id, chat_id order by is_on desc, id) as n
        from route) r
      where n > 1)`
  yield* sql`
    create unique index route_once on route (tenant_id, target, provider_id, panel_id, service_id, command, channel_id, chat_id)
      nulls not distinct`
  yield* sql`create index route_channel on route (channel_id, chat_id)`

  // Chats that a channel told of; those that wrote are in conversation whether they are here or not.
  yield* sql`
    create table known_chat (
      channel_id uuid not null references channel on delete cascade,
      chat_id text not null,
      tenant_id uuid not null references tenant,
      kind text not null check (kind in ('direct', 'group')),
      title text not null,
      members int,
      -- the account is no longer in it
      is_gone boolean not null default false,
      primary key (channel_id, chat_id)
    )`
  yield* sql`create index known_chat_tenant on known_chat (tenant_id)`
  yield* sql`select protect_tenant_table('known_chat')`

  // What was to go through a removed channel is a failure that people see, instead of waiting for ever.
  yield* sql`
    create function end_dispatches_of_channel() returns trigger language plpgsql as $$
    declare
      requests uuid[];
      words text := 'The channel that it was to go through was removed.';
    begin
      -- in the order of settle_messages; what is counted below has then been settled
      perform 1 from message where channel_id = old.id and stage in ('queued', 'sending') order by id for update;
      perform 1 from request where id in (select request_id from dispatch
        where channel_id = old.id and kind = 'provider' and state in ('queued', 'running', 'retrying'))
        order by id for update;
      with ended as (
        update dispatch set state = 'dead', safe_text = words, settled_at = now(), version = version + 1
        where channel_id = old.id and kind = 'provider' and state in ('queued', 'running', 'retrying')
        returning request_id
      ) select array_agg(distinct request_id) into requests from ended;
      update message set stage = 'failed', note = words, version = version + 1
        where channel_id = old.id and stage in ('queued', 'sending');
      perform restage_requests(requests);
      return null;
    end $$`
  yield* sql`
    create trigger channel_removed after delete on channel for each row execute function end_dispatches_of_channel()`
  yield* sql`
    create function keep_dead_without_channel() returns trigger language plpgsql as $$
    begin
      return case when exists (select from channel where id = new.channel_id) then new end;
    end $$`
  yield* sql`
    create trigger dispatch_retried before update on dispatch for each row
      when (old.state in ('dead', 'uncertain') and new.state in ('queued', 'running') and new.kind = 'provider')
      execute function keep_dead_without_channel()`
})
