/** How often a fault strikes; `always` until it is removed. */
export type Times = number | "always"

/** A planned fault with its count of strikes so far. */
export interface PlannedFault<F> {
  readonly id: number
  readonly fault: F
  left: Times
  hits: number
}

/** The faults a simulator commits on demand, in the order in which they were planned. */
export class FaultPlan<F extends { readonly times?: Times }> {
  #lastId = 0
  readonly #planned = new Map<number, PlannedFault<F>>()

  /** Plans a fault; it strikes once unless `times` says otherwise. */
  add(fault: F): PlannedFault<F> {
    const planned = { id: ++this.#lastId, fault, left: fault.times ?? 1, hits: 0 }
    this.#planned.set(planned.id, planned)
    return planned
  }

  remove(id: number): boolean {
    return this.#planned.delete(id)
  }

  clear(): void {
    this.#planned.clear()
  }

  list(): ReadonlyArray<PlannedFault<F>> {
    return [...this.#planned.values()]
  }

  /** Strikes: takes the first planned fault that matches and counts it. */
  take(matches: (fault: F) => boolean): F | undefined {
    for (const planned of this.#planned.values()) {
      if (!matches(planned.fault)) continue
      planned.hits += 1
      if (planned.left !== "always") planned.left -= 1
      if (planned.left === 0) this.#planned.delete(planned.id)
      return planned.fault
    }
    return undefined
  }
}
