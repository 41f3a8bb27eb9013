import { MANUAL, type OrderStatus, type PanelOrder, type PanelService, type PanelUser } from "./Model.ts"
import { type Random } from "./Random.ts"

const DAY = 86_400

/** What an invented order is made from; times in unix seconds. */
export interface OrderContext {
  readonly id: number
  readonly created: number
  readonly now: number
  readonly services: ReadonlyArray<PanelService>
  readonly users: ReadonlyArray<PanelUser>
}

/** Invents one order whose status fits its age. */
export const seedOrder = (
  random: Random,
  { id, created, now, services, users }: OrderContext
): PanelOrder => {
  const service = random.pick(services)
  // A few customers place most of the orders.
  const user = users[Math.floor(random.next() ** 2 * users.length)] as PanelUser
  const status = seedStatus(random, now - created)
  const quantity = random.between(1, 100) * service.min
  const remains = remaining(random, status, quantity)
  const isSent = service.provider !== MANUAL && status !== "pending" && status !== "fail"
  return {
    id,
    user: user.username,
    serviceId: service.id,
    serviceName: service.name,
    provider: service.provider,
    externalId: isSent ? externalId(random, id) : "",
    status,
    link: `https://social.example/${random.text(8)}`,
    quantity,
    startCount: status === "pending" ? undefined : random.between(0, 50_000),
    remains,
    charge:
      status === "canceled" ? 0 : (service.rate * (quantity - (status === "partial" ? remains : 0))) / 1000,
    creationType: random.pick(["new_order_form", "new_order_form", "api", "mass_order_form"]),
    created,
    lastUpdate: status === "pending" ? created : Math.min(now, created + random.between(60, 2 * DAY))
  }
}

const seedStatus = (random: Random, age: number): OrderStatus => {
  const draw = random.next()
  if (age < 2 * DAY) {
    if (draw < 0.25) return "pending"
    if (draw < 0.4) return "processing"
    if (draw < 0.8) return "in_progress"
  }
  if (draw < 0.03) return "in_progress"
  if (draw < 0.05) return "fail"
  if (draw < 0.06) return "error"
  if (draw < 0.13) return "partial"
  return draw < 0.2 ? "canceled" : "completed"
}

const remaining = (random: Random, status: OrderStatus, quantity: number): number => {
  if (status === "completed") return 0
  return status === "in_progress" || status === "partial" ? random.between(1, quantity - 1) : quantity
}

/** Mostly numbers; some providers use other ids, like the vendor's own example "xc34-433-yu3". */
const externalId = (random: Random, id: number): string =>
  random.chance(0.12)
    ? `${random.text(4)}-${random.between(100, 999)}-${random.text(3)}`
    : String(30_000_000 + (id % 1_000_000) * 7 + random.between(0, 6))
