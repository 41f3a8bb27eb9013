/** Lets a test wait for what a channel will tell it. */
export class TestWaiters {
  readonly #checks = new Set<() => void>()

  /** Something was told. */
  wake(): void {
    for (const check of this.#checks) check()
  }

  /** Looks now, and again whenever something is told; rejects after five seconds, with `last` of what was told. */
  until<A>(look: () => A | undefined, last: () => string = () => ""): Promise<A> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#checks.delete(check)
        reject(new Error(`not told in time${last()}`))
      }, 5000)
      const check = () => {
        const found = look()
        if (found === undefined) return
        clearTimeout(timer)
        this.#checks.delete(check)
        resolve(found)
      }
      this.#checks.add(check)
      check()
    })
  }
}
