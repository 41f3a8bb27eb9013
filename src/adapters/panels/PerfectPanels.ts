import { Effect, Layer } from "effect"
import type { OrderId } from "../../domain/Ids.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { PanelError, Panels } from "../../ports/Panels.ts"
import { hasCancelRequest } from "./CancelAnswer.ts"
import { looseId } from "./Loose.ts"
import { PanelLines } from "./PanelLines.ts"

const idsPerCall = 100

/** The orders of Perfect Panels by their admin API v2. */
export const layer: Layer.Layer<Panels, never, PanelLines> = Layer.effect(
  Panels,
  Effect.gen(function* () {
    const lines = yield* PanelLines

    const findOrders: Panels["Service"]["findOrders"] = Effect.fn("Panels.findOrders")(
      function* (tenantId, panelId, ids) {
        const urgency = (yield* PanelPriority) === "background" ? "background" : "read"
        const known = ids.filter(isOrderId)
        return yield* lines.use(tenantId, panelId, (line) => line.reads.find(known, urgency))
      }
    )

    const request: Panels["Service"]["request"] = Effect.fn("Panels.request")(
      function* (tenantId, panelId, command, ids) {
        if (command !== "cancel" || !ids.every(isOrderId) || ids.length > idsPerCall)
          return yield* unsupported
        if (ids.length === 0) return []
        return yield* lines.use(tenantId, panelId, (line) => line.requestCancel(ids))
      }
    )

    const alreadyRequested: Panels["Service"]["alreadyRequested"] = Effect.fn("Panels.alreadyRequested")(
      function* (tenantId, panelId, command, ids) {
        if (command !== "cancel") return new Set<OrderId>()
        const known = ids.filter(isOrderId)
        const orders = yield* lines.use(tenantId, panelId, (line) => {
          line.reads.forget(known)
          return line.reads.find(known, "read", true)
        })
        return new Set(known.filter((id) => hasCancelRequest(orders.get(id))))
      }
    )

    return Panels.of({
      findOrders,
      request,
      alreadyRequested,
      canRequest: (_tenantId, _panelId, command) => Effect.succeed(command === "cancel")
    })
  })
)

// Anything else would be no order of a Perfect Panel, and is not put into a URL.
const isOrderId = (id: OrderId): boolean => looseId(id) === id

const unsupported = new PanelError({
  reason: "Refused",
  mayHaveHappened: false,
  safeText: "The panel has no request of this kind for these orders."
})
