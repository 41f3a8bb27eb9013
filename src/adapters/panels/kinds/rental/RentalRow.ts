import { Predicate } from "effect"
import { OrderId } from "../../../../domain/Ids.ts"
import type { PanelId } from "../../../../domain/Ids.ts"
import type { Order } from "../../../../domain/Order.ts"
import { normalizeStatus } from "../../../../domain/OrderStatus.ts"
import { looseId, looseNumber, looseText, looseTime } from "../../Loose.ts"
import { normalizeProvider } from "../../ProviderName.ts"

const quarterMillis = 15 * 60_000

/** The order of a row of getOrders-by-id; undefined when it is none. `now` in unix milliseconds. */
export const rentalOrder = (
  value: unknown,
  panelId: PanelId,
  mark: (name: string) => string,
  now: number
): Order | undefined => {
  if (!Predicate.isObject(value)) return undefined
  const row = value as Readonly<Record<PropertyKey, unknown>>
  const id = looseId(row["id"])
  if (id === null) return undefined
  const provider = normalizeProvider(looseText(row["provider"]) ?? "")
  const created = looseTime(row["date_timestamp"], row["date"] ?? row["created"])
  return {
    id: OrderId.make(id),
    panelId,
    username: looseText(row["username"] ?? row["user"]) ?? "",
    status: normalizeStatus(looseText(row["order_status"] ?? row["status"])),
    serviceId: looseText(row["service_id"]),
    serviceName: looseText(row["service"] ?? row["service_name"]),
    externalId: looseText(row["external_id"]),
    providerMark: provider === null ? null : mark(provider),
    link: looseText(row["link"]),
    quantity: looseNumber(row["quantity"]),
    startCount: looseNumber(row["start_count"]),
    remains: looseNumber(row["remains"]),
    createdAt: created === null ? null : created - clockAhead(row["current_date"], now),
    updatedAt: null,
    isRefillOffered: null,
    isCancelOffered: null
  }
}

// The panel writes its own clock beside each order: whole quarters of an hour are its time zone.
const clockAhead = (panelNow: unknown, now: number): number => {
  const stamp = looseTime(undefined, panelNow)
  return stamp === null ? 0 : Math.round((stamp - now) / quarterMillis) * quarterMillis
}
