import { batch, createSignal, onCleanup, type Accessor } from "solid-js"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

export interface Loaded<T> {
  /** Null until it is there; what was loaded stays while it is loaded again. */
  readonly value: Accessor<T | null>
  readonly trouble: Accessor<Trouble | null>
  /** Loads anew; resolves when it is there, or has failed. */
  readonly reload: () => Promise<void>
  /** Takes what the gateway answered to a change. */
  readonly set: (value: T) => void
}

/** Something short that is loaded whole, whenever it is asked to; only the last asking counts. */
export const createReload = <T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> => {
  const [value, setValue] = createSignal<T | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const reload = async () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    try {
      const loaded = await load(signal)
      if (signal.aborted) return
      batch(() => {
        setValue(() => loaded)
        setTrouble(null)
      })
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    }
  }
  return { value, trouble, reload, set: (next) => setValue(() => next) }
}
