import {
  MANUAL,
  OPEN_STATUSES,
  type CancelTask,
  type OrderStatus,
  type PanelData,
  type PanelOrder,
  type PanelPayment,
  type PanelService,
  type PanelTicket,
  type PanelUser,
  type RefillTask
} from "./Model.ts"

/** The panel's database. Its methods keep the books (charges, balances, tasks); they check no permissions. */
export class PanelStore {
  readonly orders = new Map<number, PanelOrder>()
  readonly services = new Map<number, PanelService>()
  readonly tickets = new Map<number, PanelTicket>()
  readonly payments: Array<PanelPayment> = []
  readonly cancelTasks: Array<CancelTask> = []
  readonly refillTasks = new Map<number, RefillTask>()
  readonly #users = new Map<string, PanelUser>()
  readonly #byCreated: Array<PanelOrder> = []
  readonly #openCancels = new Map<number, CancelTask>()
  readonly #lastRefills = new Map<number, RefillTask>()
  #highestId = 492_000_000
  readonly #changed: (order: PanelOrder) => void

  /** `changed` is told of every order that changes. */
  constructor(changed: (order: PanelOrder) => void) {
    this.#changed = changed
  }

  load(data: PanelData): void {
    for (const service of data.services) this.services.set(service.id, service)
    for (const user of data.users) this.addUser(user)
    for (const order of data.orders) this.#insert(order)
    for (const ticket of data.tickets) this.tickets.set(ticket.id, ticket)
    this.payments.push(...data.payments)
  }

  get users(): ReadonlyArray<PanelUser> {
    return [...this.#users.values()]
  }

  user(username: string): PanelUser | undefined {
    return this.#users.get(username.toLowerCase())
  }

  addUser(user: PanelUser): void {
    this.#users.set(user.username.toLowerCase(), user)
  }

  /** Oldest first. */
  get ordersByDate(): ReadonlyArray<PanelOrder> {
    return this.#byCreated
  }

  addOrder(order: PanelOrder): void {
    this.#insert(order)
    this.#changed(order)
  }

  #insert(order: PanelOrder): void {
    if (this.orders.has(order.id)) throw new Error(`there is already an order ${order.id}`)
    this.orders.set(order.id, order)
    this.#highestId = Math.max(this.#highestId, order.id)
    let place = this.#byCreated.length
    while (place > 0 && (this.#byCreated[place - 1]?.created ?? 0) > order.created) place -= 1
    this.#byCreated.splice(place, 0, order)
  }

  nextOrderId(): number {
    return this.#highestId + 1
  }

  nextServiceId(): number {
    return Math.max(100, ...this.services.keys()) + 1
  }

  nextTicketId(): number {
    return Math.max(5_000, ...this.tickets.keys()) + 1
  }

  /** Sets a status and what goes with it: a canceled order is refunded, a partial one for what remains. */
  setStatus(order: PanelOrder, status: OrderStatus, remains = order.remains): void {
    const refundedPart = status === "canceled" ? 1 : status === "partial" ? remains / order.quantity : 0
    const refund = status === order.status ? 0 : order.charge * refundedPart
    const user = this.user(order.user)
    if (user && refund > 0) user.balance += refund
    order.charge -= refund
    order.remains = status === "completed" ? 0 : remains
    order.status = status
    this.touch(order)
  }

  /** Notes that an order has changed now. */
  touch(order: PanelOrder): void {
    order.lastUpdate = Math.floor(Date.now() / 1000)
    this.#changed(order)
  }

  openCancelTask(orderId: number): CancelTask | undefined {
    return this.#openCancels.get(orderId)
  }

  /** True if a cancel can be asked of the provider: sent, unfinished, not asked before. */
  canRequestCancel(order: PanelOrder): boolean {
    return order.provider !== MANUAL && this.canCancel(order)
  }

  canCancel(order: PanelOrder): boolean {
    const isAllowed = this.services.get(order.serviceId)?.canCancel ?? true
    return isAllowed && OPEN_STATUSES.includes(order.status) && !this.openCancelTask(order.id)
  }

  addCancelTask(order: PanelOrder, by: CancelTask["by"]): CancelTask {
    const task: CancelTask = {
      id: this.cancelTasks.length + 1,
      orderId: order.id,
      by,
      at: Date.now(),
      status: "requested"
    }
    this.cancelTasks.push(task)
    this.#openCancels.set(order.id, task)
    this.#changed(order)
    return task
  }

  /** The provider's (or staff's) decision on a requested cancel. */
  settleCancel(orderId: number, status: "canceled" | "rejected"): void {
    const task = this.openCancelTask(orderId)
    const order = this.orders.get(orderId)
    if (!task || !order) throw new Error(`no cancel is requested for order ${orderId}`)
    task.status = status
    this.#openCancels.delete(orderId)
    if (status === "canceled") this.setStatus(order, "canceled")
    else this.#changed(order)
  }

  lastRefill(orderId: number): RefillTask | undefined {
    return this.#lastRefills.get(orderId)
  }

  canRefill(order: PanelOrder): boolean {
    const isAllowed = this.services.get(order.serviceId)?.canRefill ?? false
    const last = this.lastRefill(order.id)?.status
    const isOpen = last === "Pending" || last === "In progress"
    return isAllowed && order.status === "completed" && !isOpen
  }

  addRefillTask(order: PanelOrder): RefillTask {
    const task: RefillTask = {
      id: this.refillTasks.size + 1,
      orderId: order.id,
      at: Date.now(),
      status: "Pending"
    }
    this.refillTasks.set(task.id, task)
    this.#lastRefills.set(order.id, task)
    this.#changed(order)
    return task
  }
}
