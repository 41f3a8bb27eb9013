import {
  batch,
  createComputed,
  createEffect,
  createSignal,
  on,
  onCleanup,
  untrack,
  type Accessor
} from "solid-js"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { useLive } from "./LiveContext.ts"
import { isNewer, mergeRows, type Versioned } from "./mergeRows.ts"

export interface Page<T> {
  readonly items: ReadonlyArray<T>
  readonly next: string | null
}

interface RowsOptions<T extends Versioned, P extends Page<T>> {
  /** What the list shows (filter, search, conversation): another value starts it anew. */
  readonly key: Accessor<string>
  readonly load: (before: string | null, signal: AbortSignal) => Promise<P>
  /** Display order. */
  readonly compare: (a: T, b: T) => number
  /** Whether `row` lies beyond `last`, the farthest row loaded, on the side that is not loaded yet. */
  readonly isBeyond: (row: T, last: T) => boolean
  /** Whether the list takes a row that came live; `isKnown` = it holds an older version of it. */
  readonly belongs: (row: T, isKnown: boolean) => boolean
  /** Sees every page, for its counts. */
  readonly onPage?: (page: P) => void
  /** What is known of a list before it is loaded: shown at once, and replaced by what is loaded. */
  readonly kept?: (key: string) => Page<T> | undefined
  /** Hears what a list held when another one takes its place. */
  readonly onLeave?: (key: string, items: ReadonlyArray<T>, next: string | null) => void
  /** Lets go of the far end while nobody is near it, so that a long day takes no more room than a short one. */
  readonly trim?: Trim<T>
}

interface Trim<T> {
  /** Longer lists are cut down to `to` rows. */
  readonly most: number
  readonly to: number
  readonly mayTrim: () => boolean
  /** The cursor of the page beyond a row; without it the list is loaded anew from its start. */
  readonly cursorOf?: (row: T) => string
}

export interface Rows<T> {
  readonly items: Accessor<ReadonlyArray<T>>
  readonly state: Accessor<"loading" | "ready" | "failed">
  readonly trouble: Accessor<Trouble | null>
  readonly hasMore: Accessor<boolean>
  readonly isLoadingMore: Accessor<boolean>
  readonly loadMore: () => void
  readonly reload: () => void
  /** Takes rows that came live. */
  readonly apply: (rows: ReadonlyArray<T>) => void
}

/**
 * A list loaded page by page and kept equal to the database by live rows: the higher version wins. When the
 * socket could not replay what was missed, everything that was loaded is loaded again.
 */
export const createRows = <T extends Versioned, P extends Page<T>>(options: RowsOptions<T, P>): Rows<T> => {
  const live = useLive()
  const [items, setItems] = createSignal<ReadonlyArray<T>>([])
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading")
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [next, setNext] = createSignal<string | null>(null)
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  /** Rows that came live while a snapshot is on its way; null = none is. */
  let arrived: Array<T> | null = null
  /** The row at the far end of what is loaded. */
  let edge: T | undefined
  let loadedUnder = -1
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const farthest = (rows: ReadonlyArray<T>) =>
    rows.reduce<T | undefined>(
      (far, row) => (far === undefined || options.isBeyond(row, far) ? row : far),
      undefined
    )

  const admits = (row: T, isKnown: boolean) =>
    options.belongs(row, isKnown) &&
    (isKnown || next() === null || edge === undefined || !options.isBeyond(row, edge))

  const apply = (rows: ReadonlyArray<T>) => {
    arrived?.push(...rows)
    if (state() !== "ready") return
    const byId = new Map(items().map((row) => [row.id, row]))
    const taken: Array<T> = []
    const gone = new Set<string>()
    for (const row of rows) {
      const known = byId.get(row.id)
      if (!isNewer(known, row)) continue
      if (admits(row, known !== undefined)) taken.push(row)
      else if (known !== undefined) gone.add(row.id)
    }
    const kept = gone.size === 0 ? items() : items().filter((row) => !gone.has(row.id))
    setItems(mergeRows(kept, taken, options.compare))
    trim()
  }

  const trim = () => {
    const { trim } = options
    if (trim === undefined || arrived !== null || isLoadingMore()) return
    const rows = items()
    if (rows.length <= trim.most || !untrack(trim.mayTrim)) return
    if (trim.cursorOf === undefined) {
      void load(trim.to)
      return
    }
    const isFirstFar = options.isBeyond(rows[0]!, rows.at(-1)!)
    const near = isFirstFar ? rows.slice(-trim.to) : rows.slice(0, trim.to)
    edge = farthest(near)
    batch(() => {
      setNext(edge === undefined ? null : trim.cursorOf!(edge))
      setItems(near)
    })
  }

  /** Loads from the start until at least `wanted` rows are there, then puts them in place at once. */
  const load = async (wanted: number) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    arrived = []
    setLoadingMore(false)
    await live.settled
    if (signal.aborted) return
    loadedUnder = live.snapshot()
    try {
      let rows: ReadonlyArray<T> = []
      let cursor: string | null = null
      do {
        const page: P = await options.load(cursor, signal)
        if (signal.aborted) return
        rows = mergeRows(rows, page.items, options.compare)
        cursor = page.items.length === 0 ? null : page.next
        options.onPage?.(page)
      } while (cursor !== null && rows.length < wanted)
      const late = arrived ?? []
      arrived = null
      // What has not changed stays the same object, so that nothing of it is drawn again.
      const known = new Map(untrack(items).map((row) => [row.id, row]))
      const same = rows.map((row) => {
        const before = known.get(row.id)
        return before?.version === row.version ? before : row
      })
      batch(() => {
        edge = farthest(same)
        setNext(cursor)
        setItems(same)
        setTrouble(null)
        setState("ready")
        apply(late)
      })
    } catch (error) {
      if (signal.aborted) return
      arrived = null
      batch(() => {
        setTrouble(asTrouble(error))
        setState("failed")
      })
    }
  }

  const loadMore = () => {
    const cursor = next()
    if (cursor === null || isLoadingMore() || state() !== "ready") return
    const { signal } = abort
    setLoadingMore(true)
    options
      .load(cursor, signal)
      .then((page) => {
        if (signal.aborted) return
        batch(() => {
          const rows = mergeRows(items(), page.items, options.compare)
          edge = farthest(page.items) ?? edge
          setNext(page.items.length === 0 ? null : page.next)
          setItems(rows)
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

  let current: string | undefined
  const leave = () => {
    if (current !== undefined && untrack(state) === "ready")
      options.onLeave?.(current, untrack(items), untrack(next))
  }
  // Before anything is drawn: another list's rows are never seen under this one's name.
  createComputed(
    on(options.key, (key) => {
      leave()
      current = key
      const known = options.kept?.(key)
      batch(() => {
        edge = known === undefined ? undefined : farthest(known.items)
        setItems(known?.items ?? [])
        setNext(known?.next ?? null)
        setTrouble(null)
        setState(known === undefined ? "loading" : "ready")
      })
      void load(known?.items.length ?? 1)
    })
  )
  onCleanup(leave)
  createEffect(
    on(
      live.snapshot,
      (snapshot) => {
        if (loadedUnder !== snapshot && loadedUnder !== -1) void load(untrack(items).length)
      },
      { defer: true }
    )
  )

  return {
    items,
    state,
    trouble,
    hasMore: () => next() !== null,
    isLoadingMore,
    loadMore,
    reload: () => {
      setState(items().length === 0 ? "loading" : state())
      void load(items().length)
    },
    apply
  }
}
