import { useSearchParams } from "@solidjs/router"
import { createEffect, createSignal, on } from "solid-js"
import {
  addRoute,
  arrangeRoutes,
  listRoutes,
  removeRoute,
  type Route,
  switchRoutes
} from "../api/RouteGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { createAct } from "../ui/createAct.ts"
import { routeName } from "../words/routeWords.ts"
import { forOf, placeOf } from "./RouteDraft.ts"
import { siblingsOf } from "./routeGroups.ts"

/** What was just done, and the way back. */
interface Done {
  readonly text: string
  readonly undo: () => void
}

const searched = (route: Route): string =>
  `${routeName(route)} ${route.panelName ?? ""} ${route.serviceName ?? ""} ${route.channelName}`.toLowerCase()

/** The workspace's routes: changes are shown at once and taken back when the gateway refuses them. */
export const createRoutes = () => {
  const [query, setQuery] = useSearchParams<{ open?: string; add?: string; search?: string }>()
  const search = () => query.search ?? ""
  const loaded = createLoaded(listRoutes)
  const [items, setItems] = createSignal<ReadonlyArray<Route> | null>(null)
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set())
  const [done, setDone] = createSignal<Done | null>(null)
  const act = createAct()
  createEffect(
    on(loaded.value, (value) => {
      setItems(value)
      setSelected((now) => new Set((value ?? []).map(({ id }) => id).filter((id) => now.has(id))))
    })
  )

  /** Shows a change, asks for it, and shows what is stored. */
  const store = async (
    shown: (now: ReadonlyArray<Route>) => ReadonlyArray<Route>,
    work: () => Promise<unknown>
  ) => {
    setItems((now) => (now === null ? null : shown(now)))
    const isDone = await act.run(work, crypto.randomUUID())
    loaded.reload()
    return isDone
  }

  const setOn = (ids: ReadonlyArray<string>, isOn: boolean) =>
    store(
      (now) => now.map((route) => (ids.includes(route.id) ? { ...route, isOn } : route)),
      () => switchRoutes(ids, isOn)
    )

  /** Puts a route before or after its neighbour that is for the same. */
  const move = (route: Route, by: -1 | 1) => {
    const all = items() ?? []
    const siblings = siblingsOf(all, route)
    const other = siblings[siblings.indexOf(route) + by]
    if (other === undefined) return Promise.resolve(false)
    const next = all.map((one) => (one === route ? other : one === other ? route : one))
    return store(
      () => next,
      () => arrangeRoutes(next.map(({ id }) => id))
    )
  }

  const bringBack = (route: Route, order: ReadonlyArray<string>) =>
    act
      .run(async () => {
        const { command, isOn, label } = route
        const made = await addRoute({ for: forOf(route), command, place: placeOf(route), label, isOn })
        const places = order.map((id) => (id === route.id ? made.id : id))
        // Others may have been removed meanwhile.
        const there = new Set((await listRoutes()).map(({ id }) => id as string))
        await arrangeRoutes(places.filter((id) => there.has(id)))
      })
      .then(loaded.reload)

  const remove = async (route: Route) => {
    const order = (items() ?? []).map(({ id }) => id)
    setQuery({ open: null })
    const isDone = await store(
      (now) => now.filter(({ id }) => id !== route.id),
      () => removeRoute(route.id)
    )
    if (isDone) {
      setDone({ text: `Removed: ${routeName(route)}`, undo: () => void bringBack(route, order) })
    }
  }

  return {
    items,
    search,
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true }),
    /** What is searched, of what there is. */
    found: () => (items() ?? []).filter((route) => searched(route).includes(search().toLowerCase())),
    siblings: (route: Route) => siblingsOf(items() ?? [], route),
    trouble: loaded.trouble,
    reload: () => {
      act.forget()
      loaded.reload()
    },
    act,
    selected,
    select: (ids: ReadonlyArray<string>, isSelected: boolean) =>
      setSelected((now) => {
        const next = new Set(now)
        for (const id of ids)
          if (isSelected) next.add(id)
          else next.delete(id)
        return next
      }),
    setOn,
    move,
    remove,
    done,
    forgetDone: () => setDone(null),
    /** The route that is edited; null while one is added; undefined = neither. */
    edited: (): Route | null | undefined =>
      query.add === undefined ? items()?.find(({ id }) => id === query.open) : null,
    open: (id: string | null) => setQuery({ open: id, add: null }),
    add: () => setQuery({ add: "yes", open: null }),
    close: () => setQuery({ add: null, open: null })
  }
}

export type Routes = ReturnType<typeof createRoutes>
