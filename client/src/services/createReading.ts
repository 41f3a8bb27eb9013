import { createEffect, createSignal, on, type Accessor } from "solid-js"
import { type Reading, type ReadingTest, testService } from "../api/ServiceGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createDelay } from "../ui/createDelay.ts"

/** Reads a name as the tenant's rules read it, `waitMillis` after the last change; null asks nothing. */
export const createReading = (test: Accessor<ReadingTest | null>, waitMillis: number) => {
  const [reading, setReading] = createSignal<Reading | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const delay = createDelay()

  const ask = () => {
    const asked = test()
    setTrouble(null)
    if (asked === null) {
      delay.stop()
      setReading(null)
      return
    }
    delay.start(waitMillis, async (signal) => {
      try {
        setReading(await testService(asked, signal))
      } catch (error) {
        if (!signal.aborted) setTrouble(asTrouble(error))
      }
    })
  }
  createEffect(on(test, ask))
  return { reading, trouble, retry: ask }
}
