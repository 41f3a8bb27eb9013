/** An append-only list that can be waited on: no polling, no sleeps. */
export class Journal<T> {
  readonly items: T[] = []
  readonly #capacity: number
  readonly #listeners = new Set<(item: T) => void>()

  /** Keeps about the last `capacity` items. */
  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity
  }

  add(item: T): void {
    this.items.push(item)
    if (this.items.length > this.#capacity * 1.25) this.items.splice(0, this.items.length - this.#capacity)
    this.changed(item)
  }

  /** Tells those who wait that a kept item has changed. */
  changed(item: T): void {
    for (const listener of this.#listeners) listener(item)
  }

  /** The first item, past or future, that satisfies `predicate`; rejects after `timeoutMs`. */
  waitFor(predicate: (item: T) => boolean, timeoutMs = 5_000, what = "item"): Promise<T> {
    const found = this.items.find(predicate)
    if (found !== undefined) return Promise.resolve(found)
    return new Promise<T>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
      }
      const listener = (item: T) => {
        if (!predicate(item)) return
        stop()
        resolve(item)
      }
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`no such ${what} within ${timeoutMs} ms; ${this.items.length} others were seen`))
      }, timeoutMs)
      this.#listeners.add(listener)
    })
  }
}
