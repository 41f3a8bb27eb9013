import { createEffect, on } from "solid-js"
import type { Message } from "../api/Views.ts"
import type { Page } from "./createRows.ts"
import { useLive } from "./LiveContext.ts"
import { mergeRows } from "./mergeRows.ts"

/** So many threads are kept, the last opened ones. */
const mostThreads = 24
/** Of each so many of its newest messages. */
const mostMessages = 50

const byId = (a: Message, b: Message) => (a.id < b.id ? -1 : 1)

/** The ends of the threads that were open last, kept live, so that one that is opened again is there at once. */
export const createKeptThreads = () => {
  const live = useLive()
  const kept = new Map<string, Page<Message>>()

  const put = (id: string, items: ReadonlyArray<Message>, next: string | null) => {
    kept.delete(id)
    const end = items.slice(-mostMessages)
    kept.set(id, { items: end, next: end.length < items.length ? (end[0]?.id ?? null) : next })
    if (kept.size > mostThreads) kept.delete(kept.keys().next().value!)
  }
  live.onEvents((events) => {
    for (const event of events) {
      if (event._tag !== "MessageChanged") continue
      const known = kept.get(event.message.conversationId)
      if (known === undefined) continue
      const items = mergeRows(known.items, [event.message], byId)
      // In its place: a thread that gets messages is not one that was opened.
      kept.set(event.message.conversationId, {
        items: items.slice(-mostMessages),
        next: items.length > mostMessages ? (items.at(-mostMessages)?.id ?? null) : known.next
      })
    }
  })
  // What was missed is not known: nothing that was kept can be trusted.
  createEffect(on(live.snapshot, () => kept.clear(), { defer: true }))
  return { get: (id: string) => kept.get(id), put }
}

export type KeptThreads = ReturnType<typeof createKeptThreads>
