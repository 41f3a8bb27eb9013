import { Effect, Layer, RcMap, Schedule } from "effect"
import { CircuitBreaker } from "effect/persistence"
import type { OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import { Egress } from "../../ports/Egress.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { PanelError, Panels } from "../../ports/Panels.ts"
import { Vault } from "../../ports/Vault.ts"
import { hasCancelRequest } from "./CancelAnswer.ts"
import { looseId } from "./Loose.ts"
import * as PanelCalls from "./PanelCalls.ts"
import type { CallTimeouts } from "./PanelCalls.ts"
import * as PanelLine from "./PanelLine.ts"
import * as Throttle from "./Throttle.ts"

const idsPerCall = 100
const failuresThatPause = 5
const longestPause = "1 minute"

/** What may differ between installations. */
export interface PanelOptions extends CallTimeouts {
  /** Reads an order by itself where the list leaves out who delivers it. */
  readonly readsDetails: boolean
}

/** Details are read; a read may take 10 seconds, a write 15. */
export const defaultOptions: PanelOptions = {
  readsDetails: true,
  readTimeoutMillis: 10_000,
  writeTimeoutMillis: 15_000
}

/** Perfect Panel's admin API v2, one line per panel that ends when unused for ten minutes. */
export const layerWith = (options: PanelOptions) =>
  Layer.effect(
    Panels,
    Effect.gen(function* () {
      const egress = yield* Egress
      const accounts = yield* PanelAccounts
      const vault = yield* Vault
      const breaker = yield* CircuitBreaker.make({
        tripPolicy: CircuitBreaker.consecutive(failuresThatPause),
        openDuration: Schedule.min([Schedule.exponential("2 seconds"), Schedule.spaced(longestPause)])
      })
      const lines = yield* RcMap.make({
        idleTimeToLive: "10 minutes",
        lookup: Effect.fnUntraced(function* (key: string) {
          const [tenantId, panelId] = key.split("|") as [TenantId, PanelId]
          const throttle = yield* Throttle.make
          const calls = PanelCalls.make({
            tenantId,
            panelId,
            egress,
            accounts,
            breaker,
            throttle,
            timeouts: options
          })
          const mark = (name: string) => vault.mark(tenantId, name)
          return yield* PanelLine.make(throttle, calls, { panelId, mark, readsDetails: options.readsDetails })
        })
      })
      const withLine = <A>(
        tenantId: TenantId,
        panelId: PanelId,
        use: (line: PanelLine.PanelLine) => Effect.Effect<A, PanelError>
      ) => Effect.scoped(Effect.flatMap(RcMap.get(lines, `${tenantId}|${panelId}`), use))

      const findOrders: Panels["Service"]["findOrders"] = Effect.fn("Panels.findOrders")(
        function* (tenantId, panelId, ids) {
          const urgency = (yield* PanelPriority) === "background" ? "background" : "read"
          const known = ids.filter(isOrderId)
          return yield* withLine(tenantId, panelId, (line) => line.reads.find(known, urgency))
        }
      )

      const request: Panels["Service"]["request"] = Effect.fn("Panels.request")(
        function* (tenantId, panelId, command, ids) {
          if (command !== "cancel" || !ids.every(isOrderId) || ids.length > idsPerCall)
            return yield* unsupported
          if (ids.length === 0) return []
          return yield* withLine(tenantId, panelId, (line) => line.requestCancel(ids))
        }
      )

      const alreadyRequested: Panels["Service"]["alreadyRequested"] = Effect.fn("Panels.alreadyRequested")(
        function* (tenantId, panelId, command, ids) {
          if (command !== "cancel") return new Set<OrderId>()
          const known = ids.filter(isOrderId)
          const orders = yield* withLine(tenantId, panelId, (line) => {
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
  ).pipe(Layer.provide(CircuitBreaker.layerStoreMemory()))

/** `layerWith` the default options. */
export const layer: Layer.Layer<Panels, never, Egress | PanelAccounts | Vault> = layerWith(defaultOptions)

// Anything else would be no order of a Perfect Panel, and is not put into a URL.
const isOrderId = (id: OrderId): boolean => looseId(id) === id

const unsupported = new PanelError({
  reason: "Refused",
  mayHaveHappened: false,
  safeText: "The panel has no request of this kind for these orders."
})
