import { useSearchParams } from "@solidjs/router"
import { createSignal, onCleanup } from "solid-js"
import {
  dispatchFile,
  listDispatches,
  type DeadLetter,
  type DeadLetterPage,
  type TroubleState
} from "../api/DispatchGateway.ts"
import type { RequestView } from "../api/Views.ts"
import { createPlaces, type Placed } from "../live/createPlaces.ts"
import { createRows } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"
import { useSession } from "../app/SessionContext.ts"
import { createRetries } from "./createRetries.ts"
import { sinceMillis } from "./sinceChoices.ts"

const pageSize = 50
/** Changes come in bursts; the list is read once after one. */
const lookAgainMillis = 700

const states: ReadonlyArray<TroubleState> = ["dead", "uncertain", "retrying", "dismissed"]
const troubled: ReadonlySet<string> = new Set(["dead", "uncertain", "retrying"])

/** A dispatch in the list; what changes is loaded anew. */
export type DeadLetterRow = DeadLetter & Placed & { readonly version: number }
type Page = Omit<DeadLetterPage, "items"> & { readonly items: ReadonlyArray<DeadLetterRow> }

/** What narrows the list, as the address holds it; empty = all. */
export interface DispatchFilter {
  readonly command: string
  readonly provider: string
  readonly panel: string
  readonly destination: string
  readonly since: string
}

/** What failed: state and filters in the address, the list read again when its requests change. */
export const createDispatches = () => {
  const live = useLive()
  const session = useSession()
  const [query, setQuery] =
    useSearchParams<Partial<Record<keyof DispatchFilter | "state" | "open", string>>>()
  const state = (): TroubleState => states.find((known) => known === query.state) ?? "dead"
  const filter = (): DispatchFilter => ({
    command: query.command ?? "",
    provider: query.provider ?? "",
    panel: query.panel ?? "",
    destination: query.destination ?? "",
    since: query.since ?? ""
  })
  const [counts, setCounts] = createSignal<DeadLetterPage["counts"] | null>(null)
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set())
  const places = createPlaces()

  /** As the gateway takes it. */
  const values = () => {
    const { command, destination, panel, provider, since } = filter()
    return {
      state: state(),
      command,
      providerId: provider,
      panelId: panel,
      destination,
      since: sinceMillis(since, Date.now())
    }
  }
  const rows = createRows<DeadLetterRow, Page>({
    key: () => JSON.stringify([state(), filter()]),
    load: async (before, signal) => {
      const page = await listDispatches({ before, limit: pageSize, ...values() }, signal)
      const items = places.set(
        page.items.map((row) => ({ ...row, version: 1 })),
        before === null
      )
      return { ...page, items }
    },
    compare: places.compare,
    isBeyond: places.isBeyond,
    belongs: () => true,
    onPage: (page) => {
      setCounts(page.counts)
      const there = new Set([...rows.items(), ...page.items].map(({ id }) => id))
      setSelected((now) => new Set([...now].filter((id) => there.has(id as DeadLetter["id"]))))
    }
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const lookAgain = () => {
    clearTimeout(timer)
    timer = setTimeout(rows.reload, lookAgainMillis)
  }
  /** Whether a request's dispatches stand otherwise than the list and its counts say. */
  const isNews = ({ dispatches, id }: RequestView) => {
    const known = new Map(rows.items().map((row) => [row.id as string, row]))
    return (
      dispatches.some((one) => troubled.has(one.state) && known.get(one.id)?.state !== one.state) ||
      rows.items().some((row) => row.requestId === id)
    )
  }
  live.onEvents((events) => {
    if (events.some((event) => event._tag === "RequestChanged" && isNews(event.request))) lookAgain()
  })

  const setFilter = (values: Partial<DispatchFilter>) =>
    setQuery(
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value === "" ? null : value])),
      { replace: true }
    )
  const retries = createRetries({
    reload: rows.reload,
    onSettled: () => {
      setSelected(new Set<string>())
      if (query.open !== undefined) setQuery({ open: null })
    }
  })

  return {
    rows,
    counts,
    state,
    filter,
    file: () => dispatchFile(values()),
    isFiltered: () => Object.values(filter()).some((value) => value !== ""),
    setState: (value: TroubleState) => {
      setSelected(new Set<string>())
      setQuery({ state: value === "dead" ? null : value })
    },
    setFilter,
    showAll: () => setFilter({ command: "", provider: "", panel: "", destination: "", since: "" }),
    selected,
    select: (ids: ReadonlyArray<string>, isSelected: boolean) =>
      setSelected(
        (now) => new Set(isSelected ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id)))
      ),
    retries,
    /** The filter of the list, as a retry of all takes it. */
    retryOrder: () => {
      const { command, destination, panel, provider, since } = filter()
      const from = sinceMillis(since, session.now())
      return {
        state: state() as Exclude<TroubleState, "dismissed">,
        ...(command === "" ? {} : { command: command as RequestView["command"] }),
        ...(provider === "" ? {} : { providerId: provider }),
        ...(panel === "" ? {} : { panelId: panel }),
        ...(destination === "" ? {} : { destination }),
        ...(from === null ? {} : { since: from })
      }
    },
    openId: () => query.open ?? null,
    opened: () => rows.items().find(({ id }) => id === query.open) ?? null,
    open: (id: string | null) => setQuery({ open: id })
  }
}

export type Dispatches = ReturnType<typeof createDispatches>
