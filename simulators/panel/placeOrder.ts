import { MANUAL, type PanelOrder, type PanelUser } from "./Model.ts"
import { type PanelStore } from "./PanelStore.ts"

export interface NewPlacement {
  readonly serviceId: number
  readonly link: string
  readonly quantity: number | undefined
  /** One per line; their number is the quantity. */
  readonly comments: string | undefined
}

/** A customer's order by the user API, or the text of the error. */
export const placeOrder = (
  store: PanelStore,
  user: PanelUser,
  placement: NewPlacement
): PanelOrder | string => {
  const service = store.services.get(placement.serviceId)
  const quantity = placement.quantity ?? placement.comments?.split(/\r?\n/).filter(Boolean).length ?? 0
  if (!service) return "Incorrect request"
  if (quantity < service.min) return "neworder.error.min_quantity"
  if (quantity > service.max) return `Quantity less than maximum ${service.max}`
  const charge = (service.rate * quantity) / 1000
  if (user.balance < charge) return "Not enough funds on balance"
  user.balance -= charge
  user.spent += charge
  const now = Math.floor(Date.now() / 1000)
  const id = store.nextOrderId()
  const order: PanelOrder = {
    id,
    user: user.username,
    serviceId: service.id,
    serviceName: service.name,
    provider: service.provider,
    externalId: service.provider === MANUAL ? "" : String(30_000_000 + (id % 1_000_000)),
    status: "pending",
    link: placement.link,
    quantity,
    startCount: undefined,
    remains: quantity,
    charge,
    creationType: "api",
    created: now,
    lastUpdate: now
  }
  store.addOrder(order)
  return order
}
