import type { SqlClient } from "effect/sql"
import type { DeliveryView } from "../../../ports/WebhookDeliveries.ts"

/** A stored webhook as `deliveryColumns` selects it. */
export interface DeliveryRow extends Omit<DeliveryView, "receivedAt" | "nextAt" | "settledAt"> {
  readonly receivedAt: Date
  readonly nextAt: Date
  readonly settledAt: Date | null
}

/** The columns of a DeliveryRow, of `webhook_delivery w` and `channel c`; never its body. */
export const deliveryColumns = (sql: SqlClient.SqlClient) => sql`
  w.id, w.channel_id as "channelId", c.name as "channelName", w.kind, w.dedupe_key as key, length(w.body) as bytes,
  w.received_at as "receivedAt", w.repeats, w.state, w.attempts, w.next_at as "nextAt", w.settled_at as "settledAt",
  w.safe_error as "safeError"`

/** What pages get of a row. */
export const deliveryView = ({ receivedAt, nextAt, settledAt, ...row }: DeliveryRow): DeliveryView => ({
  ...row,
  receivedAt: receivedAt.getTime(),
  nextAt: row.state === "waiting" ? nextAt.getTime() : null,
  settledAt: settledAt?.getTime() ?? null
})

/** Whether it can be the id of a row at all. */
export const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
