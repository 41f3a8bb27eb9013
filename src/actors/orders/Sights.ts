import { Clock, type Duration, Effect } from "effect"
import { isShownByPanel, type Sight } from "../../domain/FollowUp.ts"
import type { OrderId } from "../../domain/Ids.ts"
import type { HeldRequest } from "../../ports/FollowUps.ts"
import { OrderSights } from "../../ports/OrderSights.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { Panels } from "../../ports/Panels.ts"
import { ProviderCalls } from "../../ports/ProviderCalls.ts"

/** One request and how its order or its refill looks now. */
export interface Seen {
  readonly request: HeldRequest
  readonly sight: Sight
}

/** The panels' own limit, and the providers'. */
const idsPerCall = 100

/** Reads 100 at a time; after the first failure or silence the rest stays unread. */
const readAll = <Id extends string, E, R>(
  ids: ReadonlyArray<Id>,
  patience: Duration.Input,
  read: (ids: ReadonlyArray<Id>) => Effect.Effect<void, E, R>
) =>
  Effect.gen(function* () {
    for (let from = 0; from < ids.length; from += idsPerCall) yield* read(ids.slice(from, from + idsPerCall))
  }).pipe(
    Effect.timeoutOption(patience),
    Effect.ignore,
    Effect.catchCause((cause) => Effect.logError("Results could not be looked at", cause)),
    Effect.provideService(PanelPriority, "background")
  )

/** Looks at one panel's orders; what was not read counts as unreachable. */
export const lookAtPanel = Effect.fnUntraced(function* (
  requests: ReadonlyArray<HeldRequest>,
  patience: Duration.Input
) {
  const panels = yield* Panels
  const { tenantId, panelId } = requests[0]!
  const shown = requests.filter(({ command }) => isShownByPanel(command))
  const ids = [...new Set(shown.map(({ orderId }) => orderId))]
  const sights = new Map<OrderId, Sight>()
  yield* readAll(ids, patience, (asked) =>
    Effect.map(panels.findOrders(tenantId, panelId, asked), (found) => {
      for (const id of asked) sights.set(id, found.get(id) ?? "absent")
    })
  )
  const orders = [...sights].flatMap(([orderId, sight]) =>
    typeof sight === "object" && "status" in sight ? [{ orderId, status: sight.status }] : []
  )
  yield* (yield* OrderSights).keep(tenantId, panelId, orders, yield* Clock.currentTimeMillis)
  return requests.map((request): Seen => {
    const sight = isShownByPanel(request.command) ? (sights.get(request.orderId) ?? "unreachable") : "absent"
    return { request, sight }
  })
})

/** Looks at one provider's refills, which his API has numbered. */
export const lookAtRefills = Effect.fnUntraced(function* (
  requests: ReadonlyArray<HeldRequest>,
  patience: Duration.Input
) {
  const providers = yield* ProviderCalls
  const { refill, tenantId } = requests[0]!
  const refs = [...new Set(requests.flatMap((request) => request.refill?.ref ?? []))]
  const sights = new Map<string, Sight>()
  if (refill !== null) {
    yield* readAll(refs, patience, (asked) =>
      Effect.map(providers.refills(tenantId, refill.providerId, asked), (found) => {
        for (const ref of asked) {
          const state = found.get(ref)
          sights.set(ref, state === undefined ? "absent" : { refill: state })
        }
      })
    )
  }
  return requests.map((request): Seen => ({
    request,
    sight: sights.get(request.refill?.ref ?? "") ?? "unreachable"
  }))
})
