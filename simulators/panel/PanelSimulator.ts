import { createHash } from "node:crypto"
import { controlServer } from "../telegram/http/ControlServer.ts"
import { EventHub } from "../telegram/http/EventHub.ts"
import { FaultPlan } from "../telegram/http/FaultPlan.ts"
import { Journal } from "../telegram/http/Journal.ts"
import { LoopbackServer } from "../telegram/http/LoopbackServer.ts"
import { panelRoutes } from "./ControlRoutes.ts"
import { type PanelFault } from "./Faults.ts"
import { type PanelData, type PanelOrder, type PanelTicket, type PanelUser } from "./Model.ts"
import { addCustomer, addOrder, type NewOrder, type UserFields } from "./NewOrder.ts"
import { openTicket } from "./openTicket.ts"
import { panelApi, type PanelWrite } from "./PanelApi.ts"
import { defaultSettings, type AdminKey, type PanelSettings } from "./PanelSettings.ts"
import { PanelStore } from "./PanelStore.ts"
import { Progress, type ProgressPace } from "./Progress.ts"
import { Traffic, type PanelRequest } from "./Traffic.ts"

export interface PanelOptions {
  /** 0 (default) takes free ports. */
  readonly port?: number
  readonly controlPort?: number
  /** What the panel starts with: `seedPanel({ orders: 10_000 })`, or nothing. */
  readonly data?: PanelData
  readonly settings?: Partial<PanelSettings>
  /** Lets orders, cancels and refills move on by themselves. */
  readonly progress?: ProgressPace
}

/** A simulated panel on loopback: a Perfect Panel unless `settings.apis` says otherwise, its database as objects. */
export class PanelSimulator {
  readonly settings: PanelSettings
  readonly store: PanelStore
  readonly faults = new FaultPlan<PanelFault>()
  readonly traffic = new Traffic()
  readonly events = new EventHub()
  readonly progress: Progress
  readonly adminKeys = new Map<string, AdminKey>()
  /** The first admin key: sees everything. */
  readonly adminKey: string
  readonly #writes = new Journal<PanelWrite>()
  readonly #orders = new Journal<PanelOrder>(1)
  readonly #api: LoopbackServer
  readonly #control: LoopbackServer

  constructor(options: PanelOptions) {
    this.settings = { ...defaultSettings, ...options.settings }
    this.store = new PanelStore((order) => {
      this.progress.watch(order)
      this.#orders.add(order)
      this.events.emit("order", this.record(order))
    })
    this.progress = new Progress(this.store)
    if (options.data) this.store.load(options.data)
    this.adminKey = this.addAdminKey().key
    const { store, settings, faults, traffic } = this
    const wrote = (write: PanelWrite) => {
      this.#writes.add(write)
      this.events.emit("write", write)
    }
    const parts = { store, settings, faults, traffic, keys: this.adminKeys, wrote }
    this.#api = new LoopbackServer(panelApi(parts), options.port)
    this.#control = controlServer(panelRoutes(this), this.events, options.controlPort)
    if (options.progress) this.progress.start(options.progress)
  }

  /** The panel's address; the admin API is at `/adminapi/v2`, the user API at `/api/v2`, the others at `/adminapi/v1` and `/odd/v3`. */
  get url(): string {
    return this.#api.url
  }

  get controlUrl(): string {
    return this.#control.url
  }

  /** Every request that had its effect, oldest first. */
  get writes(): ReadonlyArray<PanelWrite> {
    return this.#writes.items
  }

  /** Calls that claim work: …/pull, a Rental Panel's getOrder and getOrders, the odd API's next; a support bot makes none. */
  get claims(): ReadonlyArray<PanelRequest> {
    return this.requests.filter(
      ({ path, query }) => /\/(?:pull|next)$/.test(path) || /(?:^|&)action=getOrders?(?:&|$)/.test(query)
    )
  }

  /** Every request that arrived, refused ones included. */
  get requests(): ReadonlyArray<PanelRequest> {
    return this.traffic.requests.items
  }

  async start(): Promise<void> {
    await Promise.all([this.#api.open(), this.#control.open()])
  }

  async stop(): Promise<void> {
    this.progress.stop()
    await Promise.all([this.#api.close(), this.#control.close()])
  }

  /** Refuses connections until `up`; the control API stays. */
  down(): Promise<void> {
    return this.#api.close()
  }

  up(): Promise<void> {
    return this.#api.open()
  }

  /** A further admin key; keys are the same in every run. */
  addAdminKey(permissions: { readonly canSeeExternalIds?: boolean } = {}): AdminKey {
    const number = this.adminKeys.size + 1
    const key = createHash("sha256").update(`panel admin key ${number}`).digest("hex")
    const entry = { key, canSeeExternalIds: permissions.canSeeExternalIds ?? true, isRevoked: false }
    this.adminKeys.set(key, entry)
    return entry
  }

  /** A customer's key of the user API. */
  userKey(username: string): string {
    const user = this.store.user(username)
    if (!user) throw new Error(`there is no user ${username}`)
    return user.apiKey
  }

  /** Adds one order with exactly these fields. */
  addOrder(fields: NewOrder = {}): PanelOrder {
    return addOrder(this.store, fields)
  }

  /** A customer opens a ticket in the panel. */
  addTicket(username: string, subject: string, message: string, created?: number): PanelTicket {
    return openTicket(this.store, { username, subject, message, author: username, isStaff: false, created })
  }

  /** Adds a customer, or changes one; what is left out is plain or stays. */
  setUser(username: string, fields: UserFields = {}): PanelUser {
    if (!this.store.user(username)) addCustomer(this.store, username)
    return Object.assign(this.store.user(username)!, fields)
  }

  /** An order that must be there; its fields may be changed. */
  order(id: number): PanelOrder {
    const order = this.store.orders.get(id)
    if (!order) throw new Error(`there is no order ${id}`)
    return order
  }

  /** An order with what the wire does not show: its tasks. */
  record(order: PanelOrder) {
    return {
      ...order,
      cancelTasks: this.store.cancelTasks.filter((task) => task.orderId === order.id),
      refillTasks: [...this.store.refillTasks.values()].filter((task) => task.orderId === order.id)
    }
  }

  waitForWrite(predicate: (write: PanelWrite) => boolean, timeoutMs?: number): Promise<PanelWrite> {
    return this.#writes.waitFor(predicate, timeoutMs, "write")
  }

  waitForRequest(predicate: (request: PanelRequest) => boolean, timeoutMs?: number): Promise<PanelRequest> {
    return this.traffic.requests.waitFor(predicate, timeoutMs, "request")
  }

  /** Waits until an order is as wanted; at once if it already is. */
  async waitForOrder(
    id: number,
    predicate: (order: PanelOrder) => boolean,
    timeoutMs?: number
  ): Promise<PanelOrder> {
    const order = this.order(id)
    return predicate(order)
      ? order
      : this.#orders.waitFor((changed) => changed === order && predicate(changed), timeoutMs, "order")
  }
}

/** Starts a simulated panel; empty unless `data` is given. */
export const startPanelSimulator = async (options: PanelOptions = {}): Promise<PanelSimulator> => {
  const simulator = new PanelSimulator(options)
  await simulator.start()
  return simulator
}
