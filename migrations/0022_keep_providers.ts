import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// PR-02: panels are asked now and then who delivers. PR-08: commands that a provider is not told, and for which the panel
// is not asked. A panel that requests name is not deleted when its owner disconnects it: what it was reached by is.
// MA-03: copies of names for the platform's admin alone, which outlive panel and provider for a while.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table provider
      add column off_forward text[] not null default '{}'
        check (off_forward <@ array['refill', 'cancel', 'speedup']),
      add column off_panel text[] not null default '{}'
        check (off_panel <@ array['refill', 'cancel', 'speedup'])`
  // One alias names one provider of a tenant: of those that were alike, the later ones get letters of their id.
  yield* sql`
    update provider p set alias = p.alias || ' ' || right(p.id::text, 4)
    where exists (
      select from provider o where o.tenant_id = p.tenant_id and lower(o.alias) = lower(p.alias)
        and (o.created_at, o.id) < (p.created_at, p.id))`
  yield* sql`create unique index provider_alias on provider (tenant_id, lower(alias))`
  yield* sql`create index provider_panel on provider (panel_id)`

  yield* sql`
    alter table panel
      add column disconnected_at timestamptz,
      alter column secret drop not null,
      add constraint panel_key check ((secret is null) = (disconnected_at is not null))`

  // How a panel's providers came here; until held_until it is being looked at, and nobody else's.
  yield* sql`
    create table provider_sync (
      panel_id uuid primary key references panel on delete cascade,
      tenant_id uuid not null references tenant,
      next_at timestamptz not null,
      held_until timestamptz,
      at timestamptz,
      synced_at timestamptz,
      safe_text text
    )`
  yield* sql`create index provider_sync_tenant on provider_sync (tenant_id)`
  yield* sql`
    create index request_unknown_provider on request (panel_id, accepted_at)
    where provider_id is null and external_id is not null`
  yield* sql`select protect_tenant_table('provider_sync')`

  // No reference to what they outlive. removed_at is when the panel or the provider went.
  yield* sql`
    create table recovery_copy (
      id uuid primary key,
      kind text not null check (kind in ('panel', 'provider')),
      tenant_id uuid not null,
      panel_id uuid not null,
      sealed bytea not null,
      kept_at timestamptz not null default now(),
      removed_at timestamptz
    )`
  yield* sql`create index recovery_copy_panel on recovery_copy (panel_id)`
  yield* sql`create index recovery_copy_removed on recovery_copy (removed_at) where removed_at is not null`
  yield* sql`select protect_tenant_table('recovery_copy')`
  // The tenants' role has no business there, not even with its own rows.
  yield* sql`revoke all on recovery_copy from relaydesk_app`

  // The tenants' role removes; that a copy exists it does not see.
  yield* sql`
    create function note_removed_copy() returns trigger language plpgsql security definer
      set search_path = public, pg_temp as $$
    begin
      update recovery_copy set removed_at = coalesce(removed_at, now()) where id = old.id;
      return null;
    end $$`
  yield* sql`revoke execute on function note_removed_copy() from public`
  yield* sql`
    create trigger panel_removed after delete on panel for each row execute function note_removed_copy()`
  yield* sql`
    create trigger panel_disconnected after update of disconnected_at on panel for each row
    when (new.disconnected_at is not null) execute function note_removed_copy()`
  yield* sql`
    create trigger provider_removed after delete on provider for each row execute function note_removed_copy()`
})
