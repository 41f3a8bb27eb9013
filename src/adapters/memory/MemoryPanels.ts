import { Duration, Effect, Layer } from "effect"
import type { OrderId, PanelId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import { Panels } from "../../ports/Panels.ts"
import { ProviderNames } from "../../ports/ProviderNames.ts"
import { memoryCatalogue } from "./MemoryCatalogue.ts"
import { memoryProviderCalls } from "./MemoryProviderCalls.ts"

/** Panels in memory: orders come from `orderOf`, answers after `latency`, cancel is the only request they know, their services and providers are not listed. */
export const memoryPanels = (options: {
  readonly orderOf: (panelId: PanelId, id: OrderId) => Order | null
  readonly latency?: Duration.Input
  readonly onRequest?: (ids: ReadonlyArray<OrderId>) => void
}) => {
  const pause = Effect.sleep(options.latency ?? Duration.zero)
  const panels = Layer.succeed(Panels, {
    findOrders: (_tenantId, panelId, ids) =>
      Effect.as(
        pause,
        new Map(
          ids.flatMap((id) => {
            const order = options.orderOf(panelId, id)
            return order === null ? [] : [[id, order] as const]
          })
        )
      ),
    canRequest: (_tenantId, _panelId, command) => Effect.succeed(command === "cancel"),
    request: (_tenantId, _panelId, _command, ids) =>
      Effect.map(pause, () => {
        options.onRequest?.(ids)
        return ids.map((orderId) => ({ orderId, isAccepted: true, message: "" }))
      }),
    alreadyRequested: () => Effect.succeed(new Set<OrderId>())
  })
  const names = Layer.succeed(ProviderNames, {
    read: () => Effect.succeed({ providers: [], orders: 0, manualOrders: 0 })
  })
  return Layer.mergeAll(panels, memoryCatalogue(), memoryProviderCalls(), names)
}
