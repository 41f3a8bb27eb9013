import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { getTimeline, type TimelineStep } from "../api/ExplanationGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { RequestView } from "../api/Views.ts"
import { useLive } from "../live/LiveContext.ts"

/** A burst of changes has it loaded again once. */
const askAgainMillis = 250

/** What happened to a request, loaded again whenever it changes. */
export const createTimeline = (request: Accessor<RequestView>) => {
  const live = useLive()
  const [steps, setSteps] = createSignal<ReadonlyArray<TimelineStep> | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => {
    abort.abort()
    clearTimeout(timer)
  })
  const load = () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    getTimeline(request().id, signal)
      .then((loaded) => {
        if (signal.aborted) return
        setSteps(loaded)
        setTrouble(null)
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  createEffect(
    on([() => request().id, () => request().version, live.snapshot], ([id], before) => {
      clearTimeout(timer)
      if (before?.[0] === id) {
        timer = setTimeout(load, askAgainMillis)
        return
      }
      setSteps(null)
      load()
    })
  )
  return { steps, trouble, reload: load }
}
