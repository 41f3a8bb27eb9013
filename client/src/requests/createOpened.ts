import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { listRequests } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { RequestView } from "../api/Views.ts"
import { useLive } from "../live/LiveContext.ts"
import { isNewer } from "../live/mergeRows.ts"

/**
 * The request that the address opens. It stays while it is looked at, also when it leaves the list, and is read by its id
 * when the list does not have it.
 */
export const createOpened = (
  id: Accessor<string | undefined>,
  listed: (id: string) => RequestView | undefined
) => {
  const live = useLive()
  const [request, setRequest] = createSignal<RequestView | null>(null)
  const [isMissing, setMissing] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const load = () => {
    const wanted = id()
    abort.abort()
    if (wanted === undefined) return
    abort = new AbortController()
    const { signal } = abort
    setTrouble(null)
    listRequests({ before: null, limit: 1, status: "", search: "", id: wanted }, signal)
      .then(({ items }) => {
        if (signal.aborted) return
        if (items[0] === undefined) setMissing(true)
        else apply(items)
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  /** Takes it from rows that came. */
  const apply = (rows: ReadonlyArray<RequestView>) => {
    const found = rows.findLast((row) => row.id === id())
    if (found !== undefined && isNewer(request() ?? undefined, found)) setRequest(found)
  }
  createEffect(
    on(id, (wanted) => {
      abort.abort()
      setMissing(false)
      setTrouble(null)
      const known = wanted === undefined ? undefined : listed(wanted)
      setRequest(known ?? null)
      if (known === undefined) load()
    })
  )
  // What was missed meanwhile is not known.
  createEffect(on(live.snapshot, load, { defer: true }))
  return {
    isOpen: () => id() !== undefined,
    request: () => {
      const now = request()
      return now?.id === id() ? now : null
    },
    isMissing,
    trouble,
    reload: load,
    apply
  }
}
