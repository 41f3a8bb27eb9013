import { useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import { query as address } from "../api/request.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import {
  type Catalogue,
  listServices,
  type Refreshed,
  refreshServices,
  type Service,
  type ServicePage
} from "../api/ServiceGateway.ts"
import { createPlaces, type Placed } from "../live/createPlaces.ts"
import { createRows } from "../live/createRows.ts"

const pageSize = 100
const filters = ["disagree", "unclear"] as const
export type ServiceFilter = "all" | (typeof filters)[number]

/** A service in the list; it changes by a refresh only, after which the list is loaded anew. */
export type ServiceRow = Service & Placed & { readonly id: string; readonly version: number }
type Page = Omit<ServicePage, "items"> & { readonly items: ReadonlyArray<ServiceRow> }

/** How the last press of "Read again" on a panel goes. */
export type Refreshing =
  | { readonly _tag: "Reading"; readonly since: number }
  | { readonly _tag: "Read"; readonly outcome: Refreshed }
  | { readonly _tag: "Failed"; readonly trouble: Trouble }

/** The services of the panels: filter, panel and search in the address; reads the panels' lists again. */
export const createServices = () => {
  const [query, setQuery] = useSearchParams<{
    filter?: string
    panel?: string
    search?: string
    open?: string
  }>()
  const filter = (): ServiceFilter => filters.find((known) => known === query.filter) ?? "all"
  const panel = () => query.panel ?? ""
  const search = () => query.search ?? ""
  const [counts, setCounts] = createSignal<ServicePage["counts"] | null>(null)
  const [panels, setPanels] = createSignal<ReadonlyArray<Catalogue>>([])
  const [refreshing, setRefreshing] = createSignal<ReadonlyMap<string, Refreshing>>(new Map())
  const places = createPlaces()

  const rows = createRows<ServiceRow, Page>({
    key: () => `${filter()} ${panel()} ${search()}`,
    load: async (before, signal) => {
      const values = { before, limit: pageSize, filter: filter(), panel: panel(), search: search() }
      const page = await listServices(values, signal)
      const items = page.items.map((row) => ({ ...row, id: `${row.panelId}:${row.serviceId}`, version: 1 }))
      return { ...page, items: places.set(items, before === null) }
    },
    compare: places.compare,
    isBeyond: places.isBeyond,
    belongs: () => true,
    onPage: (page) => {
      setCounts(page.counts)
      setPanels(page.panels)
    }
  })

  const refresh = async (panelId: string) => {
    const tell = (state: Refreshing) => setRefreshing((now) => new Map(now).set(panelId, state))
    if (refreshing().get(panelId)?._tag === "Reading") return
    tell({ _tag: "Reading", since: Date.now() })
    try {
      tell({ _tag: "Read", outcome: await refreshServices(panelId) })
    } catch (error) {
      tell({ _tag: "Failed", trouble: asTrouble(error) })
    }
    rows.reload()
  }

  return {
    rows,
    counts,
    panels,
    refreshing,
    refresh,
    filter,
    panel,
    search,
    setFilter: (value: ServiceFilter) => setQuery({ filter: value === "all" ? null : value }),
    setPanel: (value: string) => setQuery({ panel: value === "" ? null : value }),
    file: () => `/api/services.csv${address({ filter: filter(), panel: panel(), search: search() })}`,
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    opened: () => rows.items().find((row) => row.id === query.open),
    open: (id: string | null) => setQuery({ open: id })
  }
}

export type Services = ReturnType<typeof createServices>
