import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ConversationId, OrderId, PanelId, TenantId } from "../domain/Ids.ts"
import type { OrderStatus } from "../domain/Order.ts"

/** Where an order of a conversation is. */
export interface OrderPlace {
  readonly panelId: PanelId
  readonly panelName: string
}

/** How orders looked when their panel was last read for staff or for the follow-up. Implemented by `adapters/postgres`. */
export class OrderSights extends Context.Service<
  OrderSights,
  {
    /** The panel of an order that this conversation knows; None of others, and of other tenants' conversations. */
    readonly place: (
      tenantId: TenantId,
      conversationId: ConversationId,
      orderId: OrderId
    ) => Effect.Effect<Option.Option<OrderPlace>>
    /** Remembers what one panel showed at `at` (unix milliseconds); dashboards hear of what changed. */
    readonly keep: (
      tenantId: TenantId,
      panelId: PanelId,
      seen: ReadonlyArray<{ readonly orderId: OrderId; readonly status: OrderStatus }>,
      at: number
    ) => Effect.Effect<void>
  }
>()("relaydesk/ports/OrderSights") {}
