import { useParams, useSearchParams } from "@solidjs/router"
import { createMemo, createSignal, onCleanup } from "solid-js"
import {
  type ChannelChat,
  chatFile,
  type ChatChange,
  type ChatPage,
  listChannelChats,
  setChannelChat
} from "../api/ChannelGateway.ts"
import { createPlaces, type Placed } from "../live/createPlaces.ts"
import { createRows } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"
import { createAct } from "../ui/createAct.ts"

const pageSize = 50

/** Changes of chats come in bursts; the list is read once after one. */
const lookAgainMillis = 1_500

const filters = ["all", "group", "direct", "provider", "silent"] as const
export type ChatFilter = (typeof filters)[number]

/** A chat in the table, with its switches. */
export type ChatRow = ChannelChat & Placed & { readonly id: string; readonly version: number }
type Page = Omit<ChatPage, "items"> & { readonly items: ReadonlyArray<ChatRow> }

/** The switches of a chat, and how each is read from a row. */
export const chatSwitches = {
  isSupport: { label: "Support", isOn: (chat: ChannelChat) => chat.isSupport },
  isProvider: { label: "Provider", isOn: (chat: ChannelChat) => chat.isProvider || chat.routes.length > 0 },
  isSilent: { label: "Silent", isOn: (chat: ChannelChat) => chat.isSilent },
  isMarketing: { label: "Marketing", isOn: (chat: ChannelChat) => chat.isMarketing }
} as const
export type ChatSwitch = keyof typeof chatSwitches

/** Why a switch cannot be pressed; null = it can. */
export const whyFixed = (chat: ChannelChat, which: ChatSwitch): string | null => {
  const isProvider = chatSwitches.isProvider.isOn(chat)
  switch (which) {
    case "isSupport":
      if (chat.kind === "direct") return "People are always served; only groups are switched"
      return isProvider ? "A provider’s group serves no customers" : null
    case "isProvider":
      if (chat.routes.length > 0) return "Requests go here by a route: take the route away on the Routes page"
      if (chat.isSupport) return "Customers are served here: switch support off first"
      return chat.customer !== null && chat.kind === "group" ? `It belongs to ${chat.customer}` : null
    case "isSilent":
    case "isMarketing":
      return null
  }
}

/** The chats of one channel: filter and search in the address, switches stored at once and taken back on a press. */
export const createChats = () => {
  const live = useLive()
  const params = useParams<{ id: string }>()
  const [query, setQuery] = useSearchParams<{ show?: string; search?: string }>()
  const filter = (): ChatFilter => filters.find((known) => known === query.show) ?? "all"
  const search = () => query.search ?? ""
  const act = createAct()
  const [isNotAsked, setNotAsked] = createSignal(false)
  const [done, setDone] = createSignal<{ readonly text: string; readonly undo: () => void } | null>(null)
  /** What was pressed, until the list says so itself. */
  const [set, setSet] = createSignal<ReadonlyMap<string, ChatChange>>(new Map())
  const places = createPlaces()

  const asked = () => {
    const one = filter()
    return {
      search: search(),
      channelId: params.id,
      kind: one === "group" || one === "direct" ? one : ("" as const),
      use: one === "provider" || one === "silent" ? one : ("" as const)
    }
  }
  const rows = createRows<ChatRow, Page>({
    key: () => JSON.stringify([params.id, filter(), search()]),
    load: async (before, signal) => {
      const page = await listChannelChats({ before, limit: pageSize, ...asked() }, signal)
      if (before === null) {
        setNotAsked(page.notAsked.length > 0)
        setSet(new Map())
      }
      const items = page.items.map((chat) => ({ ...chat, id: chat.chatId, version: Date.now() }))
      return { ...page, items: places.set(items, before === null) }
    },
    compare: places.compare,
    isBeyond: places.isBeyond,
    belongs: () => true
  })
  const shown = createMemo(() =>
    rows.items().map((row) => {
      const change = set().get(row.id)
      return change === undefined
        ? row
        : { ...row, ...change, isMarketing: change.isMarketing ?? row.isMarketing }
    })
  )

  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const known = createMemo(
    () => new Map(rows.items().map((row) => [row.conversationId as string | null, row]))
  )
  live.onEvents((events) => {
    // Somebody else switched a chat.
    const isNews = events.some(
      (event) =>
        event._tag === "ConversationChanged" &&
        event.conversation.channelId === params.id &&
        (known().get(event.conversation.id)?.isSilent ?? false) !== (event.conversation.isSilent ?? false)
    )
    if (!isNews) return
    clearTimeout(timer)
    timer = setTimeout(rows.reload, lookAgainMillis)
  })

  const store = (chat: ChannelChat, which: ChatSwitch, isOn: boolean) =>
    act.run(async () => {
      await setChannelChat(chat.channelId, chat.chatId, { [which]: isOn })
      setSet((now) => new Map(now).set(chat.chatId, { ...now.get(chat.chatId), [which]: isOn }))
    }, `${chat.chatId} ${which}`)
  const flip = async (chat: ChannelChat, which: ChatSwitch, isOn: boolean) => {
    setDone(null)
    if (!(await store(chat, which, isOn))) return
    setDone({
      text: `${chat.title}: ${chatSwitches[which].label.toLowerCase()} ${isOn ? "on" : "off"}`,
      undo: () => void store(chat, which, !isOn)
    })
  }

  return {
    channelId: () => params.id,
    rows,
    shown,
    filter,
    search,
    isNotAsked,
    /** Where the list as it is asked for is a file. */
    file: () => chatFile(asked()),
    act,
    done,
    forgetDone: () => setDone(null),
    setFilter: (value: ChatFilter) => setQuery({ show: value === "all" ? null : value }),
    setSearch: (text: string) => setQuery({ search: text === "" ? null : text }, { replace: true }),
    showAll: () => setQuery({ show: null, search: null }),
    flip: (chat: ChannelChat, which: ChatSwitch, isOn: boolean) => void flip(chat, which, isOn)
  }
}

export type Chats = ReturnType<typeof createChats>
