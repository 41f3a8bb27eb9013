import type { Message } from "../api/Views.ts"
import { dayKey } from "../time/formatTime.ts"

/** What a thread shows from top to bottom. */
export type Entry =
  | { readonly _tag: "Day"; readonly key: string; readonly at: number }
  | { readonly _tag: "New"; readonly key: string; readonly count: number }
  | { readonly _tag: "Message"; readonly key: string; readonly message: Message; readonly isFirst: boolean }

/** Messages this close, by the same author, look like one turn. */
const turnMillis = 5 * 60 * 1000

const isSameTurn = (before: Message | undefined, next: Message): boolean =>
  before !== undefined &&
  before.author === next.author &&
  before.direction === next.direction &&
  before.senderName === next.senderName &&
  next.sentAt - before.sentAt < turnMillis

/** Puts the days' lines and the "new" line between the messages. */
export const threadEntries = (
  messages: ReadonlyArray<Message>,
  firstNew: { readonly id: string; readonly count: number } | null,
  timeZone: string | undefined
): ReadonlyArray<Entry> => {
  const entries: Array<Entry> = []
  let before: Message | undefined
  let dayBefore: string | undefined
  for (const message of messages) {
    const day = dayKey(message.sentAt, timeZone)
    const isNewDay = day !== dayBefore
    if (isNewDay) entries.push({ _tag: "Day", key: `day ${message.id}`, at: message.sentAt })
    const isNewLine = firstNew?.id === message.id
    if (isNewLine) entries.push({ _tag: "New", key: "new", count: firstNew.count })
    const isFirst = isNewDay || isNewLine || !isSameTurn(before, message)
    // What this browser wrote keeps its place when the gateway confirms it.
    entries.push({ _tag: "Message", key: message.clientId ?? message.id, message, isFirst })
    before = message
    dayBefore = day
  }
  return entries
}

/** The first of the last `unread` inbound messages: where the "new" line goes. */
export const findFirstNew = (
  messages: ReadonlyArray<Message>,
  unread: number
): { readonly id: string; readonly count: number } | null => {
  if (unread === 0) return null
  const inbound = messages.filter((message) => message.direction === "in")
  const first = inbound.at(-Math.min(unread, inbound.length))
  return first === undefined ? null : { id: first.id, count: unread }
}
