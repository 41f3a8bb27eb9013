import { Effect } from "effect"
import { SqlClient } from "effect/sql"

/** The role that serves tenants, and what later migrations need to keep each tenant's rows to itself. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  // Roles belong to the whole server: another database may be creating the same one just now.
  yield* sql`
    do $$ begin
      create role relaydesk_app login nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
    exception when duplicate_object or unique_violation then null;
    end $$`
  yield* sql`revoke create on schema public from public`
  yield* sql`grant usage on schema public to relaydesk_app`
  yield* sql`alter default privileges in schema public grant usage on sequences to relaydesk_app`
  // In the language sql, so that the planner inlines it and an index on tenant_id serves the policy.
  // Without a tenant the cast fails and shows the words.
  yield* sql`
    create function app_tenant() returns uuid language sql stable parallel safe as
    $$ select coalesce(nullif(current_setting('app.tenant_id', true), ''), 'no tenant in this transaction')::uuid $$`
  // FORCE holds the owner to the policies too; the platform's own policy lets exactly him through.
  yield* sql`
    create function protect_tenant_table(target regclass) returns void language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', target);
      execute format('alter table %s force row level security', target);
      execute format('create policy tenant_isolation on %s to relaydesk_app
        using (tenant_id = app_tenant()) with check (tenant_id = app_tenant())', target);
      execute format('create policy platform_access on %s to %I using (true) with check (true)', target, current_user);
      execute format('grant select, insert, update, delete on %s to relaydesk_app', target);
    end $$`
  yield* sql`revoke execute on function protect_tenant_table(regclass) from public`
})
