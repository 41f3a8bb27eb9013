import { type Input } from "../telegram/http/Input.ts"
import { routeTable } from "../telegram/http/routeTable.ts"
import { type Answer } from "./AdminApi.ts"
import { MANUAL, OPEN_STATUSES, type OrderStatus, type PanelOrder } from "./Model.ts"
import { type AdminKey } from "./PanelSettings.ts"
import { type PanelStore } from "./PanelStore.ts"

/** Where the odd panel has its API. */
export const ODD_BASE = "/odd/v3"

/** One request of a panel whose makers went their own way. */
export interface OddRequest {
  readonly store: PanelStore
  readonly keys: ReadonlyMap<string, AdminKey>
  /** The header "Authorization", which holds "Token " and the key. */
  readonly authorization: string | undefined
  readonly method: string
  /** Below `ODD_BASE`. */
  readonly route: string
  readonly input: Input
}

interface OddCall extends OddRequest {
  readonly key: AdminKey
}

class OddError extends Error {
  readonly status: number

  constructor(message: string, status = 200) {
    super(message)
    this.status = status
  }
}

/** Answers one request: `{"ok":1,"result":…}` or `{"ok":0,"problem":"…"}`, mostly in HTTP 200. */
export const oddApi = (request: OddRequest): Answer => {
  try {
    const key = request.keys.get((request.authorization ?? "").replace(/^Token /, ""))
    if (!key || key.isRevoked) throw new OddError("Unauthorized key")
    const found = find(request.method, request.route)
    if (!found) throw new OddError("No such page", 404)
    const result = found.route({ ...request, key, input: request.input.with(found.parameters) })
    return { status: 200, body: { ok: 1, result }, isWrite: request.method === "POST" }
  } catch (error) {
    if (!(error instanceof OddError)) throw error
    return { status: error.status, body: { ok: 0, problem: error.message }, isWrite: false }
  }
}

const words: Record<OrderStatus, string> = {
  pending: "Awaiting",
  processing: "In process",
  in_progress: "RUNNING",
  completed: "Delivered",
  partial: "partially_completed",
  canceled: "CANCELLED",
  error: "Failed",
  fail: "Failed"
}

const orderWire = ({ store, key }: OddCall, order: PanelOrder) => ({
  ref: { no: `00${order.id}`, "outer ref": key.canSeeExternalIds ? order.externalId : null },
  who: { login: order.user, n: store.user(order.user)?.id },
  state: [words[order.status], OPEN_STATUSES.includes(order.status)],
  svc: [order.serviceId, order.serviceName],
  via: order.provider === MANUAL ? null : { title: order.provider },
  amounts: { want: String(order.quantity), left: String(order.remains), first: order.startCount ?? null },
  target: order.link,
  at: new Date(order.created * 1000).toISOString(),
  moved: order.lastUpdate * 1000,
  can: { stop: store.canRequestCancel(order) ? "yes" : "no", again: store.canRefill(order) ? 1 : 0 }
})

const numbered = ({ store }: OddCall, text: string): PanelOrder | undefined => store.orders.get(Number(text))

const lookup = (call: OddCall) => {
  const items = call.input
    .text("nums")
    .split("|")
    .flatMap((text) => numbered(call, text) ?? [])
  return { items: items.map((order) => orderWire(call, order)) }
}

/** Hands out pending manual orders and moves them on: a support bot must never call it. */
const next = (call: OddCall) => {
  const pending = call.store.ordersByDate.filter(
    ({ status, provider }) => status === "pending" && provider === MANUAL
  )
  for (const order of pending) call.store.setStatus(order, "processing")
  return { items: pending.map((order) => orderWire(call, order)) }
}

const person = ({ store, input }: OddCall) => {
  const user = store.user(input.text("login"))
  if (!user) throw new OddError("No such person", 404)
  const { id, username, email, balance, spent, status } = user
  return { login: username, n: id, post: email, purse: { has: balance, used: spent }, state: status }
}

const stop = (call: OddCall) => {
  const order = numbered(call, call.input.text("no"))
  if (!order) throw new OddError("No such order", 404)
  if (!call.store.canRequestCancel(order)) throw new OddError("Too late to stop this one")
  call.store.addCancelTask(order, "admin")
  return "noted"
}

const again = (call: OddCall) =>
  call.input
    .text("list")
    .split(",")
    .map((no) => {
      const order = numbered(call, no)
      if (!order || !call.store.canRefill(order)) return { no, done: false, why: "Not possible" }
      call.store.addRefillTask(order)
      return { no, done: true }
    })

const shop = ({ store }: OddCall) =>
  [...store.services.values()].map((service) => ({
    code: service.id,
    title: service.name,
    shelf: service.category,
    price: service.rate.toFixed(2),
    range: [service.min, service.max],
    flags: { again: service.canRefill, stop: service.canCancel }
  }))

const find = routeTable<(call: OddCall) => unknown>({
  "GET /lookup": lookup,
  "GET /next": next,
  "GET /people/:login": person,
  "POST /orders/:no/stop": stop,
  "POST /again": again,
  "GET /shop": shop
})
