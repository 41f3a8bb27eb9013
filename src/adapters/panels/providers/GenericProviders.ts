import { Effect } from "effect"
import { fieldsAt, rowsAt } from "../../../domain/DescribedOrder.ts"
import type { OrderId } from "../../../domain/Ids.ts"
import type { OrderPaths, PanelDescription } from "../../../domain/PanelDescription.ts"
import { genericCall, idWords } from "../kinds/generic/GenericCall.ts"
import { refusal } from "../kinds/Refusals.ts"
import { looseId, looseText } from "../Loose.ts"
import type { PanelCalls } from "../PanelCalls.ts"
import type { Urgency } from "../Throttle.ts"
import { sightings } from "./ProviderSightings.ts"

// A panel that takes one id in a call is not kept busy with a hundred.
const mostCalls = 20

/** Who delivers these orders of a described panel, where its description says how an order names him. */
export const genericProviders = Effect.fnUntraced(function* (
  calls: PanelCalls,
  description: PanelDescription,
  urgency: Urgency,
  ids: ReadonlyArray<OrderId>
) {
  const { action, fields, list } = description.orders
  if (fields.provider === undefined) return yield* notDescribed
  if (ids.length === 0) return yield* noOrders
  const seen = sightings()
  const most = action.idsPerCall ?? 1
  for (let call = 0; call < mostCalls && call * most < ids.length; call += 1) {
    const some = ids.slice(call * most, (call + 1) * most)
    const answer = yield* calls.call(urgency, (now) =>
      genericCall(now, description, action, idWords(action, some), false)
    )
    for (const row of answer?._tag === "Good" ? (rowsAt(answer.json, list, fields.id) ?? []) : []) {
      const found = fieldsAt<keyof OrderPaths>(row, fields)
      const id = looseId(found.id)
      // Where nothing is written, the owner's own staff deliver.
      if (id !== null) seen.order(id, looseText(found.provider) ?? "")
    }
  }
  return seen.all()
})

const notDescribed = refusal(
  "NotConfigured",
  "The description of the panel does not say where an order names its provider."
)

const noOrders = refusal(
  "NotConfigured",
  "This panel shows orders by their numbers alone, and none was asked for yet: providers appear with the first requests."
)
