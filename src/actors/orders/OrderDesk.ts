import { Context, Effect, Layer, Schedule } from "effect"
import type { OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import type { TracedAnswer } from "../../domain/OrderAnswer.ts"
import { OrderActor, orderActorId } from "./OrderActor.ts"
import type { Ask } from "./OrderWork.ts"

/** Where commands for orders are asked: the orders' actors, or in a dry run their rules alone (OR-13). */
export class OrderDesk extends Context.Service<
  OrderDesk,
  {
    readonly ask: (
      tenantId: TenantId,
      panelId: PanelId,
      orderId: OrderId,
      ask: Ask
    ) => Effect.Effect<TracedAnswer>
  }
>()("relaydesk/actors/OrderDesk") {}

/** Asks the orders' actors. */
export const layer = Layer.effect(
  OrderDesk,
  Effect.gen(function* () {
    const orderActor = yield* OrderActor.client
    return OrderDesk.of({
      ask: (tenantId, panelId, orderId, ask) =>
        orderActor(orderActorId(tenantId, panelId, orderId))
          .Request(ask)
          .pipe(
            // The order's actor moves, is full or failed: asking again for the same cause is safe (rule 3).
            Effect.retry({ times: 8, schedule: Schedule.exponential("100 millis") }),
            Effect.orDie
          )
    })
  })
)
