import { OPEN_STATUSES, type PanelOrder } from "./Model.ts"
import { type PanelStore } from "./PanelStore.ts"

/** How fast the demo's world moves, in milliseconds; only what happens while it runs moves, not the seeded past. */
export interface ProgressPace {
  /** From pending to in progress, and from there to completed. */
  readonly stepMs: number
  /** From a requested cancel to canceled. */
  readonly cancelMs: number
  /** From a refill's step to its next. */
  readonly refillMs: number
}

const TICK_MS = 250

/** Moves new orders, cancels and refills on by themselves. */
export class Progress {
  readonly #store: PanelStore
  readonly #watched = new Map<number, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(store: PanelStore) {
    this.#store = store
  }

  /** Notes that an order has just changed. */
  watch(order: PanelOrder): void {
    if (this.#timer) this.#watched.set(order.id, Date.now())
  }

  start(pace: ProgressPace): void {
    this.stop()
    this.#timer = setInterval(() => this.#tick(pace, Date.now()), TICK_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#watched.clear()
  }

  #tick(pace: ProgressPace, now: number): void {
    for (const [id, since] of this.#watched) {
      const order = this.#store.orders.get(id)
      if (order) this.#move(order, now - since, pace)
      else this.#watched.delete(id)
    }
  }

  #move(order: PanelOrder, age: number, pace: ProgressPace): void {
    const isOpen = OPEN_STATUSES.includes(order.status)
    const refill = this.#store.lastRefill(order.id)
    const isRefilling = refill?.status === "Pending" || refill?.status === "In progress"
    if (this.#store.openCancelTask(order.id)) {
      if (age >= pace.cancelMs) this.#store.settleCancel(order.id, isOpen ? "canceled" : "rejected")
    } else if (isOpen) {
      if (age >= pace.stepMs)
        this.#store.setStatus(order, order.status === "in_progress" ? "completed" : "in_progress")
    } else if (refill && isRefilling) {
      if (age < pace.refillMs) return
      refill.status = refill.status === "Pending" ? "In progress" : "Completed"
      this.#store.touch(order)
    } else {
      this.#watched.delete(order.id)
    }
  }
}
