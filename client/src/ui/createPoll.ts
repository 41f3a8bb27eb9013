import { batch, createSignal, onCleanup, type Accessor } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

export interface Polled<T extends object> {
  /** What was last read; null before the first answer. Rows that stay keep their places on the screen. */
  readonly value: () => T | null
  readonly trouble: Accessor<Trouble | null>
  readonly isLoading: Accessor<boolean>
  /** Reads now; `anew` = what is shown belongs to another question. */
  readonly reload: (anew?: boolean) => void
}

/** Something that is read again and again while the page is looked at; `key` names the rows of its lists. */
export const createPoll = <T extends object>(
  load: (signal: AbortSignal) => Promise<T>,
  { everyMillis, key }: { readonly everyMillis: number; readonly key: string }
): Polled<T> => {
  const [store, setStore] = createStore<{ value: T | null }>({ value: null })
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [isLoading, setLoading] = createSignal(true)
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  const read = () => {
    abort.abort()
    clearTimeout(timer)
    abort = new AbortController()
    const { signal } = abort
    const next = () => {
      setLoading(false)
      timer = setTimeout(turn, everyMillis)
    }
    load(signal)
      .then((value) => {
        if (signal.aborted) return
        batch(() => {
          setStore("value", reconcile(value as T | null, { key, merge: true }))
          setTrouble(null)
          next()
        })
      })
      .catch((error: unknown) => {
        if (signal.aborted) return
        batch(() => {
          setTrouble(asTrouble(error))
          next()
        })
      })
  }
  // Nobody looks at a hidden page: it is read when it is shown again.
  const turn = () => {
    timer = undefined
    if (document.visibilityState === "visible") read()
  }
  const shown = () => {
    if (document.visibilityState === "visible" && timer === undefined && !isLoading()) read()
  }
  document.addEventListener("visibilitychange", shown)
  onCleanup(() => {
    document.removeEventListener("visibilitychange", shown)
    abort.abort()
    clearTimeout(timer)
  })
  read()

  return {
    value: () => store.value,
    trouble,
    isLoading,
    reload: (anew = false) => {
      if (anew) {
        setStore("value", null)
        setLoading(true)
      }
      read()
    }
  }
}
