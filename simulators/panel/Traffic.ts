import { Journal } from "../telegram/http/Journal.ts"
import { type PanelApiName } from "./Faults.ts"

/** One request as it arrived, and how it was answered. */
export interface PanelRequest {
  /** Milliseconds since 1970 with fractions, from a monotonic clock. */
  readonly at: number
  readonly api: PanelApiName | "other"
  readonly method: string
  readonly path: string
  readonly query: string
  outcome: number | "pending" | "hang" | "dropped"
}

const WINDOW_MS = 1_000

/** Every request with its time, and the limit of so many per any one second. */
export class Traffic {
  readonly requests = new Journal<PanelRequest>(200_000)
  readonly #admitted: Record<PanelApiName, Array<number>> = { admin: [], user: [], rental: [], odd: [] }

  record(request: Omit<PanelRequest, "at" | "outcome">): PanelRequest {
    const entry: PanelRequest = {
      ...request,
      at: performance.timeOrigin + performance.now(),
      outcome: "pending"
    }
    this.requests.add(entry)
    return entry
  }

  settle(request: PanelRequest, outcome: PanelRequest["outcome"]): void {
    request.outcome = outcome
    this.requests.changed(request)
  }

  /** True if fewer than `limit` requests were admitted in the second before; refused ones do not count. */
  admit({ api, at }: PanelRequest, limit: number): boolean {
    if (limit === 0 || api === "other") return true
    const admitted = this.#admitted[api]
    while (admitted.length > 0 && (admitted[0] ?? 0) <= at - WINDOW_MS) admitted.shift()
    if (admitted.length >= limit) return false
    admitted.push(at)
    return true
  }

  /** The greatest number of requests, refused ones included, in any window [t, t + 1 s). */
  maxInAnySecond(api: PanelApiName = "admin"): number {
    const times = this.requests.items.filter((request) => request.api === api).map((request) => request.at)
    let first = 0
    let most = 0
    for (const [last, at] of times.entries()) {
      while ((times[first] ?? at) <= at - WINDOW_MS) first += 1
      most = Math.max(most, last - first + 1)
    }
    return most
  }
}
