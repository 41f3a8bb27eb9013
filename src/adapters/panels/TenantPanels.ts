import { Effect, Layer } from "effect"
import type { OrderId } from "../../domain/Ids.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { PanelError, Panels } from "../../ports/Panels.ts"
import { unsupported } from "./kinds/Refusals.ts"
import { PanelLines } from "./PanelLines.ts"

const idsPerRequest = 100

/** The orders of a tenant's panels, each spoken to by its kind. */
export const layer: Layer.Layer<Panels, never, PanelLines> = Layer.effect(
  Panels,
  Effect.gen(function* () {
    const lines = yield* PanelLines

    const findOrders: Panels["Service"]["findOrders"] = Effect.fn("Panels.findOrders")(
      function* (tenantId, panelId, ids) {
        const urgency = (yield* PanelPriority) === "background" ? "background" : "read"
        return yield* lines.use(tenantId, panelId, ({ isOrderId }, { reads }) =>
          reads.find(ids.filter(isOrderId), urgency)
        )
      }
    )

    const canRequest: Panels["Service"]["canRequest"] = (tenantId, panelId, command) =>
      lines.use(tenantId, panelId, ({ commands }) => Effect.succeed(commands.includes(command)))

    const request: Panels["Service"]["request"] = Effect.fn("Panels.request")(
      function* (tenantId, panelId, command, ids) {
        return yield* lines.use(tenantId, panelId, (kind, line) => {
          const isPossible = kind.commands.includes(command) && ids.every(kind.isOrderId)
          if (!isPossible || ids.length > idsPerRequest) return Effect.fail(unsupported)
          return ids.length === 0 ? Effect.succeed([]) : line.request(kind, command, ids)
        })
      }
    )

    const alreadyRequested: Panels["Service"]["alreadyRequested"] = Effect.fn("Panels.alreadyRequested")(
      function* (tenantId, panelId, command, ids) {
        return yield* lines.use(
          tenantId,
          panelId,
          Effect.fnUntraced(function* (kind, { reads }) {
            if (!kind.commands.includes(command)) return new Set<OrderId>()
            const known = ids.filter(kind.isOrderId)
            reads.forget(known)
            const orders = yield* reads.find(known, "read", true)
            const states = known.map((id) => [id, kind.requestState(command, orders.get(id))] as const)
            if (states.some(([, state]) => state === "unknown")) return yield* unseen
            return new Set(states.filter(([, state]) => state === "made").map(([id]) => id))
          })
        )
      }
    )

    return Panels.of({ findOrders, canRequest, request, alreadyRequested })
  })
)

const unseen = new PanelError({
  reason: "Refused",
  mayHaveHappened: true,
  safeText:
    "The panel did not say whether it took the request, and does not show it. Look at the orders on the panel before asking again."
})
