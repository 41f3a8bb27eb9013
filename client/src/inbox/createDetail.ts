import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { getConversation, type ConversationContext, type RecentOrder } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { Conversation, LiveEvent, OrderStatus, RequestView } from "../api/Views.ts"
import { useLive } from "../live/LiveContext.ts"
import { isNewer, mergeRows } from "../live/mergeRows.ts"

/** A burst of changes has the context loaded again once. */
const askAgainMillis = 600

/** What is known of an order in this conversation. */
export interface KnownOrder {
  readonly status: OrderStatus | null
  /** When its panel was last seen to say so, Unix milliseconds. */
  readonly at: number | null
  readonly requests: ReadonlyArray<RequestView>
}

const newestFirst = (a: RequestView, b: RequestView) => b.acceptedAt - a.acceptedAt || (a.id < b.id ? 1 : -1)

/** The context with what came live; the same object when nothing in it changed. */
const absorb = (now: ConversationContext, events: ReadonlyArray<LiveEvent>): ConversationContext => {
  let { conversation, orders, requests } = now
  for (const event of events) {
    if (event._tag === "ConversationChanged" && event.conversation.id === conversation.id) {
      if (isNewer(conversation, event.conversation)) conversation = event.conversation
    } else if (event._tag === "RequestChanged" && event.request.conversationId === conversation.id) {
      requests = mergeRows(requests, [event.request], newestFirst)
    } else if (event._tag === "OrderSeen" && orders.some((order) => isSeen(order, event))) {
      const { at, status } = event
      orders = orders.map((order) => (isSeen(order, event) ? { ...order, status, at } : order))
    }
  }
  return conversation === now.conversation && requests === now.requests && orders === now.orders
    ? now
    : { ...now, conversation, orders, requests }
}

type Seen = Pick<RecentOrder, "orderId" | "panelName" | "status" | "at">

/** Whether a look is of this order, and newer than what is known of it. */
const isSeen = (order: RecentOrder, seen: Seen) =>
  order.orderId === seen.orderId && order.panelName === seen.panelName && order.at < seen.at

/** Everything beside the thread: the conversation, its customer, orders and requests, kept live. */
export const createDetail = (
  id: Accessor<string | null>,
  /** The conversation as the list has it: known before anything is loaded. */
  listed: (id: string) => Conversation | undefined
) => {
  const live = useLive()
  const [context, setContext] = createSignal<ConversationContext | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  /** What came live since the last load began: the answer may be older. */
  let arrived: Array<LiveEvent> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => {
    abort.abort()
    clearTimeout(timer)
  })

  const load = async (wanted: string) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    arrived = []
    await live.settled
    if (signal.aborted) return
    try {
      const next = await getConversation(wanted, signal)
      if (signal.aborted) return
      setContext(absorb(next, arrived ?? []))
      arrived = null
      setTrouble(null)
    } catch (error) {
      if (signal.aborted) return
      arrived = null
      setTrouble(asTrouble(error))
    }
  }
  const reload = () => {
    const wanted = id()
    if (wanted !== null) void load(wanted)
  }

  live.onEvents((events) => {
    arrived?.push(...events)
    const now = context()
    if (now === null) return
    const next = absorb(now, events)
    if (next === now) return
    setContext(next)
    // Orders are the panel's: a new request means that it was asked about them again.
    if (next.requests !== now.requests) {
      clearTimeout(timer)
      timer = setTimeout(reload, askAgainMillis)
    }
  })

  createEffect(
    on(id, (wanted) => {
      setContext(null)
      setTrouble(null)
      clearTimeout(timer)
      abort.abort()
      if (wanted !== null) void load(wanted)
    })
  )
  createEffect(on(live.snapshot, reload, { defer: true }))

  const orders = createMemo(() => {
    const known = new Map<string, KnownOrder & { requests: Array<RequestView> }>()
    for (const order of context()?.orders ?? [])
      known.set(order.orderId, { status: order.status, at: order.at, requests: [] })
    for (const request of context()?.requests ?? []) {
      const order = known.get(request.orderId) ?? { status: null, at: null, requests: [] }
      order.requests.push(request)
      known.set(request.orderId, order)
    }
    return known as ReadonlyMap<string, KnownOrder>
  })
  const conversation = createMemo(() => {
    const wanted = id()
    const loaded = context()?.conversation
    const row = wanted === null ? undefined : listed(wanted)
    return row !== undefined && isNewer(loaded, row) ? row : (loaded ?? null)
  })
  /** What a press on an order brought; others hear of it by the live event. */
  const seen = (look: Seen) => {
    const now = context()
    if (now !== null) setContext(absorb(now, [{ _tag: "OrderSeen", ...look }]))
  }
  return { context, conversation, orders, trouble, reload, seen }
}

export type Detail = ReturnType<typeof createDetail>
