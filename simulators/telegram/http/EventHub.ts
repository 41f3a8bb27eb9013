/** One thing that happened in a simulator; `id` counts from 1. */
export interface SimulatorEvent {
  readonly id: number
  readonly at: number
  readonly type: string
  readonly data: unknown
}

const REMEMBERED_EVENTS = 500

/** Hands events to listeners and remembers the last ones, so that a page that reconnects misses none. */
export class EventHub {
  #lastId = 0
  readonly #recent: SimulatorEvent[] = []
  readonly #listeners = new Set<(event: SimulatorEvent) => void>()

  emit(type: string, data: unknown): void {
    const event = { id: ++this.#lastId, at: Date.now(), type, data }
    this.#recent.push(event)
    if (this.#recent.length > REMEMBERED_EVENTS) this.#recent.shift()
    for (const listener of this.#listeners) listener(event)
  }

  /** Calls `listener` for each later event, and first for the remembered ones after `sinceId`. */
  subscribe(listener: (event: SimulatorEvent) => void, sinceId = this.#lastId): () => void {
    for (const event of this.#recent) if (event.id > sinceId) listener(event)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
