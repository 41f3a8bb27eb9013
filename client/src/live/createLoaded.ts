import { batch, createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { useLive } from "./LiveContext.ts"

export interface Loaded<T> {
  /** Null until it is there; what was loaded stays while it is loaded again. */
  readonly value: Accessor<T | null>
  readonly trouble: Accessor<Trouble | null>
  readonly reload: () => void
}

/** Something short that is loaded whole: anew when the live socket lost its place, and when asked to. */
export const createLoaded = <T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> => {
  const live = useLive()
  const [value, setValue] = createSignal<T | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const reload = () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    live.settled
      .then(() => load(signal))
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
  createEffect(on(live.snapshot, reload))
  return { value, trouble, reload }
}
