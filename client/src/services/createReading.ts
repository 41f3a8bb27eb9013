import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { type Reading, type ReadingTest, testService } from "../api/ServiceGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** Reads a name as the tenant's rules read it, `waitMillis` after the last change; null asks nothing. */
export const createReading = (test: Accessor<ReadingTest | null>, waitMillis: number) => {
  const [reading, setReading] = createSignal<Reading | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()
  const stop = () => {
    clearTimeout(timer)
    abort.abort()
  }
  onCleanup(stop)

  const ask = () => {
    stop()
    abort = new AbortController()
    const { signal } = abort
    const asked = test()
    setTrouble(null)
    if (asked === null) {
      setReading(null)
      return
    }
    timer = setTimeout(() => {
      testService(asked, signal)
        .then(setReading)
        .catch((error: unknown) => {
          if (!signal.aborted) setTrouble(asTrouble(error))
        })
    }, waitMillis)
  }
  createEffect(on(test, ask))
  return { reading, trouble, retry: ask }
}
