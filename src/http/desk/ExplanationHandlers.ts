import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Desk } from "../../ports/Desk.ts"
import { Explanations } from "../../ports/Explanations.ts"
import { OrderSights } from "../../ports/OrderSights.ts"
import { Panels } from "../../ports/Panels.ts"
import { found } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"
import { makeAccountLooks } from "./AccountLooks.ts"

/** A person waits no longer for a panel. */
const patience = "10 seconds"

/** Why the bot wrote something, what became of requests, and a look at an order. */
export const layer = HttpApiBuilder.group(
  Api,
  "explanations",
  Effect.fn(function* (handlers) {
    const explanations = yield* Explanations
    const sights = yield* OrderSights
    const panels = yield* Panels
    const desk = yield* Desk
    const accounts = yield* makeAccountLooks
    return handlers.handleAll({
      why: Effect.fn("ExplanationApi.why")(function* ({ params }) {
        return yield* found(yield* explanations.why(yield* CurrentTenant, params.id))
      }),

      timeline: Effect.fn("ExplanationApi.timeline")(function* ({ params }) {
        return { steps: yield* found(yield* explanations.timeline(yield* CurrentTenant, params.id)) }
      }),

      accounts: Effect.fn("ExplanationApi.accounts")(function* ({ params }) {
        const tenantId = yield* CurrentTenant
        const { customer } = yield* found(yield* desk.conversation(tenantId, params.id))
        return { items: customer === null ? [] : yield* accounts(tenantId, customer) }
      }),

      look: Effect.fn("ExplanationApi.look")(function* ({ params: { id, orderId } }) {
        const tenantId = yield* CurrentTenant
        const { panelId, panelName } = yield* found(yield* sights.place(tenantId, id, orderId))
        const orders = yield* panels.findOrders(tenantId, panelId, [orderId]).pipe(
          Effect.timeout(patience),
          Effect.catchTags({
            PanelError: (error) => refuse(Conflict, error.safeText),
            TimeoutError: () => refuse(Conflict, "The panel has not answered within 10 seconds. Try again.")
          })
        )
        const status = orders.get(orderId)?.status
        if (status === undefined)
          return yield* refuse(Conflict, "The panel does not know this order any more.")
        const at = yield* Clock.currentTimeMillis
        yield* sights.keep(tenantId, panelId, [{ orderId, status }], at)
        return { orderId, panelName, status, at }
      })
    })
  })
)
