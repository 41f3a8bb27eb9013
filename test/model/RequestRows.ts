import type { CommandName, RequestCommand } from "../../src/domain/CommandName.ts"
import type { DispatchId, OrderId } from "../../src/domain/Ids.ts"
import type { TestStorage } from "../contracts/TestStorage.ts"

/** The statuses of the request table. */
export type RequestStatus = "open" | "waiting" | "done" | "failed" | "closed"

/** An outward act of a request as the database has it. */
export interface DispatchRow {
  readonly id: DispatchId
  readonly kind: "panel" | "provider"
  readonly state: "queued" | "running" | "retrying" | "done" | "dead" | "uncertain"
  readonly messageId: string | null
}

/** A request as the database has it. */
export interface RequestRow {
  readonly id: string
  readonly message: string
  readonly orderId: OrderId
  readonly command: RequestCommand
  readonly asked: CommandName
  readonly at: number
  readonly status: RequestStatus
  readonly dispatches: ReadonlyArray<DispatchRow>
}

/** Every request of these orders, in the order of their ids. */
export const readRequests = ({ query }: TestStorage, orderIds: ReadonlyArray<OrderId>) =>
  query<RequestRow>(
    `select r.id, r.message_id as message, r.order_id as "orderId", r.command, r.asked, r.status,
      (extract(epoch from r.accepted_at) * 1000)::float8 as at,
      coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'state', d.state, 'messageId', d.message_id)
        order by d.kind) from dispatch d where d.request_id = r.id), '[]') as dispatches
     from request r where r.order_id = any($1) order by r.id`,
    [orderIds]
  )
