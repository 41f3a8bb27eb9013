const windowMillis = 1_000
// Clocks of both sides tick in their own steps.
const marginMillis = 5
// How long a lowered limit stays before it rises by one.
const recoveryMillis = 30_000

/** A call that was started: it counts until one second after its answer. */
export interface Slot {
  endedAt: number | undefined
}

/**
 * How many calls may start. The panel counted a call some time between its start and its answer, so it
 * counts here until a second after the answer: no one-second window at the panel can hold more than
 * `limit`. Time in milliseconds, any origin.
 */
export class RateBudget {
  readonly #share: () => number
  #limit = 1
  #lowered = 0
  #loweredAt = 0
  #heldUntil = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #slots: Array<Slot> = []

  /** `share` says by how much the limit is divided at a moment, because others use it too. */
  constructor(share: () => number = () => 1) {
    this.#share = share
  }

  /** Calls per second that the panel allows. */
  get limit(): number {
    return this.#limit
  }

  /** Never below one. */
  setLimit(limit: number): void {
    this.#limit = Math.max(1, Math.floor(limit))
  }

  /** Milliseconds until a call may start: 0 is now, Infinity is not before some answer. */
  wait(now: number): number {
    this.#forget(now)
    const held = Math.max(0, this.#heldUntil - now)
    const excess = this.#slots.length - this.#limitAt(now)
    if (excess < 0) return held
    const ends = this.#slots.map((slot) => slot.endedAt ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
    return Math.max(held, (ends[excess] ?? Number.POSITIVE_INFINITY) + windowMillis + marginMillis - now)
  }

  /** Counts a call as started. */
  start(now: number): Slot {
    const slot: Slot = { endedAt: undefined }
    this.#slots.push(slot)
    this.#lastStart = now
    return slot
  }

  /** Notes the call's answer, or that it was never sent. */
  end(slot: Slot, now: number, isSent: boolean): void {
    if (isSent) slot.endedAt = now
    else this.#slots = this.#slots.filter((other) => other !== slot)
  }

  /** After a 429: nothing for so long, and one call a second less for a while, as somebody else calls too. */
  hold(now: number, millis: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, now + millis)
    this.#lowered = Math.min(this.#loweredAtTime(now) + 1, this.#limit - 1)
    this.#loweredAt = now
  }

  /**
   * Milliseconds that a read should let others join it: nothing while the budget is fresh, more the
   * more of it is used, so that a rush becomes few full calls evenly spread.
   */
  pace(now: number): number {
    this.#forget(now)
    const used = this.#slots.length / this.#limitAt(now)
    if (used >= 1) return 0
    return Math.max(0, this.#lastStart + (windowMillis / 4) * used * used - now)
  }

  #limitAt(now: number): number {
    return Math.max(1, Math.floor(this.#limit / this.#share()) - this.#loweredAtTime(now))
  }

  #loweredAtTime(now: number): number {
    return Math.max(0, this.#lowered - Math.floor((now - this.#loweredAt) / recoveryMillis))
  }

  #forget(now: number): void {
    this.#slots = this.#slots.filter(
      ({ endedAt }) => endedAt === undefined || endedAt + windowMillis + marginMillis > now
    )
  }
}
