import { batch, createSignal, onCleanup } from "solid-js"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { Loaded } from "../live/createLoaded.ts"

/** Something short that is read whole, at once and when asked to: for pages that nothing live belongs to. */
export const createRead = <T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> => {
  const [value, setValue] = createSignal<T | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const reload = () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    load(signal)
      .then((loaded) => {
        if (signal.aborted) return
        batch(() => {
          setValue(() => loaded)
          setTrouble(null)
        })
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  reload()
  return { value, trouble, reload }
}
