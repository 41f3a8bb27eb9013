import { useNavigate, useParams, useSearchParams } from "@solidjs/router"
import { createEffect, createMemo, onCleanup } from "solid-js"
import { listConversations, type ConversationPage } from "../api/Gateway.ts"
import type { Conversation } from "../api/Views.ts"
import { createShortcuts } from "../app/createShortcuts.ts"
import { useSession } from "../app/SessionContext.ts"
import { createRows } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"
import { createCounts } from "./createCounts.ts"
import { createLastFiles } from "./createLastFiles.ts"
import { outgoingOf } from "./createOutgoing.ts"

const pageSize = 50
/** A list that is read at its top lets go of what lies far below; scrolling down brings it back. */
const longest = { most: 300, to: 100 } as const

const filters = ["all", "unread", "mine", "bot", "human", "suspended"] as const

/** Which conversations are listed. */
export type ConversationFilter = (typeof filters)[number]

/** Newest activity first, as the gateway pages it. */
const compare = (a: Conversation, b: Conversation): number => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1)

const matches = (conversation: Conversation, search: string): boolean => {
  const wanted = search.toLowerCase()
  return [conversation.title, conversation.customerUsername ?? "", conversation.lastText].some((text) =>
    text.toLowerCase().includes(wanted)
  )
}

/** The list of conversations: filter and search in the address, rows kept live. */
export const createInbox = () => {
  const live = useLive()
  const navigate = useNavigate()
  const params = useParams<{ id?: string }>()
  const [query, setQuery] = useSearchParams<{ filter?: string; search?: string; channel?: string }>()
  const filter = () => filters.find((one) => one === query.filter) ?? "all"
  const session = useSession()
  const isShown = (row: Conversation): boolean => {
    if (channel() !== "" && row.channelId !== channel()) return false
    switch (filter()) {
      case "unread":
        return row.unread > 0 || row.id === openId()
      case "mine":
        return row.controller !== "bot" && row.controllerLogin === session.login().id
      case "human":
        return row.controller !== "bot"
      case "bot":
        return row.controller === "bot"
      default:
        return true
    }
  }
  const search = () => query.search ?? ""
  const channel = () => query.channel ?? ""
  /** The last row that is drawn: what lies far below it need not be kept. */
  let shownTo = 0
  const openId = () => params.id ?? null
  const counts = createCounts(search)
  const lastFiles = createLastFiles()

  const rows = createRows<Conversation, ConversationPage>({
    key: () => `${filter()} ${channel()} ${search()}`,
    load: async (before, signal) => {
      const asked = { before, limit: pageSize, filter: filter(), search: search(), channelId: channel() }
      const page = await listConversations(asked, signal)
      lastFiles.fromList(page.items)
      return page
    },
    compare,
    isBeyond: (row, last) => compare(row, last) > 0,
    belongs: (row, isKnown) =>
      isShown(row) &&
      // Whose bot is switched off the gateway alone knows.
      (filter() !== "suspended" || isKnown) &&
      (search() === "" || isKnown || matches(row, search())),
    onPage: counts.take,
    trim: { ...longest, mayTrim: () => shownTo < longest.to }
  })

  const outgoing = outgoingOf(session.login())
  live.onEvents((events) => {
    lastFiles.fromEvents(events)
    outgoing.confirm(events.flatMap((event) => (event._tag === "MessageChanged" ? [event.message] : [])))
    const changed = events.flatMap((event) =>
      event._tag === "ConversationChanged" ? [event.conversation] : []
    )
    if (changed.length === 0) return
    counts.apply(changed)
    rows.apply(changed)
    // Two chats of one person have become one (CH-06): who had the other open goes on in it.
    const united = changed.find(({ replaces }) => replaces !== undefined)
    if (united === undefined) return
    rows.reload()
    if (united.replaces?.some((id) => id === openId())) navigate(href(united.id), { replace: true })
  })

  const suffix = createMemo(() => {
    const values = new URLSearchParams()
    if (filter() !== "all") values.set("filter", filter())
    if (search() !== "") values.set("search", search())
    if (channel() !== "") values.set("channel", channel())
    return values.size === 0 ? "" : `?${values.toString()}`
  })
  const href = (id: string) => `/desk/${id}${suffix()}`
  const step = (by: number) => {
    const items = rows.items()
    const at = items.findIndex((row) => row.id === openId())
    const target = items[at === -1 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))]
    if (target !== undefined) navigate(href(target.id), { scroll: false })
  }
  createShortcuts({ j: () => step(1), k: () => step(-1), Escape: () => navigate(`/desk${suffix()}`) })

  createEffect(() => {
    const unread = counts.counts()?.unread ?? 0
    document.title = unread > 0 ? `(${unread}) Desk – Relaydesk` : "Desk – Relaydesk"
  })
  onCleanup(() => {
    document.title = "Relaydesk"
  })

  const byId = createMemo(() => new Map(rows.items().map((row) => [row.id, row])))
  return {
    rows,
    row: (id: string) => byId().get(id),
    hasUnsent: outgoing.hasFailed,
    channel,
    setChannel: (id: string) => setQuery({ channel: id === "" ? null : id }),
    setShownTo: (index: number) => {
      shownTo = index
    },
    /** What is shown of a chat's newest message. */
    lastLine: lastFiles.line,
    counts: counts.counts,
    filter,
    search,
    openId,
    href,
    closeHref: () => `/desk${suffix()}`,
    setFilter: (value: ConversationFilter) => setQuery({ filter: value === "all" ? null : value }),
    setSearch: (value: string) => setQuery({ search: value === "" ? null : value }, { replace: true })
  }
}

export type Inbox = ReturnType<typeof createInbox>
