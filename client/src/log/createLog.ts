import { useSearchParams } from "@solidjs/router"
import { batch, createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { LiveEvent, LogLine } from "../api/Views.ts"
import type { Page } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"

const pageSize = 100
/** Lines kept on the page, shown or waiting; older ones are loaded again when somebody scrolls to them. */
const longest = 5_000
/** Lines that come live are shown together: a busy deployment writes hundreds in a second. */
const showEveryMillis = 150
/** A look goes through so many lines and no more; what is rarely said takes several. */
const mostLooks = 20

export const areas = ["command", "dispatch", "channel", "system"] as const
export const levels = ["trouble", "error", "warn", "info"] as const
export type AreaFilter = "all" | LogLine["area"]
export type LevelFilter = "all" | (typeof levels)[number]

/** What narrows the log, as the gateway wants it; empty = anything. */
export interface LogFilter {
  readonly area: string
  readonly level: string
  readonly search: string
  readonly workspace: string
}

/** Where lines come from: the workspace's own log, or all of them. */
export interface LogSource<L extends LogLine> {
  readonly load: (
    query: LogFilter & { readonly before: string | null; readonly limit: number },
    signal: AbortSignal
  ) => Promise<Page<L>>
  /** The line of an event; null when it tells of something else. */
  readonly lineOf: (event: LiveEvent) => L | null
  /** Whose line it is, where there are several workspaces. */
  readonly workspaceOf?: (line: L) => string
}

/** Ids grow with time. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** The live log, newest first: filters in the address, what comes while it is paused waits. */
export const createLog = <L extends LogLine>(source: LogSource<L>) => {
  const live = useLive()
  const [query, setQuery] = useSearchParams<Partial<Record<keyof LogFilter | "only", string>>>()
  const area = (): AreaFilter => areas.find((known) => known === query.area) ?? "all"
  const level = (): LevelFilter =>
    levels.find((known) => known === query.level) ?? (query.only === "trouble" ? "trouble" : "all")
  const search = () => query.search ?? ""
  const workspace = () => query.workspace ?? ""
  const filter = createMemo(
    (): LogFilter => ({
      area: area() === "all" ? "" : area(),
      level: level() === "all" ? "" : level(),
      search: search(),
      workspace: workspace()
    }),
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) }
  )

  const [items, setItems] = createSignal<ReadonlyArray<L>>([])
  const [waiting, setWaiting] = createSignal<ReadonlyArray<L>>([])
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading")
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [next, setNext] = createSignal<string | null>(null)
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  const [isPaused, setPaused] = createSignal(false)
  let abort = new AbortController()
  let loadedUnder = -1
  let arrived: Array<L> = []
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => {
    abort.abort()
    clearTimeout(timer)
  })

  const fits = (line: L) =>
    (area() === "all" || line.area === area()) &&
    (level() === "all" || line.level === level() || (level() === "trouble" && line.level !== "info")) &&
    line.text.toLowerCase().includes(search().toLowerCase()) &&
    (workspace() === "" || source.workspaceOf === undefined || source.workspaceOf(line) === workspace())

  /** Puts lines in their places, each once; beyond the longest list the oldest go, and can be loaded again. */
  const put = (lines: ReadonlyArray<L>, isLive: boolean) => {
    const known = new Set(items().map(({ id }) => id))
    const fresh = lines.filter(({ id }) => !known.has(id))
    if (fresh.length === 0) return
    const all = [...fresh, ...items()].toSorted((a, b) => compareIds(b.id, a.id))
    batch(() => {
      const isCut = isLive && all.length > longest
      setItems(isCut ? all.slice(0, longest) : all)
      if (isCut) setNext(all[longest - 1]!.id)
    })
  }

  const show = () => {
    timer = undefined
    if (state() !== "ready") return
    const lines = arrived.filter(fits)
    arrived = []
    if (isPaused()) setWaiting((now) => [...now, ...lines].slice(-longest))
    else put(lines, true)
  }

  live.onEvents((events) => {
    for (const event of events) {
      const line = source.lineOf(event)
      if (line !== null) arrived.push(line)
    }
    if (arrived.length > longest) arrived = arrived.slice(-longest)
    if (arrived.length > 0) timer ??= setTimeout(show, showEveryMillis)
  })

  /** One page that has something in it, if anything is there at all. */
  const look = async (before: string | null, signal: AbortSignal): Promise<Page<L>> => {
    let cursor = before
    for (let turn = 1; ; turn++) {
      const page = await source.load({ ...filter(), before: cursor, limit: pageSize }, signal)
      if (page.items.length > 0 || page.next === null || turn === mostLooks || signal.aborted) return page
      cursor = page.next
    }
  }

  const reload = () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    const begin = async () => {
      await live.settled
      loadedUnder = live.snapshot()
      const page = await look(null, signal)
      if (signal.aborted) return
      batch(() => {
        setItems(page.items)
        setNext(page.next)
        setTrouble(null)
        setLoadingMore(false)
        setState("ready")
        show()
      })
    }
    begin().catch((error: unknown) => {
      if (signal.aborted) return
      batch(() => {
        setTrouble(asTrouble(error))
        setState("failed")
      })
    })
  }

  const loadMore = () => {
    const before = next()
    if (before === null || isLoadingMore() || state() !== "ready") return
    const { signal } = abort
    setLoadingMore(true)
    look(before, signal)
      .then((page) => {
        if (signal.aborted) return
        batch(() => {
          put(page.items, false)
          setNext(page.next)
          setTrouble(null)
          setLoadingMore(false)
        })
      })
      .catch((error: unknown) => {
        if (signal.aborted) return
        batch(() => {
          setTrouble(asTrouble(error))
          setLoadingMore(false)
        })
      })
  }

  createEffect(
    on(filter, () => {
      batch(() => {
        setState("loading")
        setItems([])
        setWaiting([])
        setNext(null)
      })
      reload()
    })
  )
  createEffect(
    on(live.snapshot, (snapshot) => void (loadedUnder !== -1 && loadedUnder !== snapshot && reload()), {
      defer: true
    })
  )

  const choose = (name: keyof LogFilter | "only", value: string, replace = false) =>
    setQuery({ only: null, [name]: value === "" || value === "all" ? null : value }, { replace })

  return {
    filter,
    items,
    state: state as Accessor<"loading" | "ready" | "failed">,
    trouble,
    hasMore: () => next() !== null,
    isLoadingMore,
    loadMore,
    reload,
    area,
    level,
    search,
    workspace,
    isFiltered: () => Object.values(filter()).some((value) => value !== ""),
    isPaused,
    waiting: () => waiting().length,
    setPause: (isOn: boolean) => {
      setPaused(isOn)
      if (isOn) return
      put(waiting(), true)
      setWaiting([])
    },
    setArea: (value: AreaFilter) => choose("area", value),
    setLevel: (value: LevelFilter) => choose("level", value),
    setSearch: (value: string) => choose("search", value, true),
    setWorkspace: (value: string) => choose("workspace", value)
  }
}
