import type { SqlClient } from "effect/sql"
import { channelSentence } from "../../domain/ChannelWords.ts"
import type { ChannelView } from "../../domain/LiveEvent.ts"

/** A channel as `channelColumns` selects it. */
export interface ChannelRow extends Omit<ChannelView, "since" | "lastAcknowledgedAt" | "sentence"> {
  readonly since: Date
  readonly lastAcknowledgedAt: Date | null
}

/** The columns of a ChannelRow; the table's own name is `channel`. */
export const channelColumns = (sql: SqlClient.SqlClient) => sql`
  id, kind, name, address, is_enabled as "isEnabled", state, state_since as since,
  last_acknowledged_at as "lastAcknowledgedAt", version::int as version`

/** What dashboards get of a channel row; `now` in unix milliseconds. */
export const channelView = (row: ChannelRow, now: number): ChannelView => ({
  ...row,
  sentence: channelSentence(row.state, now),
  since: row.since.getTime(),
  lastAcknowledgedAt: row.lastAcknowledgedAt?.getTime() ?? null
})
