import { useSearchParams } from "@solidjs/router"
import { createMemo, createSignal } from "solid-js"
import { listLogs } from "../api/Gateway.ts"
import type { LogLine } from "../api/Views.ts"
import { createRows, type Page } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"

const pageSize = 100
/** Lines kept on the page; older ones are loaded again when somebody scrolls to them. */
const longest = 5000

export const areas = ["command", "dispatch", "channel", "system"] as const
export type AreaFilter = "all" | LogLine["area"]

/** Lines never change: each is version 1 of itself. */
export interface Line extends LogLine {
  readonly version: number
}
const asLine = (line: LogLine): Line => ({ ...line, version: 1 })

/** Ids are growing numbers written as text. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** The live log: newest first; while it is paused, what comes waits. */
export const createLog = () => {
  const live = useLive()
  const [query, setQuery] = useSearchParams<{ area?: string; search?: string; only?: string }>()
  const area = (): AreaFilter => areas.find((known) => known === query.area) ?? "all"
  const search = () => query.search ?? ""
  const isTroubleOnly = () => query.only === "trouble"
  const [isPaused, setPaused] = createSignal(false)
  const [waiting, setWaiting] = createSignal<ReadonlyArray<Line>>([])

  const rows = createRows<Line, Page<Line>>({
    key: area,
    load: async (before, signal) => {
      const page = await listLogs({ before, limit: pageSize, area: area() === "all" ? "" : area() }, signal)
      return { items: page.items.map(asLine), next: page.next }
    },
    compare: (a, b) => compareIds(b.id, a.id),
    isBeyond: (row, last) => compareIds(row.id, last.id) < 0,
    belongs: (row) => area() === "all" || row.area === area()
  })

  live.onEvents((events) => {
    const lines = events.flatMap((event) => (event._tag === "LogAdded" ? [asLine(event.line)] : []))
    if (lines.length === 0) return
    if (isPaused()) setWaiting((now) => [...now, ...lines].slice(-longest))
    else rows.apply(lines)
  })

  const items = createMemo(() => {
    const wanted = search().toLowerCase()
    return rows
      .items()
      .filter(
        (line) =>
          (!isTroubleOnly() || line.level !== "info") &&
          (wanted === "" || line.text.toLowerCase().includes(wanted))
      )
  })
  const setPause = (isOn: boolean) => {
    setPaused(isOn)
    if (isOn) return
    rows.apply(waiting())
    setWaiting([])
  }

  return {
    rows,
    items,
    area,
    search,
    isTroubleOnly,
    isPaused,
    waiting: () => waiting().filter((line) => area() === "all" || line.area === area()).length,
    setPause,
    setArea: (value: AreaFilter) => setQuery({ area: value === "all" ? null : value }),
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    setTroubleOnly: (isOn: boolean) => setQuery({ only: isOn ? "trouble" : null })
  }
}
