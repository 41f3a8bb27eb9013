import { type Routes } from "../telegram/http/ControlServer.ts"
import { InputError, type Input } from "../telegram/http/Input.ts"
import { type PanelFault } from "./Faults.ts"
import { ORDER_STATUSES } from "./Model.ts"
import { type NewOrder, type UserFields } from "./NewOrder.ts"
import { type PanelSimulator } from "./PanelSimulator.ts"

const PACE = { stepMs: 20_000, cancelMs: 10_000, refillMs: 10_000 }

/** The control API: the panel's inside, its traffic, its faults. */
export const panelRoutes = (panel: PanelSimulator): Routes => {
  const { store, faults, settings } = panel
  const order = (input: Input) => found(store.orders.get(input.number("id")), "order")
  return {
    "GET /state": () => ({
      url: panel.url,
      adminKeys: [...panel.adminKeys.values()],
      settings,
      counts: { orders: store.orders.size, users: store.users.length, services: store.services.size },
      writes: panel.writes.length,
      claims: panel.claims.length,
      requests: panel.requests.length,
      maxRequestsInAnySecond: panel.traffic.maxInAnySecond()
    }),
    "GET /orders": (input) => {
      const user = input.optionalText("user")
      const status = input.optionalText("status")
      const wanted = store.ordersByDate.filter(
        (order) =>
          (user === undefined || order.user === user) && (status === undefined || order.status === status)
      )
      return wanted
        .toReversed()
        .slice(0, input.optionalNumber("limit") ?? 50)
        .map((order) => panel.record(order))
    },
    "GET /orders/:id": (input) => panel.record(order(input)),
    "POST /orders": (input) => panel.record(panel.addOrder(newOrder(input))),
    "POST /orders/:id/status": (input) => {
      const status = found(
        ORDER_STATUSES.find((status) => status === input.text("status")),
        "status"
      )
      store.setStatus(order(input), status, input.optionalNumber("remains"))
    },
    "POST /orders/:id/cancel": (input) => settle(panel, order(input).id, "canceled"),
    "POST /orders/:id/reject-cancel": (input) => settle(panel, order(input).id, "rejected"),
    "GET /users": () => store.users,
    "POST /users": (input) => panel.setUser(input.text("username"), userFields(input)),
    "POST /users/:username": (input) =>
      panel.setUser(found(store.user(input.text("username")), "user").username, userFields(input)),
    "GET /services": () => [...store.services.values()],
    "GET /tickets": () => [...store.tickets.values()],
    "POST /tickets": (input) =>
      panel.addTicket(
        input.text("username"),
        input.text("subject"),
        input.text("message"),
        input.optionalNumber("created")
      ),
    "GET /writes": () => panel.writes,
    "GET /requests": (input) => panel.requests.slice(-(input.optionalNumber("limit") ?? 500)),
    "POST /keys": (input) =>
      panel.addAdminKey({ canSeeExternalIds: input.flag("canSeeExternalIds") ?? true }),
    "POST /keys/:key": (input) => {
      const key = found(panel.adminKeys.get(input.text("key")), "key")
      key.canSeeExternalIds = input.flag("canSeeExternalIds") ?? key.canSeeExternalIds
      key.isRevoked = input.flag("isRevoked") ?? key.isRevoked
      return key
    },
    "POST /settings": (input) => Object.assign(settings, input.all),
    "GET /faults": () => faults.list(),
    "POST /faults": (input) => faults.add(input.all as unknown as PanelFault),
    "DELETE /faults": () => faults.clear(),
    "POST /progress": (input) =>
      input.flag("isOn") === false
        ? panel.progress.stop()
        : panel.progress.start({ ...PACE, ...numbers(input) }),
    "POST /down": () => panel.down(),
    "POST /up": () => panel.up()
  }
}

const found = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new InputError(`there is no such ${what}`)
  return value
}

const settle = (panel: PanelSimulator, id: number, status: "canceled" | "rejected") => {
  if (!panel.store.openCancelTask(id)) throw new InputError(`no cancel is requested for order ${id}`)
  panel.store.settleCancel(id, status)
}

const userFields = (input: Input): UserFields => {
  const { status } = input.all
  const [email, balance, spent] = [
    input.optionalText("email"),
    input.optionalNumber("balance"),
    input.optionalNumber("spent")
  ]
  return {
    ...(email === undefined ? {} : { email }),
    ...(balance === undefined ? {} : { balance }),
    ...(spent === undefined ? {} : { spent }),
    ...(typeof status === "string" || typeof status === "number" ? { status } : {})
  }
}

const numbers = (input: Input) =>
  Object.fromEntries(
    Object.entries(input.all).filter(([name, value]) => name in PACE && typeof value === "number")
  )

const newOrder = (input: Input): NewOrder => ({
  id: input.optionalNumber("id"),
  user: input.optionalText("user"),
  status: ORDER_STATUSES.find((status) => status === input.optionalText("status")),
  serviceName: input.optionalText("serviceName"),
  provider: input.optionalText("provider"),
  externalId: input.optionalText("externalId"),
  created: input.optionalNumber("created"),
  lastUpdate: input.optionalNumber("lastUpdate"),
  link: input.optionalText("link"),
  quantity: input.optionalNumber("quantity"),
  startCount: input.optionalNumber("startCount"),
  remains: input.optionalNumber("remains"),
  charge: input.optionalNumber("charge")
})
