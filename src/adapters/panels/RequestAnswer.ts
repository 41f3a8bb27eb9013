import { Predicate } from "effect"
import type { OrderId } from "../../domain/Ids.ts"
import type { Order } from "../../domain/Order.ts"
import type { WriteResult } from "../../ports/Panels.ts"
import { looseFlag, looseId, looseList, looseNumber, looseText } from "./Loose.ts"
import { safePanelText } from "./SafePanelText.ts"

/**
 * What the panel said to each order of a request. Per-order rows when the answer has them
 * (`{id, success, message, error_code}` or the user API's `{order, cancel}` and `{order, refill}`); else its one "no error" is
 * for all. An order the rows leave out was not accepted.
 */
export const requestResults = (
  data: unknown,
  ids: ReadonlyArray<OrderId>,
  readId: (value: unknown) => string | null = looseId
): ReadonlyArray<WriteResult> => {
  const rows = new Map(
    rowsOf(data, readId).flatMap((row) => (row === undefined ? [] : [[row.id, row] as const]))
  )
  return ids.map((orderId) => {
    if (rows.size === 0) return { orderId, isAccepted: true, message: "" }
    const row = rows.get(orderId)
    if (row === undefined)
      return { orderId, isAccepted: false, message: "The panel did not name this order." }
    const message = row.isAccepted ? "" : row.message || "The panel refused."
    return { orderId, isAccepted: row.isAccepted, message }
  })
}

const rowsOf = (data: unknown, readId: (value: unknown) => string | null) => {
  const list = Predicate.hasProperty(data, "orders")
    ? data.orders
    : Predicate.hasProperty(data, "list")
      ? data.list
      : data
  return looseList(list).map((value) => resultRow(value, readId))
}

const resultRow = (value: unknown, readId: (value: unknown) => string | null) => {
  if (!Predicate.isObject(value)) return undefined
  const row: Readonly<Record<PropertyKey, unknown>> = value as Readonly<Record<PropertyKey, unknown>>
  const id = readId(row["id"] ?? row["order_id"] ?? row["order"])
  if (id === null) return undefined
  const answer = row["cancel"] ?? row["refill"]
  const error = Predicate.hasProperty(answer, "error") ? answer.error : row["error"]
  const isRefused =
    looseFlag(row["success"]) === false ||
    (looseNumber(row["error_code"]) ?? 0) !== 0 ||
    (looseText(error) ?? null) !== null
  const message = safePanelText(
    looseText(row["message"]) ?? looseText(row["error_message"]) ?? looseText(error) ?? ""
  )
  return { id, isAccepted: !isRefused, message }
}

/**
 * Whether an order shows that its cancel was requested: it ended cancelled, refunded or partly done, or
 * it still runs and the panel no longer offers the request.
 */
export const hasCancelRequest = (order: Order | undefined): boolean => {
  if (order === undefined) return false
  switch (order.status) {
    case "completed":
    case "error":
      return false
    case "cancelled":
    case "refunded":
    case "partial":
      return true
    default:
      return order.isCancelOffered === false
  }
}
