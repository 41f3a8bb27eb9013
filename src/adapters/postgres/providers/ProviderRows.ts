import type { SqlClient } from "effect/sql"
import type { ProviderId } from "../../../domain/Ids.ts"
import type { ProviderEntry, ProviderFields } from "../../../ports/Providers.ts"

const countedMillis = 30 * 24 * 3_600_000

/** A provider as it is stored; the sealed name and its mark stay there. */
export interface ProviderRow extends Omit<ProviderEntry, "createdAt"> {
  readonly createdAt: Date
}

/** The tenant's providers, or one of them, with their requests of the 30 days before `now` (unix milliseconds). */
export const providerRows = (
  sql: SqlClient.SqlClient,
  id: ProviderId | null,
  now: number
) => sql<ProviderRow>`
  with counted as (
    select provider_id, count(*)::int as requests from request
    where provider_id is not null and accepted_at > ${new Date(now - countedMillis)}
      and ${id === null ? sql`true` : sql`provider_id = ${id}`}
    group by provider_id
  )
  select p.id, p.panel_id as "panelId", a.name as "panelName", p.alias, p.words, p.format,
    p.is_forwarded as "isForwarded", p.is_panel_asked as "isPanelAsked", p.off_forward as "offForward",
    p.off_panel as "offPanel", coalesce(c.requests, 0) as requests, p.created_at as "createdAt"
  from provider p join panel a on a.id = p.panel_id left join counted c on c.provider_id = p.id
  where ${id === null ? sql`true` : sql`p.id = ${id}`}
  order by a.created_at, a.id, lower(p.alias)`

/** The row as people see it. */
export const providerEntry = ({ createdAt, ...row }: ProviderRow): ProviderEntry => ({
  ...row,
  createdAt: createdAt.getTime()
})

/** What of a provider may be changed, and is told in the audit. */
export const fieldsOf = (row: ProviderFields): ProviderFields => ({
  alias: row.alias,
  words: row.words,
  format: row.format,
  isForwarded: row.isForwarded,
  isPanelAsked: row.isPanelAsked,
  offForward: row.offForward,
  offPanel: row.offPanel
})
