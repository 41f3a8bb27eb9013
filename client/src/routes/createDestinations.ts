import { createSignal } from "solid-js"
import { type Destination, type DestinationPage, listDestinations } from "../api/RouteGateway.ts"
import { createPlaces, type Placed } from "../live/createPlaces.ts"
import { createRows } from "../live/createRows.ts"

const pageSize = 50

/** A chat in the list of the picker. */
export type DestinationRow = Destination & Placed & { readonly id: string; readonly version: number }
type Page = Omit<DestinationPage, "items"> & { readonly items: ReadonlyArray<DestinationRow> }

/** The chats that the channels really have, to choose from: groups at first. */
export const createDestinations = () => {
  const [search, setSearch] = createSignal("")
  const [kind, setKind] = createSignal<"group" | "direct">("group")
  const [channelId, setChannelId] = createSignal("")
  const [notAsked, setNotAsked] = createSignal<DestinationPage["notAsked"]>([])
  const places = createPlaces()
  const rows = createRows<DestinationRow, Page>({
    key: () => `${kind()} ${channelId()} ${search()}`,
    load: async (before, signal) => {
      const values = { before, limit: pageSize, search: search(), channelId: channelId(), kind: kind() }
      const page = await listDestinations(values, signal)
      if (before === null) setNotAsked(page.notAsked)
      const items = page.items.map((chat) => ({
        ...chat,
        id: `${chat.channelId} ${chat.chatId}`,
        version: 1
      }))
      return { ...page, items: places.set(items, before === null) }
    },
    compare: places.compare,
    isBeyond: places.isBeyond,
    belongs: () => true
  })
  return { rows, notAsked, search, setSearch, kind, setKind, channelId, setChannelId }
}
