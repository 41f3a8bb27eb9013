import { useSearchParams } from "@solidjs/router"
import { listBulks } from "../api/Rules.ts"
import { query as address } from "../api/request.ts"
import type { BulkView } from "../api/Views.ts"
import { createRows, type Page } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"

const pageSize = 50

/** A record of a bulk message; it only goes forward, so what is done counts as its version. */
export type Bulk = BulkView & { readonly version: number }

const row = (bulk: BulkView): Bulk => ({
  ...bulk,
  version: bulk.finishedAt === null ? bulk.done : Number.MAX_SAFE_INTEGER
})

/** Newest first. */
const compare = (a: Bulk, b: Bulk): number => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)

const fits = ({ command, sender, username }: BulkView, search: string): boolean =>
  `${username} ${sender} ${command}`.toLowerCase().includes(search.toLowerCase())

/** What messages for several orders came to, kept live; what is open is in the address. */
export const createBulks = () => {
  const live = useLive()
  const [query, setQuery] = useSearchParams<{ bulk?: string; search?: string }>()
  const search = () => query.search ?? ""
  const rows = createRows<Bulk, Page<Bulk>>({
    key: search,
    load: async (before, signal) => {
      const page = await listBulks({ before, limit: pageSize, search: search() }, signal)
      return { ...page, items: page.items.map(row) }
    },
    compare,
    isBeyond: (bulk, last) => compare(bulk, last) > 0,
    belongs: (bulk, isKnown) => isKnown || fits(bulk, search())
  })
  live.onEvents((events) => {
    const changed = events.flatMap((event) => (event._tag === "BulkChanged" ? [row(event.bulk)] : []))
    if (changed.length > 0) rows.apply(changed)
  })
  return {
    rows,
    search,
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    file: () => `/api/bulks.csv${address({ search: search() })}`,
    opened: () => rows.items().find(({ id }) => id === query.bulk),
    open: (id: string | null) => setQuery({ bulk: id })
  }
}
