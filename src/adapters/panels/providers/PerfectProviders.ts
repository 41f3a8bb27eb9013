import { Effect, Option } from "effect"
import type { OrderId } from "../../../domain/Ids.ts"
import { looseText } from "../Loose.ts"
import { type AdminCalls, noAdminApi } from "../kinds/perfect/AdminCalls.ts"
import { lacksDelivery, orderRow, type OrderRow, orderRows } from "../kinds/perfect/OrderRow.ts"
import type { Urgency } from "../Throttle.ts"
import { sightings } from "./ProviderSightings.ts"

// Orders of some days on a busy panel; every call waits its turn behind people.
const pageSize = 500
const mostPages = 4
const mostIds = 100
// A thin list costs a call for each service it shows.
const mostDetails = 60

/**
 * Who delivers a Perfect Panel's recent orders, and these ones. Where the list leaves it out, one order of each service is
 * looked up by itself. `GET /orders` alone is asked: it hands nothing out (facts: panel-apis 1b).
 */
export const perfectProviders = Effect.fnUntraced(function* (
  admin: AdminCalls,
  urgency: Urgency,
  ids: ReadonlyArray<OrderId>
) {
  const seen = sightings()
  const unclear = new Map<string, OrderRow>()

  const look = (row: OrderRow) => {
    const { provider, service_id } = row.fields
    const isSaid = "provider" in row.fields || row.fields["mode"] === "manual"
    seen.order(row.id, isSaid ? (looseText(provider) ?? "") : null)
    if (!isSaid && lacksDelivery(row)) unclear.set(looseText(service_id) ?? row.id, row)
  }

  const list = Effect.fnUntraced(function* (query: string) {
    const answer = yield* admin.call(urgency, () => ({ path: `/orders?${query}` }))
    if (answer?._tag !== "Data") return yield* noAdminApi
    const rows = orderRows(answer.data)
    rows.forEach(look)
    return rows.size
  })

  if (ids.length > 0) yield* list(`ids=${ids.slice(0, mostIds).join(",")}&limit=${mostIds}`)
  for (let page = 0; page < mostPages; page += 1) {
    const rows = yield* list(`limit=${pageSize}&offset=${page * pageSize}&sort=date-desc`)
    if (rows < pageSize) break
  }
  for (const { id } of [...unclear.values()].slice(0, mostDetails)) {
    const answer = yield* admin.call(urgency, () => ({ path: `/orders/${id}` }))
    const detail = answer?._tag === "Data" ? Option.getOrUndefined(orderRow(answer.data)) : undefined
    if (detail !== undefined && "provider" in detail.fields)
      seen.order(id, looseText(detail.fields["provider"]) ?? "")
  }
  return seen.all()
})
