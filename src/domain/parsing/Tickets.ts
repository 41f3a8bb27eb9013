import { OrderId } from "../Ids.ts"
import type { AccountCommand } from "./AccountCommand.ts"
import type { Line } from "./Clusters.ts"
import { is, isAbout, isId } from "./Items.ts"
import type { Item } from "./Items.ts"

type Ticket = Extract<AccountCommand, { readonly _tag: "Ticket" }>

/** More text than this is not taken into a ticket. */
const longestText = 4000

/** Verbs that open a ticket; any other word before "ticket" makes it talk about one. */
const openers = new Set("create open raise new make submit buat buka abrir crear criar abre".split(" "))

const isOpening = (item: Item): boolean =>
  item.kind === "mark" ||
  (item.kind === "word" &&
    !is(item, "negation") &&
    !is(item, "thanks") &&
    (openers.has(item.text) || is(item, "filler")))

/** Marks after "ticket" that say its text follows. */
const introduction = /^\s*[:：\-–—=]/u
const leadingOrders = /^(?:[\s\p{P}]*\p{Nd}{3,}(?=[\s\p{P}]|$))*[\s\p{P}]*/u

/** What stands after a word on its line, as it was written. */
const rawAfter = (clusters: Line, word: string): string => {
  for (const [index, { parts, raw }] of clusters.entries()) {
    const part = parts.find(({ kind, text }) => kind === "letters" && text === word)
    if (part === undefined) continue
    const rest = clusters.slice(index + 1).map((cluster) => cluster.raw)
    return [raw.slice(part.end), ...rest].join(" ").slice(0, longestText)
  }
  return ""
}

const distinctIds = (items: ReadonlyArray<Item>): ReadonlyArray<OrderId> =>
  Array.from(new Set(items.filter(isId).map(({ id }) => id)), (id) => OrderId.make(id))

/**
 * A line that opens a ticket: "ticket", "ticket 123 not started", "ticket: the text", "123 ticket",
 * "please open a ticket for 123". Talk about a ticket ("my ticket is closed") is none.
 */
export const readTicket = (items: ReadonlyArray<Item>, clusters: Line): Ticket | null => {
  const at = items.findIndex((item) => isAbout(item, "ticket"))
  const word = items[at]
  if (!isAbout(word, "ticket")) return null
  const before = items.slice(0, at).filter((item) => !isId(item))
  if (!before.every(isOpening)) return null
  const text = rawAfter(clusters, word.text.split(" ").at(-1) ?? "")
  const after = items.slice(at + 1)
  const isIntroduced = introduction.test(text)
  const firstTold = after.findIndex((item) => item.kind !== "mark" && !is(item, "filler"))
  const firstId = after.findIndex(isId)
  const next = after.find((item, index) => index > firstId && !isId(item) && item.kind !== "mark")
  const isNamed = firstId >= 0 && firstId === firstTold && !is(next, "auxiliary") && !is(next, "question")
  const isAlone = firstTold < 0 && !after.some((item) => is(item, "auxiliary") || is(item, "negation"))
  if (!isIntroduced && !isNamed && !isAlone) return null
  const isPolite = isAlone && !isIntroduced
  return {
    _tag: "Ticket",
    orderIds: distinctIds(items),
    text: isPolite ? "" : text.replace(leadingOrders, "").trim()
  }
}

/** A ticket with a line below it that belongs to it. */
export const withLine = (ticket: Ticket, items: ReadonlyArray<Item>, clusters: Line): Ticket => {
  const line = clusters.map(({ raw }) => raw).join(" ")
  const text = (ticket.text === "" ? line.replace(leadingOrders, "") : `${ticket.text}\n${line}`).trim()
  return {
    _tag: "Ticket",
    orderIds: [...new Set([...ticket.orderIds, ...distinctIds(items)])],
    text: text.slice(0, longestText)
  }
}
