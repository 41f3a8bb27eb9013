import { useNavigate } from "@solidjs/router"
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import { listConversations } from "../api/Gateway.ts"
import type { Conversation } from "../api/Views.ts"
import { fileWords } from "../words/fileWords.ts"
import { mayOpen } from "./access.ts"
import { adminPages } from "./adminPages.ts"
import { offeredActions } from "./createActions.ts"
import { pages } from "./pages.ts"
import { useSession } from "./SessionContext.ts"

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string
  readonly group: "Pages" | "Actions" | "Chats" | "Search"
  readonly label: string
  readonly detail?: string
  readonly key?: string
  readonly run: () => void
}

/** After the last key, before the gateway is asked. */
const waitMillis = 120
const mostChats = 8

/** Every word of the search begins a word of the label, or stands in it. */
const fits = (label: string, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

const lastLine = ({ lastFile, lastText }: Conversation): string =>
  lastText === "" ? fileWords(lastFile?.kind ?? "text", lastFile?.name ?? null) : lastText

/** What can be opened and done from anywhere; chats by the inbox's own search, of which only the newest answer counts. */
export const createPalette = (own: ReadonlyArray<Omit<PaletteEntry, "group">>) => {
  const navigate = useNavigate()
  const { login } = useSession()
  const [search, setSearch] = createSignal("")
  const [chats, setChats] = createSignal<{ readonly of: string; readonly rows: ReadonlyArray<Conversation> }>(
    {
      of: "",
      rows: []
    }
  )
  const [isSearching, setSearching] = createSignal(false)
  const [at, setAt] = createSignal(0)
  const wanted = () => search().trim()
  const hasDesk = login().tenantId !== null && mayOpen(login(), "/desk")
  const go = (href: string) => () => navigate(href)

  createEffect(
    on(wanted, (text) => {
      setAt(0)
      setSearching(false)
      if (text.length < 2 || !hasDesk) {
        setChats({ of: "", rows: [] })
        return
      }
      const abort = new AbortController()
      setSearching(true)
      const timer = setTimeout(() => {
        listConversations({ before: null, limit: mostChats, filter: "all", search: text }, abort.signal)
          .then(({ items }) => {
            if (abort.signal.aborted) return
            setChats({ of: text, rows: items })
            setSearching(false)
          })
          .catch(() => {
            if (!abort.signal.aborted) setSearching(false)
          })
      }, waitMillis)
      onCleanup(() => {
        clearTimeout(timer)
        abort.abort()
      })
    })
  )

  const known = createMemo((): ReadonlyArray<PaletteEntry> => {
    const offered = login().tenantId === null ? adminPages : pages
    return [
      ...offeredActions().map(({ key, label, run }) => ({
        id: `action ${label}`,
        group: "Actions" as const,
        label,
        ...(key === undefined ? {} : { key }),
        run
      })),
      ...offered
        .filter(({ href }) => mayOpen(login(), href))
        .map(({ href, label }) => ({ id: href, group: "Pages" as const, label, run: go(href) })),
      { id: "/account", group: "Pages", label: "Your account", run: go("/account") },
      ...own.map((entry) => ({ ...entry, group: "Actions" as const }))
    ]
  })
  const elsewhere = (text: string): ReadonlyArray<PaletteEntry> =>
    (
      [
        ["/customers", "Search customers for"],
        ["/requests", "Search requests for"]
      ] as const
    )
      .filter(([href]) => login().tenantId !== null && mayOpen(login(), href))
      .map(([href, words]) => ({
        id: `search ${href}`,
        group: "Search",
        label: `${words} “${text}”`,
        run: go(`${href}?search=${encodeURIComponent(text)}`)
      }))

  const entries = createMemo((): ReadonlyArray<PaletteEntry> => {
    const text = wanted()
    if (text === "") return known()
    const found = chats()
    return [
      ...known().filter(({ label }) => fits(label, text)),
      // What was found for the words before may stay until the next answer: it is of a beginning of them.
      ...(found.of !== "" && text.startsWith(found.of) ? found.rows : []).map((row) => ({
        id: row.id,
        group: "Chats" as const,
        label: row.customerUsername ?? row.title,
        detail: `${row.channelName} · ${lastLine(row)}`,
        run: go(`/desk/${row.id}`)
      })),
      ...elsewhere(text)
    ]
  })
  const place = () => Math.max(0, Math.min(at(), entries().length - 1))
  return {
    search,
    setSearch,
    entries,
    isSearching,
    at: place,
    setAt,
    step: (by: number) => {
      const count = entries().length
      if (count > 0) setAt((place() + by + count) % count)
    },
    chosen: () => entries()[place()]
  }
}
