import { createSignal, onCleanup, type Accessor } from "solid-js"

/** The time, moving on every `everyMillis` for as long as its owner lives. */
export const createNow = (everyMillis = 20_000): Accessor<number> => {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), everyMillis)
  onCleanup(() => clearInterval(timer))
  return now
}
