import { InputError, type Input } from "../telegram/http/Input.ts"
import { type Answer } from "./AdminApi.ts"
import { type OrderStatus, type PanelOrder, type PanelUser } from "./Model.ts"
import { type PanelSettings } from "./PanelSettings.ts"
import { type PanelStore } from "./PanelStore.ts"
import { openTicket } from "./openTicket.ts"
import { placeOrder } from "./placeOrder.ts"

/** What a user API action gets: the customer whose key it is sees only their own orders. */
export interface UserCall {
  readonly store: PanelStore
  readonly settings: PanelSettings
  readonly user: PanelUser
  readonly input: Input
}

/** The real strings: see the facts, 1d. */
export class UserApiError extends Error {}

const MAX_IDS = 100

const writes = new Set(["add", "refill", "cancel", "add_ticket"])

/** Answers one request of the user API v2: HTTP 200, errors as `{"error": "..."}`. */
export const userApi = (store: PanelStore, settings: PanelSettings, input: Input): Answer => {
  try {
    const user = store.users.find((user) => user.apiKey === input.optionalText("key"))
    if (!user) throw new UserApiError("Invalid API key")
    const name = input.optionalText("action") ?? ""
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) throw new UserApiError("Incorrect request")
    const body = action({ store, settings, user, input })
    return { status: 200, body, isWrite: writes.has(name) }
  } catch (error) {
    if (!(error instanceof UserApiError || error instanceof InputError)) throw error
    const message = error instanceof UserApiError ? error.message : "Incorrect request"
    return { status: 200, body: { error: message }, isWrite: false }
  }
}

const STATUS_TEXT: Record<OrderStatus, string> = {
  pending: "Pending",
  processing: "Processing",
  in_progress: "In progress",
  completed: "Completed",
  partial: "Partial",
  canceled: "Canceled",
  error: "Error",
  fail: "Fail"
}

const ownOrder = ({ store, user }: UserCall, id: string): PanelOrder => {
  const order = store.orders.get(Number(id))
  if (!order || order.user !== user.username) throw new UserApiError("Incorrect order ID")
  return order
}

const ids = (text: string): ReadonlyArray<string> => {
  const list = text.split(",").map((id) => id.trim())
  if (list.length > MAX_IDS) throw new UserApiError("Incorrect request")
  return list
}

/** The value, or `{error}` for this one id of several. */
const attempt = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    if (error instanceof UserApiError) return { error: error.message }
    throw error
  }
}

const services = ({ store }: UserCall) =>
  [...store.services.values()].map((service) => ({
    service: service.id,
    name: service.name,
    type: "Default",
    category: service.category,
    rate: service.rate.toFixed(2),
    min: String(service.min),
    max: String(service.max),
    refill: service.canRefill,
    cancel: service.canCancel
  }))

const statusOf = (call: UserCall, id: string) => {
  const order = ownOrder(call, id)
  return {
    charge: String(Number(order.charge.toFixed(5))),
    start_count: order.startCount === undefined ? "" : String(order.startCount),
    status: STATUS_TEXT[order.status],
    remains: String(order.remains),
    currency: call.settings.currency
  }
}

const status = (call: UserCall) => {
  const many = call.input.optionalText("orders")
  if (many === undefined) return statusOf(call, call.input.text("order"))
  return Object.fromEntries(ids(many).map((id) => [id, attempt(() => statusOf(call, id))]))
}

const refillOf = (call: UserCall, id: string): number => {
  const order = ownOrder(call, id)
  if (!call.store.canRefill(order)) throw new UserApiError("Order not eligible for refill.")
  return call.store.addRefillTask(order).id
}

const refill = (call: UserCall) => {
  const many = call.input.optionalText("orders")
  if (many === undefined) return { refill: String(refillOf(call, call.input.text("order"))) }
  return ids(many).map((id) => ({ order: Number(id), refill: attempt(() => refillOf(call, id)) }))
}

const refillStatusOf = ({ store, user }: UserCall, id: string): string => {
  const task = store.refillTasks.get(Number(id))
  if (!task || store.orders.get(task.orderId)?.user !== user.username)
    throw new UserApiError("Refill not found")
  return task.status
}

const refillStatus = (call: UserCall) => {
  const many = call.input.optionalText("refills")
  if (many === undefined) return { status: refillStatusOf(call, call.input.text("refill")) }
  return ids(many).map((id) => ({ refill: Number(id), status: attempt(() => refillStatusOf(call, id)) }))
}

const cancel = (call: UserCall) =>
  ids(call.input.text("orders")).map((id) => ({
    order: Number(id),
    cancel: attempt(() => {
      const order = ownOrder(call, id)
      if (!call.store.canCancel(order)) throw new UserApiError("Incorrect order ID")
      call.store.addCancelTask(order, "customer")
      return 1
    })
  }))

const balance = ({ user, settings }: UserCall) => ({
  balance: String(Number(user.balance.toFixed(5))),
  currency: settings.currency
})

const add = ({ store, user, input }: UserCall) => {
  const result = placeOrder(store, user, {
    serviceId: input.number("service"),
    link: input.text("link"),
    quantity: input.optionalNumber("quantity"),
    comments: input.optionalText("comments")
  })
  if (typeof result === "string") throw new UserApiError(result)
  return { order: result.id }
}

/** No vendor's: what a panel's owner may have built for his resellers. */
const addTicket = ({ store, user, input }: UserCall) => ({
  ticket: openTicket(store, {
    username: user.username,
    subject: input.text("subject"),
    message: input.text("message"),
    author: user.username,
    isStaff: false
  }).id
})

const actions: Readonly<Record<string, (call: UserCall) => unknown>> = {
  services,
  add,
  status,
  refill,
  refill_status: refillStatus,
  cancel,
  add_ticket: addTicket,
  balance
}
