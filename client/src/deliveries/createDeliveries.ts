import { useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import {
  type Delivery,
  deliveryFile,
  type DeliveryPage,
  type DeliveryState,
  listDeliveries,
  replayDelivery
} from "../api/ChannelGateway.ts"
import { createRows } from "../live/createRows.ts"
import { createAct } from "../ui/createAct.ts"

const pageSize = 50

const states = ["waiting", "done", "dead"] as const
export type DeliveryFilter = DeliveryState | "all"

export type DeliveryRow = Delivery & { readonly version: number }
type Page = Omit<DeliveryPage, "items"> & { readonly items: ReadonlyArray<DeliveryRow> }

const newestFirst = (a: Delivery, b: Delivery) => (a.id === b.id ? 0 : a.id < b.id ? 1 : -1)

/** Webhooks as they came: filters in the address, replay after a question. */
export const createDeliveries = () => {
  const [query, setQuery] =
    useSearchParams<Partial<Record<"state" | "channel" | "kind" | "open" | "replay", string>>>()
  const state = (): DeliveryFilter => states.find((known) => known === query.state) ?? "all"
  const channel = () => query.channel ?? ""
  const kind = () => query.kind ?? ""
  const [counts, setCounts] = createSignal<DeliveryPage["counts"] | null>(null)
  const act = createAct()
  const [said, setSaid] = createSignal("")

  const asked = () => {
    const one = state()
    return { state: one === "all" ? ("" as const) : one, channelId: channel(), kind: kind() }
  }
  const rows = createRows<DeliveryRow, Page>({
    key: () => JSON.stringify([state(), channel(), kind()]),
    load: async (before, signal) => {
      const page = await listDeliveries({ before, limit: pageSize, ...asked() }, signal)
      const version = Date.now()
      return { ...page, items: page.items.map((row) => ({ ...row, version })) }
    },
    compare: newestFirst,
    isBeyond: (row, last) => newestFirst(row, last) > 0,
    belongs: () => true,
    onPage: (page) => setCounts(page.counts)
  })

  return {
    rows,
    counts,
    state,
    channel,
    kind,
    act,
    said,
    /** Where the list as it is asked for is a file. */
    file: () => deliveryFile(asked()),
    isFiltered: () => state() !== "all" || channel() !== "" || kind() !== "",
    setState: (value: DeliveryFilter) => setQuery({ state: value === "all" ? null : value }),
    setChannel: (id: string) => setQuery({ channel: id === "" ? null : id }),
    setKind: (value: string) => setQuery({ kind: value === "" ? null : value }),
    showAll: () => setQuery({ state: null, channel: null, kind: null }),
    openId: () => query.open ?? null,
    open: (id: string | null) => setQuery({ open: id }),
    asked: () => query.replay ?? null,
    ask: (id: string | null) => {
      act.forget()
      setQuery({ replay: id })
    },
    replay: async (id: string) => {
      if (!(await act.run(() => replayDelivery(id), id))) return
      setSaid("It is worked on once more.")
      setQuery({ replay: null, open: null })
      rows.reload()
    }
  }
}

export type Deliveries = ReturnType<typeof createDeliveries>
