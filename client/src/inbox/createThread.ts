import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { listMessages, markSeen } from "../api/Gateway.ts"
import type { Message } from "../api/Views.ts"
import { useSession } from "../app/SessionContext.ts"
import { createRows, type Page } from "../live/createRows.ts"
import { useLive } from "../live/LiveContext.ts"
import type { Detail } from "./createDetail.ts"
import type { KeptThreads } from "../live/createKeptThreads.ts"
import type { OutgoingWords } from "./createOutgoing.ts"
import { findFirstNew, threadEntries } from "./threadEntries.ts"

const pageSize = 50
/** A thread that is followed at its end lets go of what lies far above; scrolling up brings it back. */
const longest = { most: 300, to: 100 } as const
/** Reading takes a moment; several messages that arrive together are marked at once. */
const seenWaitMillis = 200

const createVisible = (): Accessor<boolean> => {
  const [isVisible, setVisible] = createSignal(document.visibilityState === "visible")
  const listen = () => setVisible(document.visibilityState === "visible")
  document.addEventListener("visibilitychange", listen)
  onCleanup(() => document.removeEventListener("visibilitychange", listen))
  return isVisible
}

/** The messages of one conversation, kept live, and what of them has been read. */
export const createThread = (
  id: Accessor<string>,
  detail: Detail,
  outgoing: OutgoingWords,
  kept: KeptThreads
) => {
  const live = useLive()
  const session = useSession()
  const isVisible = createVisible()
  const [isAtEnd, setAtEnd] = createSignal(true)
  const [firstNew, setFirstNew] = createSignal<{ readonly id: string; readonly count: number } | null>(null)
  /** The last message that was on the screen while its end was shown. */
  const [readUpTo, setReadUpTo] = createSignal("")

  const rows = createRows<Message, Page<Message>>({
    key: id,
    load: (before, signal) => listMessages(id(), { before, limit: pageSize }, signal),
    compare: (a, b) => (a.id < b.id ? -1 : 1),
    isBeyond: (row, last) => row.id < last.id,
    belongs: (row) => row.conversationId === id(),
    kept: (key) => kept.get(key),
    onLeave: kept.put,
    trim: { ...longest, mayTrim: isAtEnd, cursorOf: (row) => row.id }
  })
  live.onEvents((events) =>
    rows.apply(
      events.flatMap((event) =>
        event._tag === "MessageChanged" && event.message.conversationId === id() ? [event.message] : []
      )
    )
  )

  outgoing.onStored((message) => {
    if (message.conversationId === id()) rows.apply([message])
  })
  // Whose answer was lost is confirmed by the message itself.
  createEffect(() => outgoing.confirm(rows.items()))

  const last = createMemo(() => rows.items().at(-1)?.id ?? "")
  const unread = createMemo(() => detail.conversation()?.unread ?? 0)
  const isReady = createMemo(() => rows.state() === "ready" && detail.conversation()?.id === id())

  createEffect(
    on(id, () => {
      setFirstNew(null)
      setReadUpTo("")
      setAtEnd(true)
    })
  )
  // The "new" line is drawn once, when the thread opens; it does not walk while it is read.
  createEffect(
    on([isReady, id], ([ready]) => {
      if (ready) setFirstNew(findFirstNew(rows.items(), unread()))
    })
  )
  createEffect(() => {
    if (isAtEnd() && isVisible() && last() !== "") setReadUpTo(last())
  })
  createEffect(() => {
    if (!isReady() || !isAtEnd() || !isVisible() || unread() === 0 || last() === "") return
    const [conversation, upTo] = [id(), last()]
    const timer = setTimeout(() => markSeen(conversation, upTo).catch(() => {}), seenWaitMillis)
    onCleanup(() => clearTimeout(timer))
  })

  const entries = createMemo(() =>
    threadEntries([...rows.items(), ...outgoing.pending(id(), rows.items())], firstNew(), session.timeZone())
  )
  const newCount = createMemo(() =>
    isAtEnd() || readUpTo() === "" ? 0 : rows.items().filter((message) => message.id > readUpTo()).length
  )
  return { rows, entries, newCount, isAtEnd, setAtEnd }
}

export type Thread = ReturnType<typeof createThread>
