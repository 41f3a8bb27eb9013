import { useSearchParams } from "@solidjs/router"
import { createSignal, onCleanup } from "solid-js"
import { listRequests, type RequestPage } from "../api/Gateway.ts"
import type { RequestView } from "../api/Views.ts"
import { createRows } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"

const pageSize = 50
/** Changes come in bursts; the counts are asked for once after one. */
const countAgainMillis = 500

const statuses = ["open", "waiting", "failed", "done", "closed"] as const
/** Requests that nobody answered, whatever their status. */
const filters = [...statuses, "stale"] as const
export type StatusFilter = "all" | (typeof filters)[number]

/** UUIDs of version 7 sort by time. */
const compare = (a: RequestView, b: RequestView): number => (a.id < b.id ? 1 : -1)

const matches = (request: RequestView, search: string): boolean =>
  [request.orderId, request.customerUsername ?? "", request.providerAlias ?? ""].some((text) =>
    text.toLowerCase().includes(search.toLowerCase())
  )

/** The table of requests: status and search in the address, rows and counts kept live. */
export const createRequests = () => {
  const live = useLive()
  const [query, setQuery] = useSearchParams<{ status?: string; search?: string; open?: string }>()
  const status = (): StatusFilter => filters.find((known) => known === query.status) ?? "all"
  const search = () => query.search ?? ""
  const [counts, setCounts] = createSignal<RequestPage["counts"] | null>(null)

  const rows = createRows<RequestView, RequestPage>({
    key: () => `${status()} ${search()}`,
    load: (before, signal) =>
      listRequests(
        { before, limit: pageSize, status: status() === "all" ? "" : status(), search: search() },
        signal
      ),
    compare,
    isBeyond: (row, last) => row.id < last.id,
    belongs: (row, isKnown) =>
      (status() === "all" || row.status === status() || row.result === status()) &&
      (search() === "" || isKnown || matches(row, search())),
    onPage: (page) => setCounts(page.counts)
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  const abort = new AbortController()
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })
  const countAgain = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      listRequests({ before: null, limit: 1, status: "", search: search() }, abort.signal)
        .then((page) => setCounts(page.counts))
        .catch(() => {})
    }, countAgainMillis)
  }

  live.onEvents((events) => {
    const changed = events.flatMap((event) => (event._tag === "RequestChanged" ? [event.request] : []))
    if (changed.length === 0) return
    rows.apply(changed)
    countAgain()
  })

  const tabs = () => {
    const known = counts()
    const all = known === null ? undefined : statuses.reduce((sum, name) => sum + (known[name] ?? 0), 0)
    const labels = {
      open: "Open",
      waiting: "Waiting",
      failed: "Failed",
      done: "Added",
      closed: "Closed",
      stale: "Stale"
    }
    return [
      { key: "all" as StatusFilter, label: "All", count: all },
      ...filters.map((name) => ({
        key: name as StatusFilter,
        label: labels[name],
        count: known === null ? undefined : (known[name] ?? 0)
      }))
    ]
  }

  return {
    rows,
    tabs,
    status,
    search,
    setStatus: (value: StatusFilter) => setQuery({ status: value === "all" ? null : value }),
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    opened: () => rows.items().find((row) => row.id === query.open),
    open: (id: string | null) => setQuery({ open: id })
  }
}
