import type { SqlClient } from "effect/sql"
import { healthSentence } from "../../domain/ChannelHealth.ts"
import { privacyWords } from "../../domain/ChannelWords.ts"
import type { ChannelView } from "../../domain/LiveEvent.ts"

/** A channel as `channelColumns` selects it. */
export interface ChannelRow extends Omit<
  ChannelView,
  "since" | "lastAcknowledgedAt" | "oldestWaitingAt" | "sentence"
> {
  readonly since: Date
  readonly lastAcknowledgedAt: Date | null
  readonly oldestWaitingAt: Date | null
  /** A bot with groups whose messages it does not get. */
  readonly isDeaf: boolean
}

/** The columns of a ChannelRow; the table's own name is `channel`. What a chat that refuses holds back waits for nobody. */
export const channelColumns = (sql: SqlClient.SqlClient) => sql`
  id, kind, name, address, is_enabled as "isEnabled", state, state_since as since,
  last_acknowledged_at as "lastAcknowledgedAt", version::int as version,
  has_privacy and misses_messages(id) as "isDeaf",
  (select m.sent_at from message m where m.channel_id = channel.id and not m.is_broadcast and m.stage in ('queued', 'sending')
    and not exists (select 1 from paused_chat z where z.conversation_id = m.conversation_id)
    order by m.id limit 1) as "oldestWaitingAt"`

/** What dashboards get of a channel row; `now` in unix milliseconds. */
export const channelView = ({ isDeaf, oldestWaitingAt, ...row }: ChannelRow, now: number): ChannelView => {
  const channel = {
    ...row,
    since: row.since.getTime(),
    lastAcknowledgedAt: row.lastAcknowledgedAt?.getTime() ?? null,
    ...(oldestWaitingAt === null ? {} : { oldestWaitingAt: oldestWaitingAt.getTime() })
  }
  const words = healthSentence(channel, now)
  return { ...channel, sentence: isDeaf && row.state._tag === "Open" ? `${words}. ${privacyWords}` : words }
}
