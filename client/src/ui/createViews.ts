import { useLocation, useNavigate } from "@solidjs/router"
import { createSignal } from "solid-js"
import { useSession } from "../app/SessionContext.ts"

/** Filters under a name. */
export interface SavedView {
  readonly name: string
  /** What stands in the address, without what is open. */
  readonly search: string
}

/** What is open is no part of a view. */
const passing = ["open", "bulk", "add", "import"]
/** More than anybody finds again. */
const mostViews = 30

/** Named filters of a page, kept in this browser for this login. */
export const createViews = (page: string) => {
  const { login } = useSession()
  const location = useLocation()
  const navigate = useNavigate()
  const key = `relaydesk.views.${login().id}.${page}`
  const [views, setViews] = createSignal<ReadonlyArray<SavedView>>(read(key))
  const keep = (next: ReadonlyArray<SavedView>) => {
    setViews(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // It then lasts as long as the page.
    }
  }
  /** The filters that the address holds now. */
  const current = (): string => {
    const search = new URLSearchParams(location.search)
    for (const name of passing) search.delete(name)
    search.sort()
    return search.toString()
  }
  return {
    views,
    current,
    open: (view: SavedView) => navigate(`${location.pathname}${view.search === "" ? "" : `?${view.search}`}`),
    /** A name that is there already gets the new filters. */
    save: (name: string) =>
      keep([...views().filter((view) => view.name !== name), { name, search: current() }].slice(-mostViews)),
    remove: (name: string) => keep(views().filter((view) => view.name !== name))
  }
}

const read = (key: string): ReadonlyArray<SavedView> => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]")
    return Array.isArray(kept) ? kept.filter(isView) : []
  } catch {
    return []
  }
}

const isView = (value: unknown): value is SavedView =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "search" in value &&
  typeof value.search === "string"
