import { Option } from "effect"
import { describedStatus, fieldsAt, rowsAt } from "../../../../domain/DescribedOrder.ts"
import { OrderId } from "../../../../domain/Ids.ts"
import type { PanelId } from "../../../../domain/Ids.ts"
import type { Order } from "../../../../domain/Order.ts"
import type { OrderPaths, PanelDescription } from "../../../../domain/PanelDescription.ts"
import type { OfferedService } from "../../../../ports/Catalogue.ts"
import { looseFlag, looseId, looseNumber, looseText, looseTime, looseUserId } from "../../Loose.ts"
import { normalizeProvider } from "../../ProviderName.ts"
import { serviceRow } from "../user/ServiceRow.ts"

/** The orders of an answer, read as the owner described; undefined when the answer has no list of orders. */
export const genericOrders = (
  json: unknown,
  description: PanelDescription,
  panelId: PanelId,
  mark: (name: string) => string
): ReadonlyArray<Order> | undefined => {
  const { list, fields } = description.orders
  return rowsAt(json, list, fields.id)?.flatMap((row) => {
    const found = fieldsAt<keyof OrderPaths>(row, fields)
    const id = looseId(found.id)
    return id === null ? [] : [orderOf(OrderId.make(id), found, description, panelId, mark)]
  })
}

const orderOf = (
  id: OrderId,
  found: Readonly<Record<keyof OrderPaths, unknown>>,
  description: PanelDescription,
  panelId: PanelId,
  mark: (name: string) => string
): Order => {
  const provider = normalizeProvider(looseText(found.provider) ?? "")
  return {
    id,
    panelId,
    username: looseText(found.username) ?? "",
    ...(description.orders.fields.userId === undefined ? {} : { userId: looseUserId(found.userId) }),
    status: describedStatus(looseText(found.status), description),
    serviceId: looseText(found.serviceId),
    serviceName: looseText(found.serviceName),
    externalId: looseText(found.externalId),
    providerMark: provider === null ? null : mark(provider),
    link: looseText(found.link),
    quantity: looseNumber(found.quantity),
    startCount: looseNumber(found.startCount),
    remains: looseNumber(found.remains),
    createdAt: momentOf(found.createdAt),
    updatedAt: momentOf(found.updatedAt),
    isRefillOffered: looseFlag(found.refillOffered),
    isCancelOffered: looseFlag(found.cancelOffered)
  }
}

// Milliseconds, seconds, or a date; one with a zone is taken with it.
const momentOf = (value: unknown): number | null => {
  const stamp = looseNumber(value)
  if (stamp !== null) return stamp > 1e11 ? stamp : looseTime(stamp, undefined)
  const text = looseText(value) ?? ""
  const zoned = /[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(zoned) ? looseTime(undefined, text) : zoned
}

/** The services of an answer; undefined when it has no list of them. */
export const genericServices = (
  json: unknown,
  { list, fields }: NonNullable<PanelDescription["services"]>
): ReadonlyArray<OfferedService> | undefined => {
  const services = rowsAt(json, list, fields.id)?.flatMap((row) => {
    const { id, name, ...rest } = fieldsAt<keyof typeof fields>(row, fields)
    return Option.toArray(serviceRow({ ...rest, service: id, name }))
  })
  return services && [...new Map(services.map((service) => [service.serviceId, service])).values()]
}
