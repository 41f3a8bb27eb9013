/** Timers that end together. */
export class Timers {
  readonly #open = new Set<NodeJS.Timeout>()
  #isStopped = false

  /** Does `work` later, unless stopped before; a failure is printed, because nobody waits for it. */
  after(milliseconds: number, work: () => unknown): void {
    if (this.#isStopped) return
    const timer = setTimeout(() => {
      this.#open.delete(timer)
      Promise.resolve()
        .then(work)
        .catch((error: unknown) => {
          if (!this.#isStopped) console.error("demo: a simulated person failed:", error)
        })
    }, milliseconds)
    this.#open.add(timer)
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#open) clearTimeout(timer)
    this.#open.clear()
  }
}
