/** How much of a tenant's past is kept for browsers that come back. */
export interface EventLogLimits {
  readonly maxEvents: number
  /** Characters of all kept events together. */
  readonly maxSize: number
}

/** The last events of one tenant, encoded, numbered from 1 without gaps; the oldest fall out. */
export class EventLog {
  readonly #limits: EventLogLimits
  #kept: Array<string> = []
  /** Index in `#kept` of the oldest event; what is before it is cut off in big steps. */
  #start = 0
  #size = 0
  #seq = 0

  constructor(limits: EventLogLimits) {
    this.#limits = limits
  }

  /** Number of the newest event; 0 = none yet. */
  get seq(): number {
    return this.#seq
  }

  /** Appends an encoded event. */
  append(event: string): void {
    this.#kept.push(event)
    this.#size += event.length
    this.#seq += 1
    while (this.#count > this.#limits.maxEvents || (this.#size > this.#limits.maxSize && this.#count > 1)) {
      this.#size -= this.#kept[this.#start]?.length ?? 0
      this.#kept[this.#start] = ""
      this.#start += 1
    }
    if (this.#start > 1_000 && this.#start > this.#kept.length / 2) {
      this.#kept = this.#kept.slice(this.#start)
      this.#start = 0
    }
  }

  /** Counts events that nobody wanted and forgets those before them. */
  skip(count: number): void {
    this.#seq += count
    this.#kept = []
    this.#start = 0
    this.#size = 0
  }

  /** Everything after `seq`, oldest first; null when some of it is gone or `seq` was never reached. */
  after(seq: number): ReadonlyArray<string> | null {
    const missing = this.#seq - seq
    if (missing < 0 || missing > this.#count) return null
    return this.#kept.slice(this.#kept.length - missing)
  }

  get #count(): number {
    return this.#kept.length - this.#start
  }
}
