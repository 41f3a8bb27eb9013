import { Option, Schema } from "effect"
import { OrderId } from "../../../../domain/Ids.ts"
import type { PanelId } from "../../../../domain/Ids.ts"
import type { Order } from "../../../../domain/Order.ts"
import { normalizeStatus } from "../../../../domain/OrderStatus.ts"
import { looseFlag, looseId, looseList, looseNumber, looseText, looseTime, looseUserId } from "../../Loose.ts"
import { normalizeProvider } from "../../ProviderName.ts"

const Row = Schema.Record(Schema.String, Schema.Unknown)
const decodeRow = Schema.decodeUnknownOption(Row)

/** An order as the panel sent it: an object with a usable id, every other field still unchecked. */
export interface OrderRow {
  readonly id: OrderId
  readonly fields: typeof Row.Type
}

/** The row, or none when it is no object or has no number. */
export const orderRow = (value: unknown): Option.Option<OrderRow> =>
  Option.flatMap(decodeRow(value), (fields) =>
    Option.map(Option.fromNullOr(looseId(fields["id"])), (id) => ({ id: OrderId.make(id), fields }))
  )

/** The rows of a list answer by id; what is no order is left out. */
export const orderRows = (data: unknown): ReadonlyMap<OrderId, OrderRow> => {
  const list = Option.match(decodeRow(data), { onNone: () => data, onSome: ({ list }) => list ?? data })
  return new Map(
    looseList(list).flatMap((value) => Option.toArray(orderRow(value)).map((row) => [row.id, row]))
  )
}

/** Whether the list left out who delivers the order; a field that is there but empty is an answer. */
export const lacksDelivery = ({ fields }: OrderRow): boolean =>
  fields["mode"] !== "manual" && !("provider" in fields && "external_id" in fields)

/** Whether the row leaves open which buttons the panel offers. */
export const lacksActions = ({ fields }: OrderRow): boolean => !("actions" in fields)

/** The order of a row. `mark` fingerprints the provider, whose name goes no further than this. */
export const toOrder = (
  { id, fields }: OrderRow,
  panelId: PanelId,
  mark: (name: string) => string
): Order => {
  const actions = Option.getOrElse(decodeRow(fields["actions"]), () => ({}) as typeof Row.Type)
  const provider = normalizeProvider(looseText(fields["provider"]) ?? "")
  return {
    id,
    panelId,
    username: looseText(fields["user"]) ?? "",
    ...("user_id" in fields ? { userId: looseUserId(fields["user_id"]) } : {}),
    status: normalizeStatus(looseText(fields["status"])),
    serviceId: looseText(fields["service_id"]),
    serviceName: looseText(fields["service_name"]),
    externalId: looseText(fields["external_id"]),
    providerMark: provider === null ? null : mark(provider),
    link: looseText(fields["link"]),
    quantity: looseNumber(fields["quantity"]),
    startCount: looseNumber(fields["start_count"]),
    remains: looseNumber(fields["remains"]),
    createdAt: looseTime(fields["created_timestamp"], fields["created"]),
    updatedAt: looseTime(fields["last_update_timestamp"], fields["last_update"]),
    isRefillOffered: looseFlag(actions["refill"]),
    isCancelOffered: looseFlag(actions["request_cancel"])
  }
}
