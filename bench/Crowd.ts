import { type Figure, percentile } from "./Figure.ts"

/** Orders have seven digits, so that a reply shows which one it answers. */
const firstOrder = 1_000_000

/** Messages of each customer, all at once. */
const messages = ["cancel", "cancel", "status"] as const

const ordersOf = messages.length

/** The customer's `k`th message, about an order of his that no other message names. */
export const textOf = (customer: number, k: number): string =>
  `${firstOrder + customer * ordersOf + k} ${messages[k]}`

/** The orders of a crowd, with their owners. */
export const crowdOrders = (customers: number) =>
  Array.from({ length: customers * ordersOf }, (_, n) => ({
    id: firstOrder + n,
    customer: Math.floor(n / ordersOf),
    user: userOf(Math.floor(n / ordersOf))
  }))

/** A customer's name on the panel. */
export const userOf = (customer: number): string => `customer${customer}`

/** Everybody's questions and what came back. */
export class Crowd {
  readonly #customers: number
  readonly #askedAt = new Map<number, number>()
  readonly #latencies: Array<number> = []
  readonly #replies: Array<Array<number>> = []
  #doubled = 0
  #isOver = () => {}
  /** When every question has its answer. */
  readonly isAnswered: Promise<void>

  constructor(customers: number) {
    this.#customers = customers
    this.isAnswered = new Promise((resolve) => (this.#isOver = resolve))
  }

  /** Notes that the customer's `k`th message leaves now, and gives its text. */
  ask(customer: number, k: number): string {
    this.#askedAt.set(customer * ordersOf + k, performance.now())
    return textOf(customer, k)
  }

  /** Notes a reply in the customer's chat. */
  heard(customer: number, text: string): void {
    const order = Number(/\d{7}/.exec(text)?.[0] ?? Number.NaN) - firstOrder
    const askedAt = this.#askedAt.get(order)
    if (askedAt === undefined) {
      this.#doubled += 1
      if (this.#doubled < 4) console.error("a reply nobody waits for:", text)
      return
    }
    this.#askedAt.delete(order)
    this.#latencies.push(performance.now() - askedAt)
    ;(this.#replies[customer] ??= []).push(order)
    if (this.#latencies.length === this.#customers * ordersOf) this.#isOver()
  }

  /** What became of it all; `over` says by which way it went. */
  figures(over: string, seconds: number): ReadonlyArray<Figure> {
    const count = this.#customers * ordersOf
    const at = (share: number) => `${(percentile(this.#latencies, share) / 1000).toFixed(1)} s`
    const outOfOrder = this.#replies.filter((orders) =>
      orders.some((order, n) => order < (orders[n - 1] ?? 0))
    )
    return [
      {
        what: `customers: ${this.#customers} write ${ordersOf} messages each at once, ${over}: reply p50 / p95 / p99`,
        value: `${at(0.5)} / ${at(0.95)} / ${at(0.99)}`
      },
      { what: `customers: all ${count} answered, ${over}`, value: `${seconds.toFixed(1)} s` },
      {
        what: `customers: lost / doubled / chats out of order, ${over}`,
        value: `${count - this.#latencies.length} / ${this.#doubled} / ${outOfOrder.length}`,
        aim: "0 / 0 / 0"
      }
    ]
  }
}

/** How many messages each customer writes. */
export const messagesEach = ordersOf
