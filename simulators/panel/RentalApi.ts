import { type Input } from "../telegram/http/Input.ts"
import { idList } from "./AdminCall.ts"
import { type Answer } from "./AdminApi.ts"
import { MANUAL, type OrderStatus, type PanelOrder } from "./Model.ts"
import { type AdminKey, type PanelSettings } from "./PanelSettings.ts"
import { type PanelStore } from "./PanelStore.ts"
import { dateText } from "./Wire.ts"

/** What an action of the admin API v1 gets. */
export interface RentalCall {
  readonly store: PanelStore
  readonly settings: PanelSettings
  readonly key: AdminKey
  readonly input: Input
}

/** An error word as such panels write it, in HTTP 200. */
class RentalError extends Error {}

/** Answers one request of a Rental Panel's admin API v1 (facts: panel-apis 2a): action names are case-sensitive. */
export const rentalApi = (
  store: PanelStore,
  settings: PanelSettings,
  keys: ReadonlyMap<string, AdminKey>,
  input: Input
): Answer => {
  try {
    const key = keys.get(input.optionalText("key") ?? "")
    if (!key || key.isRevoked) throw new RentalError("bad_auth")
    const name = input.optionalText("action") ?? ""
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) throw new RentalError("bad_action")
    return { status: 200, body: action({ store, settings, key, input }), isWrite: name.startsWith("set") }
  } catch (error) {
    if (!(error instanceof RentalError)) throw error
    return { status: 200, body: { status: "error", error: error.message }, isWrite: false }
  }
}

const words: Record<OrderStatus, string> = {
  pending: "Pending",
  processing: "Processing",
  in_progress: "In progress",
  completed: "Completed",
  partial: "Partial",
  canceled: "Cancelled",
  error: "Error",
  fail: "Fail"
}

const orderWire = ({ settings, key, input }: RentalCall, order: PanelOrder) => ({
  id: String(order.id),
  username: order.user,
  order_status: words[order.status],
  service: order.serviceName,
  service_id: String(order.serviceId),
  ...(input.optionalText("provider") === "1"
    ? { provider: order.provider, external_id: key.canSeeExternalIds ? order.externalId : "" }
    : {}),
  link: order.link,
  quantity: String(order.quantity),
  start_count: order.startCount === undefined ? "" : String(order.startCount),
  remains: String(order.remains),
  charge: order.charge.toFixed(4),
  date: dateText(order.created, settings),
  current_date: dateText(Math.floor(Date.now() / 1000), settings)
})

const ordersById = (call: RentalCall) => {
  const orders = idList(call.input.optionalText("orders") ?? "").flatMap(
    (id) => call.store.orders.get(id) ?? []
  )
  if (orders.length === 0) throw new RentalError("order_not_found")
  return { status: "success", orders: orders.map((order) => orderWire(call, order)) }
}

/** Hands out pending manual orders and moves them on: a support bot must never call it. */
const claimOrders = (call: RentalCall) => {
  const pending = call.store.ordersByDate.filter(
    ({ status, provider }) => status === "pending" && provider === MANUAL
  )
  for (const order of pending) call.store.setStatus(order, "processing")
  return { status: "success", orders: pending.map((order) => orderWire(call, order)) }
}

const getUser = ({ store, input, settings }: RentalCall) => {
  const user = store.user(input.optionalText("username") ?? "")
  if (!user) throw new RentalError("bad_username")
  return {
    status: "success",
    data: {
      id: String(user.id),
      balance: user.balance.toFixed(2),
      username: user.username,
      status: user.status === "active" ? "1" : String(user.status),
      spent: user.spent.toFixed(2),
      created: dateText(user.created, settings)
    }
  }
}

/** Everybody the panel buys from, by the alias that its owner chose. */
const getProviders = ({ store, settings }: RentalCall) => {
  if (!settings.listsProviders) throw new RentalError("bad_action")
  const names = new Set(
    [...store.orders.values(), ...store.services.values()].map(({ provider }) => provider)
  )
  const providers = [...names]
    .filter((name) => name !== MANUAL)
    .map((alias, index) => ({ provider_id: String(index + 1), alias, status: "1" }))
  return { providers }
}

const actions: Readonly<Record<string, (call: RentalCall) => unknown>> = {
  "getOrders-by-id": ordersById,
  getOrders: claimOrders,
  getOrder: claimOrders,
  getUser,
  getProviders
}
