import { useSearchParams } from "@solidjs/router"
import { createEffect, createSignal, on, onCleanup } from "solid-js"
import { listRequests, requestFile, type RequestPage } from "../api/Gateway.ts"
import type { RequestView } from "../api/Views.ts"
import { createRows } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"
import { createOpened } from "./createOpened.ts"
import { createRequestFilter, type StatusFilter } from "./createRequestFilter.ts"

const pageSize = 50
/** Changes come in bursts; the counts are asked for once after one. */
const countAgainMillis = 500

const tabLabels: Readonly<Record<Exclude<StatusFilter, "all">, string>> = {
  open: "Open",
  waiting: "Waiting",
  failed: "Failed",
  done: "Added",
  closed: "Closed",
  // Requests that nobody answered, whatever their status.
  stale: "Stale"
}

/** UUIDs of version 7 sort by time. */
const compare = (a: RequestView, b: RequestView): number => (a.id < b.id ? 1 : -1)

/** The table of requests: what narrows it in the address, rows and counts kept live, some of them selected. */
export const createRequests = () => {
  const live = useLive()
  const filter = createRequestFilter()
  const [query, setQuery] = useSearchParams<{ open?: string }>()
  const [counts, setCounts] = createSignal<RequestPage["counts"] | null>(null)
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set())

  const rows = createRows<RequestView, RequestPage>({
    key: filter.key,
    load: (before, signal) => listRequests({ before, limit: pageSize, ...filter.values() }, signal),
    compare,
    isBeyond: (row, last) => row.id < last.id,
    belongs: filter.admits,
    onPage: (page) => setCounts(page.counts)
  })

  const one = createOpened(
    () => query.open,
    (id) => rows.items().find((row) => row.id === id)
  )

  createEffect(on(filter.key, () => setSelected(new Set<string>()), { defer: true }))
  let timer: ReturnType<typeof setTimeout> | undefined
  const abort = new AbortController()
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })
  const countAgain = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      listRequests({ before: null, limit: 1, ...filter.values(), status: "" }, abort.signal)
        .then((page) => setCounts(page.counts))
        .catch(() => {})
    }, countAgainMillis)
  }

  live.onEvents((events) => {
    const changed = events.flatMap((event) => (event._tag === "RequestChanged" ? [event.request] : []))
    if (changed.length === 0) return
    one.apply(changed)
    rows.apply(changed)
    countAgain()
  })

  const tabs = () => {
    const known = counts()
    const all =
      known === null
        ? undefined
        : Object.entries(known).reduce((sum, [name, count]) => sum + (name === "stale" ? 0 : count), 0)
    return [
      { key: "all" as StatusFilter, label: "All", count: all },
      ...Object.entries(tabLabels).map(([key, label]) => ({
        key: key as StatusFilter,
        label,
        count: known === null ? undefined : (known[key] ?? 0)
      }))
    ]
  }
  /** Of those that are listed now. */
  const picked = () => rows.items().filter(({ id }) => selected().has(id))

  return {
    rows,
    tabs,
    filter,
    file: () => requestFile(filter.values()),
    picked,
    isSelected: (id: string) => selected().has(id),
    select: (ids: ReadonlyArray<string>, isSelected: boolean) =>
      setSelected(
        (now) => new Set(isSelected ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id)))
      ),
    clear: () => setSelected(new Set<string>()),
    opened: one,
    open: (id: string | null) => setQuery({ open: id })
  }
}

export type Requests = ReturnType<typeof createRequests>
