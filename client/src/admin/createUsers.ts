import { useSearchParams } from "@solidjs/router"
import { batch, createEffect, createSignal, on, onCleanup } from "solid-js"
import {
  listUsers,
  setUserPlan,
  setUserStatus,
  startView,
  type User,
  userFile,
  type UserPage
} from "../api/AccessGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createAct } from "../ui/createAct.ts"

const statuses = ["all", "active", "suspended", "banned"] as const
export type StatusFilter = (typeof statuses)[number]

/** What narrows or sorts the list besides status and search, as the address has it. */
export const filterNames = ["channels", "login", "before", "below", "plan", "sort"] as const
export type FilterName = (typeof filterNames)[number]

const pageSize = 100

/** The list of workspaces: filter and search in the address, more rows as one scrolls, rows that are picked. */
export const createUsers = () => {
  const [query, setQuery] =
    useSearchParams<Partial<Record<FilterName | "status" | "search" | "open", string>>>()
  const status = (): StatusFilter => statuses.find((known) => known === query.status) ?? "all"
  const search = () => query.search ?? ""
  const filter = (name: FilterName) => query[name] ?? ""
  const isFiltered = () =>
    filterNames.some((name) => name !== "sort" && filter(name) !== "") ||
    search() !== "" ||
    status() !== "all"
  const act = createAct()
  const [items, setItems] = createSignal<ReadonlyArray<User> | null>(null)
  const [counts, setCounts] = createSignal<UserPage["counts"] | null>(null)
  const [plans, setPlans] = createSignal<ReadonlyArray<string>>([])
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [next, setNext] = createSignal<string | null>(null)
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  const [picked, setPicked] = createSignal<ReadonlySet<string>>(new Set())
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const asked = () => ({
    status: status() === "all" ? "" : status(),
    search: search(),
    channels: filter("channels"),
    lastLogin: filter("login"),
    lastLoginBefore: numberOf(Date.parse(`${filter("before")}T00:00`)),
    creditBelow: filter("below") === "" ? null : numberOf(Number(filter("below"))),
    plan: filter("plan"),
    sort: filter("sort")
  })
  const ask = (before: string | null, limit: number, signal: AbortSignal) =>
    listUsers({ before, limit, ...asked() }, signal)

  const load = (limit: number) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    ask(null, limit, signal)
      .then((page) => {
        if (signal.aborted) return
        batch(() => {
          setItems(page.items)
          setCounts(page.counts)
          setPlans(page.plans)
          setNext(page.next)
          setTrouble(null)
          setLoadingMore(false)
          const shown = new Set(page.items.map(({ id }) => id))
          setPicked((now) => new Set([...now].filter((id) => shown.has(id))))
        })
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  const reload = () => load(Math.min(200, Math.max(pageSize, items()?.length ?? 0)))

  const loadMore = () => {
    const before = next()
    if (before === null || isLoadingMore()) return
    const { signal } = abort
    setLoadingMore(true)
    ask(before, pageSize, signal)
      .then((page) => {
        if (signal.aborted) return
        batch(() => {
          setItems((now) => [...(now ?? []), ...page.items])
          setNext(page.next)
          setLoadingMore(false)
        })
      })
      .catch((error: unknown) => {
        if (signal.aborted) return
        setTrouble(asTrouble(error))
        setLoadingMore(false)
      })
  }

  createEffect(
    on([status, search, () => filterNames.map(filter).join("\n")], () => {
      batch(() => {
        setItems(null)
        setPicked(new Set<string>())
      })
      load(pageSize)
    })
  )

  return {
    items,
    counts,
    plans,
    trouble,
    act,
    status,
    search,
    picked,
    loadMore,
    reload,
    isLoadingMore,
    /** Where the list as it is asked for is a file. */
    file: () => userFile(asked()),
    pick: (id: string, isOn: boolean) =>
      setPicked((now) => {
        const all = new Set(now)
        if (isOn) all.add(id)
        else all.delete(id)
        return all
      }),
    pickNone: () => setPicked(new Set<string>()),
    /** Counts at once for everybody of these workspaces: log-ins, open pages, bots. */
    setUsersStatus: (ids: ReadonlyArray<string>, wanted: User["status"], reason: string) =>
      act.run(async () => {
        await setUserStatus(ids, wanted, reason)
        reload()
      }),
    setUsersPlan: (ids: ReadonlyArray<string>, plan: string | null) =>
      act.run(async () => {
        await setUserPlan(ids, plan)
        reload()
      }),
    look: async (id: string) => {
      // The session shows something else from now on: everything is loaded anew.
      if (await act.run(() => startView(id), id)) location.assign("/")
    },
    setStatus: (value: StatusFilter) => setQuery({ status: value === "all" ? null : value }),
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    filter,
    isFiltered,
    setFilter: (name: FilterName, value: string) =>
      setQuery({ [name]: value === "" ? null : value }, { replace: true }),
    showAll: () =>
      setQuery({
        status: null,
        search: null,
        ...Object.fromEntries(filterNames.map((name) => [name, null]))
      }),
    openId: () => query.open ?? null,
    open: (id: string | null) => setQuery({ open: id })
  }
}

/** What an address says need not make sense. */
const numberOf = (value: number): number | null => (Number.isSafeInteger(value) ? value : null)

export type Users = ReturnType<typeof createUsers>
