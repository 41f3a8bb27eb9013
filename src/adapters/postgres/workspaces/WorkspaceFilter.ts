import type { SqlClient } from "effect/sql"
import type { WorkspaceQuery } from "../../../ports/Workspaces.ts"
import { anywhere } from "../customers/Search.ts"

/** What every workspace `t` of a list fits, whatever its status (AC-08). */
export const workspaceFilter = (sql: SqlClient.SqlClient, query: WorkspaceQuery) => {
  const { search, hasChannels, lastLoginBefore, creditBelow, plan } = query
  const lastLogin = sql`(select max(at) from login_attempt where tenant_id = t.id and outcome = 'accepted')`
  const channels = sql`exists (select 1 from channel c where c.tenant_id = t.id)`
  const credit = sql`coalesce((select balance from ledger_account where tenant_id = t.id and kind = 'wallet'), 0)`
  return sql.and([
    sql`true`,
    ...(search === null
      ? []
      : [
          sql`(t.name ilike ${anywhere(search)} or exists (select 1 from login l
            where l.tenant_id = t.id and l.role = 'owner' and l.username ilike ${anywhere(search)}))`
        ]),
    ...(hasChannels === null ? [] : [hasChannels ? channels : sql`not ${channels}`]),
    ...(query.neverLoggedIn ? [sql`${lastLogin} is null`] : []),
    ...(lastLoginBefore === null ? [] : [sql`${lastLogin} < ${new Date(lastLoginBefore)}`]),
    ...(creditBelow === null ? [] : [sql`${credit} < ${creditBelow}::bigint`]),
    ...(plan === null ? [] : [sql`t.plan = ${plan}`])
  ])
}

/** By what a list is sorted, the greatest first; whole numbers that a cursor can carry. Needs `workspaceSources`. */
export const sortKeys = (sql: SqlClient.SqlClient) => ({
  created: sql`floor(extract(epoch from t.created_at) * 1000)::float8`,
  lastLogin: sql`coalesce(floor(extract(epoch from a.at) * 1000)::float8, -1)`,
  credit: sql`-coalesce(w.balance, 0)::float8`
})
