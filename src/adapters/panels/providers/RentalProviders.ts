import { Effect, Predicate } from "effect"
import type { OrderId } from "../../../domain/Ids.ts"
import { looseId, looseList, looseText } from "../Loose.ts"
import { refusal } from "../kinds/Refusals.ts"
import { rentalCall } from "../kinds/rental/RentalCall.ts"
import type { PanelCalls } from "../PanelCalls.ts"
import type { Urgency } from "../Throttle.ts"
import { sightings } from "./ProviderSightings.ts"

const mostIds = 100

/**
 * Who a Rental Panel buys from: its own list, which its support has to switch on, and who delivers these orders. Other
 * lists of orders claim them there and are not asked (facts: panel-apis 2a).
 */
export const rentalProviders = Effect.fnUntraced(function* (
  calls: PanelCalls,
  urgency: Urgency,
  ids: ReadonlyArray<OrderId>
) {
  const seen = sightings()
  const isListed = yield* calls
    .call(urgency, (account) => rentalCall(account, "getProviders", {}))
    .pipe(
      Effect.map((answer) => {
        if (answer?._tag !== "Good") return false
        for (const row of looseList(answer.fields["providers"] ?? answer.fields["data"])) {
          const alias = Predicate.isObject(row) ? textOf(row, "alias") : null
          if (alias !== null) seen.name(alias)
        }
        return true
      }),
      // The panel does not know the action, or not for this key; whether the key is good shows with the orders.
      Effect.catchIf(
        ({ reason }) =>
          reason === "NotConfigured" || reason === "Refused" || (reason === "Unauthorized" && ids.length > 0),
        () => Effect.succeed(false)
      )
    )
  if (!isListed && ids.length === 0) return yield* nothingToRead
  if (ids.length > 0) {
    const answer = yield* calls.call(urgency, (account) =>
      rentalCall(account, "getOrders-by-id", { orders: ids.slice(0, mostIds).join(","), provider: "1" })
    )
    const rows = answer?._tag === "Good" ? looseList(answer.fields["orders"] ?? answer.fields["data"]) : []
    for (const row of rows) {
      if (!Predicate.isObject(row)) continue
      const id = looseId(fieldOf(row, "id"))
      if (id !== null) seen.order(id, "provider" in row ? (textOf(row, "provider") ?? "") : null)
    }
  }
  return seen.all()
})

const fieldOf = (row: object, name: string): unknown => (row as Readonly<Record<string, unknown>>)[name]
const textOf = (row: object, name: string) => looseText(fieldOf(row, name))

const nothingToRead = refusal(
  "NotConfigured",
  "The panel does not list its providers: its support can switch “getProviders” on for your key. Without it, providers appear with the first requests."
)
