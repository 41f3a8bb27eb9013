import type { SqlClient } from "effect/sql"
import type { RequestQuery } from "../../../ports/Desk.ts"
import { anywhere } from "../customers/Search.ts"

/** What a list of requests is narrowed to, but for its status; `r` is the request. */
export const requestFilter = (sql: SqlClient.SqlClient, query: RequestQuery) => {
  const { command, from, id, panelId, providerId, search, to } = query
  return sql.and([
    sql`true`,
    ...(id == null ? [] : [sql`r.id = ${id}`]),
    ...(search === null
      ? []
      : [
          sql`(r.order_id = ${search} or r.external_id = ${search} or exists (
            select 1 from customer where id = r.customer_id and username ilike ${anywhere(search)}))`
        ]),
    ...(command == null ? [] : [sql`r.command = ${command}`]),
    ...(panelId == null ? [] : [sql`r.panel_id = ${panelId}`]),
    ...(providerId == null ? [] : [sql`r.provider_id = ${providerId}`]),
    ...(from == null ? [] : [sql`r.accepted_at >= ${new Date(from)}`]),
    ...(to == null ? [] : [sql`r.accepted_at < ${new Date(to)}`])
  ])
}
