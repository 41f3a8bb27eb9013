export type OrderStatus =
  | "pending"
  | "processing"
  | "in_progress"
  | "completed"
  | "partial"
  | "canceled"
  | "error"
  | "fail"

/** Statuses in which the provider still works on the order. */
export const OPEN_STATUSES: ReadonlyArray<OrderStatus> = ["pending", "processing", "in_progress"]

/** Every status that the wire knows. */
export const ORDER_STATUSES: ReadonlyArray<OrderStatus> = [
  ...OPEN_STATUSES,
  "completed",
  "partial",
  "canceled",
  "error",
  "fail"
]

/** "N/A" is how a panel writes that nobody but its staff fulfils an order. */
export const MANUAL = "N/A"

export interface PanelService {
  readonly id: number
  readonly name: string
  readonly category: string
  /** Price of 1000 in the panel's currency. */
  readonly rate: number
  readonly min: number
  readonly max: number
  readonly canRefill: boolean
  readonly canCancel: boolean
  /** Domain, or `MANUAL`. */
  readonly provider: string
}

export interface PanelUser {
  readonly id: number
  readonly username: string
  email: string
  /** Key of the user API. */
  readonly apiKey: string
  /** As the panel writes it: "active", "Banned", 1, ... */
  status: string | number
  balance: number
  spent: number
  /** Unix seconds. */
  readonly created: number
}

/** An order as the panel's database has it; the wire shows part of it. */
export interface PanelOrder {
  readonly id: number
  readonly user: string
  readonly serviceId: number
  readonly serviceName: string
  readonly provider: string
  externalId: string
  status: OrderStatus
  link: string
  readonly quantity: number
  startCount: number | undefined
  remains: number
  charge: number
  readonly creationType: string
  /** Unix seconds. */
  readonly created: number
  lastUpdate: number
}

export interface CancelTask {
  readonly id: number
  readonly orderId: number
  /** Who asked: the panel's admin API, or the customer by the user API. */
  readonly by: "admin" | "customer"
  /** Milliseconds since 1970. */
  readonly at: number
  status: "requested" | "canceled" | "rejected"
}

export type RefillStatus = "Pending" | "In progress" | "Completed" | "Rejected" | "Canceled"

export interface RefillTask {
  readonly id: number
  readonly orderId: number
  readonly at: number
  status: RefillStatus
}

export interface TicketMessage {
  readonly id: number
  readonly author: string
  readonly isStaff: boolean
  /** HTML. */
  readonly message: string
  readonly created: number
}

export interface PanelTicket {
  readonly id: number
  readonly user: string
  readonly subject: string
  status: "pending" | "answered" | "closed"
  readonly created: number
  lastUpdate: number
  readonly messages: Array<TicketMessage>
}

export interface PanelPayment {
  readonly id: number
  readonly user: string
  readonly amount: number
  readonly method: string
  readonly memo: string
  readonly created: number
}

/** All that a panel starts with. */
export interface PanelData {
  readonly services: ReadonlyArray<PanelService>
  readonly users: ReadonlyArray<PanelUser>
  readonly orders: ReadonlyArray<PanelOrder>
  readonly tickets: ReadonlyArray<PanelTicket>
  readonly payments: ReadonlyArray<PanelPayment>
}
