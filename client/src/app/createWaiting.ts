import { createContext, createEffect, createSignal, on, onCleanup, useContext, type Accessor } from "solid-js"
import { listRegistrations } from "../api/CustomerGateway.ts"
import type { Live } from "../live/createLive.ts"

/** Nothing pushes registrations: chats that move suggest a look, and looks are at least this far apart. */
const pauseMillis = 3000

export interface Waiting {
  /** Numbers that wait for the owner's approval; null until it is known. */
  readonly count: Accessor<number | null>
  /** Changes when somebody came or was decided about; null until it is known. */
  readonly news: Accessor<string | null>
  /** Hears whenever something may have happened, until the caller's owner is gone. */
  readonly onLook: (listener: () => void) => void
  readonly set: (count: number) => void
}

export const WaitingContext = createContext<Waiting>()

/** The registrations that wait; only inside the frame. */
export const useWaiting = (): Waiting => {
  const waiting = useContext(WaitingContext)
  if (waiting === undefined) throw new Error("useWaiting outside of the frame")
  return waiting
}

/** Counts the registrations that wait, for the bar, and says when to look again; for who may not decide, never. */
export const createWaiting = (live: Live, mayDecide: boolean): Waiting => {
  const [count, setCount] = createSignal<number | null>(null)
  const [news, setNews] = createSignal<string | null>(null)
  const listeners = new Set<() => void>()
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let lookedAt = 0
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })

  const lookNow = () => {
    timer = undefined
    lookedAt = Date.now()
    listRegistrations({ before: null, limit: 1, state: "waiting" }, abort.signal)
      .then((page) => {
        setCount(page.waiting)
        setNews(`${page.waiting} ${page.items[0]?.id ?? ""}`)
      })
      // The bar then shows what it knew; the page of registrations says what is wrong.
      .catch(() => {})
    for (const listener of listeners) listener()
  }
  const look = () => {
    if (mayDecide) timer ??= setTimeout(lookNow, Math.max(0, lookedAt + pauseMillis - Date.now()))
  }

  live.onEvents((events) => {
    const isHint = events.some(({ _tag }) => _tag === "LogAdded" || _tag === "ConversationChanged")
    if (isHint) look()
  })
  createEffect(on(live.snapshot, () => void live.settled.then(look)))

  return {
    count,
    news,
    set: setCount,
    onLook: (listener) => {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    }
  }
}
