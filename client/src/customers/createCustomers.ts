import { useSearchParams } from "@solidjs/router"
import { createSignal, onCleanup } from "solid-js"
import {
  type Customer,
  customerFile,
  type CustomerPage,
  editCustomer,
  getCustomer,
  listCustomers,
  setCustomerStatus
} from "../api/CustomerGateway.ts"
import { createPlaces, type Placed } from "../live/createPlaces.ts"
import { createRows } from "../live/createRows.ts"
import { createAct } from "../ui/createAct.ts"

const pageSize = 50
const statuses = ["active", "disabled", "suspended"] as const
export type StatusFilter = "all" | Customer["status"]
export type CustomerRow = Customer & Placed
type Page = Omit<CustomerPage, "items"> & { readonly items: ReadonlyArray<CustomerRow> }

/** The table of customers: filter, search and what is open in the address; own changes are shown at once. */
export const createCustomers = () => {
  const [query, setQuery] = useSearchParams<{ status?: string; search?: string; open?: string }>()
  const status = (): StatusFilter => statuses.find((known) => known === query.status) ?? "all"
  const search = () => query.search ?? ""
  const [counts, setCounts] = createSignal<CustomerPage["counts"] | null>(null)
  /** Of all customers, whatever is searched. */
  const [total, setTotal] = createSignal<number>()
  const places = createPlaces()
  const act = createAct()
  const abort = new AbortController()
  onCleanup(() => abort.abort())

  const count = (found: CustomerPage["counts"]) => {
    setCounts(found)
    if (search() === "") setTotal(found.all)
  }
  /** What the list is narrowed to, as the gateway is asked. */
  const filters = () => ({ status: status() === "all" ? "" : status(), search: search() })
  const rows = createRows<CustomerRow, Page>({
    key: () => `${status()} ${search()}`,
    load: async (before, signal) => {
      const page = await listCustomers({ before, limit: pageSize, ...filters() }, signal)
      return { ...page, items: places.set(page.items, before === null) }
    },
    compare: places.compare,
    isBeyond: places.isBeyond,
    belongs: (row) => status() === "all" || row.status === status(),
    onPage: (page) => count(page.counts)
  })

  const countAgain = () => {
    listCustomers({ before: null, limit: 1, status: "", search: search() }, abort.signal)
      .then((page) => count(page.counts))
      .catch(() => {})
  }
  /** Takes a customer as he is now; one who is new to the list makes it load again. */
  const take = (customer: Customer) => {
    const known = rows.items().find((row) => row.id === customer.id)
    if (known === undefined) return rows.reload()
    rows.apply([{ ...customer, place: known.place }])
    countAgain()
  }

  return {
    rows,
    counts,
    total,
    act,
    /** Where all that is listed is as a file. */
    file: () => customerFile(filters()),
    status,
    search,
    take,
    /** After what went wrong. */
    again: () => {
      act.forget()
      rows.reload()
    },
    setActive: (row: Customer, isActive: boolean) =>
      act.run(async () => {
        await setCustomerStatus(row.id, isActive ? "active" : "disabled")
        take(await getCustomer(row.id))
      }, row.id),
    setAutoSuspend: (row: Customer, isAutoSuspended: boolean) =>
      act
        .run(async () => take(await editCustomer(row.id, { version: row.version, isAutoSuspended })), row.id)
        // Most likely somebody else changed him: the row then shows how he is.
        .then((isDone) => isDone || rows.reload()),
    setStatus: (value: StatusFilter) => setQuery({ status: value === "all" ? null : value }),
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    openId: () => query.open ?? null,
    open: (id: string | null) => setQuery({ open: id })
  }
}

export type Customers = ReturnType<typeof createCustomers>
