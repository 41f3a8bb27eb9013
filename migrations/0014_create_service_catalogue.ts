import { Effect } from "effect"
import { SqlClient } from "effect/sql"

// What panels sell, as far as we know it: from their user API where the owner gave a key for it, else from the orders
// that are read. `place` sorts the list (0 = name and panel contradict each other, 1 = unclear, 2 = clear) and holds
// under the rules that `read_with` names; where it names others, the service is read again when the list is opened.
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table panel add column user_secret bytea`
  yield* sql`
    create table service (
      tenant_id uuid not null references tenant,
      panel_id uuid not null references panel on delete cascade,
      service_id text collate "C" not null,
      name text not null,
      category text,
      rate text,
      min bigint,
      max bigint,
      is_refill boolean,
      is_cancel boolean,
      is_manual boolean,
      is_listed boolean not null default false,
      seen_at timestamptz not null,
      place smallint not null default 2,
      read_with text collate "C" not null default '',
      primary key (panel_id, service_id)
    )`
  yield* sql`create index service_order on service (tenant_id, place, panel_id, length(service_id), service_id)`
  yield* sql`create index service_reading on service (tenant_id, read_with)`
  yield* sql`
    create table catalogue_refresh (
      panel_id uuid primary key references panel on delete cascade,
      tenant_id uuid not null references tenant,
      at timestamptz not null,
      next_at timestamptz not null,
      refreshed_at timestamptz,
      added int,
      changed int,
      gone int,
      safe_text text
    )`
  yield* sql`create index catalogue_refresh_tenant on catalogue_refresh (tenant_id)`
  yield* sql`select protect_tenant_table('service'), protect_tenant_table('catalogue_refresh')`
})
