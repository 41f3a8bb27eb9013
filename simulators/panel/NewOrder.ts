import { type OrderStatus, type PanelOrder, type PanelUser } from "./Model.ts"
import { type PanelStore } from "./PanelStore.ts"

/** A moment: a Date or unix seconds. */
export type Moment = Date | number

/** An order with exactly these fields; what is left out gets a plain value. */
export interface NewOrder {
  readonly id?: number | undefined
  readonly user?: string | undefined
  readonly status?: OrderStatus | undefined
  readonly serviceName?: string | undefined
  readonly provider?: string | undefined
  readonly externalId?: string | undefined
  readonly created?: Moment | undefined
  readonly lastUpdate?: Moment | undefined
  readonly link?: string | undefined
  readonly quantity?: number | undefined
  readonly startCount?: number | undefined
  readonly remains?: number | undefined
  readonly charge?: number | undefined
}

/** Adds one order; its user and its service are created if they are not there. */
export const addOrder = (store: PanelStore, fields: NewOrder): PanelOrder => {
  const { provider = "fastlikes.example", user = "john", status = "in_progress", quantity = 1_000 } = fields
  const created = seconds(fields.created) ?? Math.floor(Date.now() / 1000)
  const serviceName = fields.serviceName ?? "Instagram Followers | 30 Days Refill ♻️"
  const order: PanelOrder = {
    id: fields.id ?? store.nextOrderId(),
    user,
    serviceId: serviceId(store, serviceName, provider),
    serviceName,
    provider,
    externalId: fields.externalId ?? "",
    status,
    link: fields.link ?? "https://social.example/someone",
    quantity,
    startCount: fields.startCount,
    remains: fields.remains ?? (status === "completed" ? 0 : quantity),
    charge: fields.charge ?? quantity / 1000,
    creationType: "new_order_form",
    created,
    lastUpdate: seconds(fields.lastUpdate) ?? created
  }
  if (!store.user(user)) addCustomer(store, user)
  store.addOrder(order)
  return order
}

/** What a control route or a test may change of a customer. */
export type UserFields = Partial<Pick<PanelUser, "email" | "status" | "balance" | "spent">>

/** Adds a customer with a balance of 100. */
export const addCustomer = (store: PanelStore, username: string): void => {
  const id = 1_001 + store.users.length
  store.addUser({
    id,
    username,
    email: `${username.toLowerCase()}@mail.example`,
    apiKey: `userkey${id}`.padEnd(32, "0"),
    status: "active",
    balance: 100,
    spent: 0,
    created: Math.floor(Date.now() / 1000)
  })
}

const seconds = (moment: Moment | undefined): number | undefined =>
  moment instanceof Date ? Math.floor(moment.getTime() / 1000) : moment

const serviceId = (store: PanelStore, name: string, provider: string): number => {
  for (const service of store.services.values()) {
    if (service.name === name && service.provider === provider) return service.id
  }
  const id = store.nextServiceId()
  const fields = { category: "Other", rate: 1, min: 10, max: 100_000, canRefill: true, canCancel: true }
  store.services.set(id, { ...fields, id, name, provider })
  return id
}
