interface Entry {
  readonly value: unknown
  readonly until: number
}

/** How large and how old a cache may grow. */
export interface CacheLimits {
  readonly capacity: number
  readonly ttlMillis: number
  /** Keys that are never kept. */
  readonly skip?: (key: string) => boolean
}

/** A cache in the form Baileys takes, dropping the least recently used entry beyond its capacity. */
export class BoundedCache {
  readonly #entries = new Map<string, Entry>()
  readonly #limits: CacheLimits

  constructor(limits: CacheLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#entries.size
  }

  // Baileys' CacheStore lets the caller choose the type; it only reads back what it wrote itself.
  get<T>(key: string): T | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (entry.until <= Date.now()) return undefined
    this.#entries.set(key, entry)
    return entry.value as T
  }

  set<T>(key: string, value: T): void {
    if (this.#limits.skip?.(key) === true) return
    this.#entries.delete(key)
    this.#entries.set(key, { value, until: Date.now() + this.#limits.ttlMillis })
    if (this.#entries.size <= this.#limits.capacity) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  del(keys: string | ReadonlyArray<string>): void {
    for (const key of typeof keys === "string" ? [keys] : keys) this.#entries.delete(key)
  }

  flushAll(): void {
    this.#entries.clear()
  }

  async mget<T>(keys: ReadonlyArray<string>): Promise<Record<string, T | undefined>> {
    return Object.fromEntries(keys.map((key) => [key, this.get<T>(key)]))
  }

  mset<T>(entries: ReadonlyArray<{ readonly key: string; readonly value: T }>): void {
    for (const { key, value } of entries) this.set(key, value)
  }
}
