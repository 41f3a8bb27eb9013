import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import { addChannel, listChannels, orderChannel, type ChannelOrder, type NewChannel } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { ChannelView } from "../api/Views.ts"
import { useLive } from "../live/LiveContext.ts"
import { mergeRows } from "../live/mergeRows.ts"

const byName = (a: ChannelView, b: ChannelView): number =>
  a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)

const lookEveryMillis = 15_000

/** The tenant's channels, kept live, and what can be done with them. */
export const createChannels = () => {
  const live = useLive()
  const [channels, setChannels] = createSignal<ReadonlyArray<ChannelView> | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  /** What the last press on a channel ended with, by channel. */
  const [orderTrouble, setOrderTrouble] = createSignal<ReadonlyMap<string, Trouble>>(new Map())
  const [busy, setBusy] = createSignal<ReadonlySet<string>>(new Set())
  let arrived: Array<ChannelView> = []
  let abort = new AbortController()
  onCleanup(() => abort.abort())

  const load = async () => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    arrived = []
    await live.settled
    try {
      const loaded = await listChannels(signal)
      if (signal.aborted) return
      setChannels(mergeRows([...loaded].sort(byName), arrived, byName))
      setTrouble(null)
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    }
  }
  const take = (changed: ReadonlyArray<ChannelView>) => {
    arrived.push(...changed)
    setChannels((now) => (now === null ? now : mergeRows(now, changed, byName)))
  }

  live.onEvents((events) => {
    const gone = new Set(events.flatMap((event) => (event._tag === "ChannelRemoved" ? [event.id] : [])))
    if (gone.size > 0) setChannels((now) => now?.filter(({ id }) => !gone.has(id)) ?? null)
    const changed = events.flatMap((event) => (event._tag === "ChannelChanged" ? [event.channel] : []))
    if (changed.length > 0) take(changed)
  })
  createEffect(on(live.snapshot, () => void load()))
  // A message that nobody confirms makes no news: it is looked for as long as somebody looks.
  const timer = setInterval(() => {
    if (!document.hidden && channels() !== null) void load()
  }, lookEveryMillis)
  onCleanup(() => clearInterval(timer))

  const order = (id: string, what: ChannelOrder) => {
    setBusy((now) => new Set(now).add(id))
    setOrderTrouble((now) => new Map([...now].filter(([key]) => key !== id)))
    return orderChannel(id, what)
      .catch((error: unknown) => setOrderTrouble((now) => new Map(now).set(id, asTrouble(error))))
      .finally(() => setBusy((now) => new Set([...now].filter((key) => key !== id))))
  }
  const add = async (channel: NewChannel): Promise<string> => {
    const added = await addChannel(channel)
    take([added])
    return added.id
  }
  const byId = createMemo(() => new Map((channels() ?? []).map((channel) => [channel.id, channel])))
  return { channels, byId, trouble, orderTrouble, busy, reload: () => void load(), order, add }
}
