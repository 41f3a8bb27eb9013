import type { SqlClient } from "effect/sql"
import type { DeadLetter, DeadLetterFilter } from "../../../ports/DeadLetters.ts"

type Destination = NonNullable<DeadLetter["destination"]>

/** A dead letter as `deadLetterColumns` selects it. */
export interface DeadLetterRow extends Omit<DeadLetter, "acceptedAt" | "at" | "dismissedAt" | "destination"> {
  readonly acceptedAt: Date
  readonly at: Date | null
  readonly dismissedAt: Date | null
  readonly conversationId: Destination["conversationId"] | null
  readonly title: string | null
  readonly channelName: string | null
  readonly pausedUntil: Date | null
}

/** What `d` is by its state, and by a person's word. */
const state = (sql: SqlClient.SqlClient) =>
  sql`case when d.dismissed_at is null then d.state else 'dismissed' end`

/** The columns of a DeadLetterRow, of the tables of `deadLetterTables`. Aliases only, never a provider's own name (PR-03). */
export const deadLetterColumns = (sql: SqlClient.SqlClient) => sql`
  d.id, d.request_id as "requestId", d.kind, ${state(sql)} as state, d.command, d.order_id as "orderId",
  (select username from customer where id = r.customer_id) as "customerUsername", d.provider_id as "providerId",
  (select alias from provider where id = d.provider_id) as "providerAlias", d.panel_id as "panelId",
  (select name from panel where id = d.panel_id) as "panelName", c.id as "conversationId",
  coalesce(c.title, split_part(coalesce(c.chat_pn, c.chat_id), '@', 1)) as title,
  (select name from channel where id = c.channel_id) as "channelName",
  (select until from paused_chat where conversation_id = c.id) as "pausedUntil",
  d.attempts, d.safe_text as "safeText", d.may_have_happened or d.state = 'uncertain' as "mayHaveHappened",
  r.accepted_at as "acceptedAt", d.settled_at as at, d.dismissed_at as "dismissedAt", d.dismissed_by as "dismissedBy"`

/** Dispatches `d` with their requests `r`, messages `m` and chats `c`. */
export const deadLetterTables = (sql: SqlClient.SqlClient) => sql`
  dispatch d join request r on r.id = d.request_id
    left join message m on m.id = d.message_id left join conversation c on c.id = m.conversation_id`

/** Troubled dispatches that fit, whatever their state. */
export const fits = (sql: SqlClient.SqlClient, filter: DeadLetterFilter) => {
  const always = sql`true`
  const { command, destination, kind, panelId, providerId, since } = filter
  return sql`d.state in ('retrying', 'dead', 'uncertain')
    and ${kind === null ? always : sql`d.kind = ${kind}`}
    and ${command === null ? always : sql`d.command = ${command}`}
    and ${providerId === null ? always : sql`d.provider_id = ${providerId}`}
    and ${panelId === null ? always : sql`d.panel_id = ${panelId}`}
    and ${destination === null ? always : sql`c.id = ${destination}`}
    and ${since === null ? always : sql`coalesce(d.settled_at, r.accepted_at) >= ${new Date(since)}`}`
}

/** Those of `fits` in the wanted state. */
export const isIn = (sql: SqlClient.SqlClient, wanted: DeadLetterFilter["state"]) =>
  wanted === "dismissed"
    ? sql`d.dismissed_at is not null`
    : sql`d.dismissed_at is null and d.state = ${wanted}`

/** How many of `fits` there are in each state. */
export const stateCounts = (sql: SqlClient.SqlClient, filter: DeadLetterFilter) => sql<{
  readonly state: DeadLetterFilter["state"]
  readonly count: number
}>`
  select ${state(sql)} as state, count(*)::int as count from ${deadLetterTables(sql)}
  where ${fits(sql, filter)} group by 1`

/** What the pages get of a row. */
export const deadLetter = (row: DeadLetterRow): DeadLetter => {
  const { conversationId, title, channelName, pausedUntil, ...fields } = row
  return {
    ...fields,
    destination:
      conversationId === null
        ? null
        : {
            conversationId,
            title: title ?? "",
            channelName: channelName ?? "",
            pausedUntil: pausedUntil?.getTime() ?? null
          },
    acceptedAt: row.acceptedAt.getTime(),
    at: row.at?.getTime() ?? null,
    dismissedAt: row.dismissedAt?.getTime() ?? null
  }
}
