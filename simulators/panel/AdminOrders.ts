import {
  bodyIds,
  eachOrder,
  idList,
  invalid,
  notFound,
  page,
  type AdminCall,
  type AdminRoute
} from "./AdminCall.ts"
import { MANUAL, ORDER_STATUSES, type OrderStatus, type PanelOrder } from "./Model.ts"
import { orderListWire, orderWire } from "./Wire.ts"
import { isObject } from "../telegram/http/Body.ts"

const listOrders: AdminRoute = (call) => {
  const { settings, input } = call
  const orders = selected(call)
  const sorted = input.optionalText("sort") === "date-asc" ? orders : orders.toReversed()
  const render = settings.listDetail === "full" ? orderWire : orderListWire
  return page(call, sorted, (order) => render(call, order))
}

/** Oldest first. */
const selected = ({ store, input }: AdminCall): ReadonlyArray<PanelOrder> => {
  const user = input.optionalText("user")?.toLowerCase()
  const status = input.optionalText("order_status")
  const services = input.has("service_ids") ? new Set(idList(input.text("service_ids"))) : undefined
  const from = input.optionalNumber("created_from") ?? 0
  const to = input.optionalNumber("created_to") ?? Number.POSITIVE_INFINITY
  const ids = input.has("ids") ? new Set(idList(input.text("ids"))) : undefined
  const candidates = ids
    ? [...ids]
        .flatMap((id) => store.orders.get(id) ?? [])
        .sort((a, b) => a.created - b.created || a.id - b.id)
    : store.ordersByDate
  return candidates.filter(
    (order) =>
      (user === undefined || order.user.toLowerCase() === user) &&
      (status === undefined || order.status === status) &&
      (services === undefined || services.has(order.serviceId)) &&
      order.created >= from &&
      order.created <= to
  )
}

const namedOrder = ({ store, input }: AdminCall): PanelOrder => {
  const order = store.orders.get(Number(input.text("id")))
  if (!order) throw notFound()
  return order
}

/** Hands out pending manual orders and moves them on: a support bot must never call it. */
const pullOrders: AdminRoute = (call) => {
  const services = new Set(idList(call.input.optionalText("service_ids") ?? ""))
  const limit = Math.min(call.input.optionalNumber("limit") ?? 100, 100)
  const list = call.store.ordersByDate
    .filter(
      (order) => order.provider === MANUAL && order.status === "pending" && services.has(order.serviceId)
    )
    .slice(0, limit)
  for (const order of list) call.store.setStatus(order, "in_progress")
  return { data: { count: list.length, list: list.map((order) => orderWire(call, order)) } }
}

const isStatus = (value: unknown): value is OrderStatus => ORDER_STATUSES.some((status) => status === value)

const updateOrders: AdminRoute = (call) => {
  const changes = call.input.list("orders").filter(isObject)
  const byId = new Map(changes.map((change) => [Number(change["id"]), change]))
  return eachOrder(call, [...byId.keys()], (order) => {
    const { status, start_count, remains } = byId.get(order.id) ?? {}
    if (status !== undefined && !isStatus(status)) return "Incorrect status"
    if (typeof start_count === "number") order.startCount = start_count
    call.store.setStatus(order, status ?? order.status, typeof remains === "number" ? remains : order.remains)
    return undefined
  })
}

const changeStatus: AdminRoute = (call) => {
  const status = call.input.optionalText("status")
  if (!isStatus(status)) throw invalid("Incorrect status")
  return eachOrder(call, bodyIds(call), (order) => void call.store.setStatus(order, status))
}

const setPartial: AdminRoute = (call) => {
  const order = namedOrder(call)
  const remains = call.input.optionalNumber("remains")
  if (remains === undefined || remains < 0 || remains > order.quantity) throw invalid("Incorrect remains")
  order.startCount = call.input.optionalNumber("start_count") ?? order.startCount
  call.store.setStatus(order, "partial", remains)
  return { data: orderWire(call, order) }
}

const editLink: AdminRoute = (call) => {
  const order = namedOrder(call)
  const link = call.input.optionalText("link") ?? ""
  if (!URL.canParse(link)) throw invalid("Incorrect link")
  order.link = link
  call.store.touch(order)
  return { data: orderWire(call, order) }
}

const resend: AdminRoute = (call) =>
  eachOrder(call, bodyIds(call), (order) => {
    if (order.status !== "fail" && order.status !== "error") return "The order has not failed"
    call.store.setStatus(order, "pending")
    return undefined
  })

const requestCancel: AdminRoute = (call) =>
  eachOrder(call, bodyIds(call), (order) => {
    if (!call.store.canRequestCancel(order)) return "Cancel is not available for this order"
    call.store.addCancelTask(order, "admin")
    return undefined
  })

/** Cancel and refund; clients send `ids`, `order_ids` or `order_id`. */
const cancelAndRefund: AdminRoute = (call) => {
  const { input } = call
  const given = input.has("order_ids")
    ? input.list("order_ids").map(Number)
    : [Number(input.optionalText("order_id"))]
  const ids = input.has("ids") ? bodyIds(call) : given.filter((id) => Number.isInteger(id))
  if (ids.length === 0) throw invalid("ids are missing")
  return eachOrder(call, ids, (order) => {
    if (order.status !== "fail" && order.status !== "error") return "The order has not failed"
    call.store.setStatus(order, "canceled")
    return undefined
  })
}

/** The Orders section of the vendor's menu. */
export const orderRoutes: Readonly<Record<string, AdminRoute>> = {
  "GET /orders": listOrders,
  "POST /orders/pull": pullOrders,
  "POST /orders/update": updateOrders,
  "POST /orders/change-status": changeStatus,
  "POST /orders/resend": resend,
  "POST /orders/request-cancel": requestCancel,
  "POST /orders/cancel": cancelAndRefund,
  "GET /orders/:id": (call) => ({ data: orderWire(call, namedOrder(call)) }),
  "POST /orders/:id/set-partial": setPartial,
  "POST /orders/:id/edit-link": editLink
}
