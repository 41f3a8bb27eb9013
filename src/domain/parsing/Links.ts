import { OrderId } from "../Ids.ts"
import { noTopic } from "./AccountCommand.ts"
import type { TopicReading } from "./AccountCommand.ts"
import { is, isAbout, isId, isOther } from "./Items.ts"
import type { Item } from "./Items.ts"

/** From this many unknown words on, a line with an address is talk. */
const talkFrom = 3

const longestUrl = 2048
const beforeUrl = /^[^a-z]*(?=https?:\/\/)/i
const closing = ".,;!?>]}\"'»”،"
/** Marks that belong to an address unless they also stand before it: "_https://…_", "(https://…)". */
const pairs: ReadonlyArray<readonly [string, string]> = [
  ["_", "_"],
  ["*", "*"],
  ["(", ")"]
]

/** The http(s) address a cluster holds; null when it holds none, several, or one with a password or without a domain. */
export const urlOf = (raw: string): string | null => {
  if (raw.length > longestUrl) return null
  const from = beforeUrl.exec(raw)?.[0].length
  if (from === undefined || raw.split("://").length !== 2) return null
  const before = raw.slice(0, from)
  const ends = closing + pairs.flatMap(([open, close]) => (before.includes(open) ? [close] : [])).join("")
  let to = raw.length
  while (to > from && ends.includes(raw[to - 1] ?? "")) to -= 1
  const text = raw.slice(from, to)
  const url = URL.parse(text)
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:"
  return isWeb && url.username === "" && url.password === "" && url.hostname.includes(".") ? text : null
}

/** A "no" that means number: "order no 123". */
const isNumberSign = (items: ReadonlyArray<Item>, index: number): boolean => {
  const item = items[index]
  return item?.kind === "word" && item.text === "no" && items[index + 1]?.kind === "number"
}

/** "link 123 https://…": one order and one address, in a line that is no talk and turns nothing down. */
export const readLink = (items: ReadonlyArray<Item>): TopicReading => {
  if (!items.some((item) => isAbout(item, "link"))) return noTopic
  const isRefused = items.some(
    (item, index) =>
      is(item, "question") ||
      ((is(item, "negation") || is(item, "late_negation")) && !isNumberSign(items, index))
  )
  const addresses = items.filter((item) => item.kind === "address")
  const ids = new Set(items.filter(isId).map(({ id }) => id))
  if (isRefused || (addresses.length === 0 && ids.size === 0)) return noTopic
  const url = urlOf(addresses[0]?.text ?? "")
  const [orderId] = ids
  const isChange = items.some((item) => is(item, "changer"))
  // "here is the link …" tells of a link; "7463677 wrong link …" names the one it must not be.
  const isTold =
    (items.some((item) => is(item, "auxiliary")) && !isChange) || items.some((item) => is(item, "wrong"))
  const others = items.filter(
    (item) => isOther(item) && item.kind !== "address" && !is(item, "changer")
  ).length
  const isWhole = addresses.length === 1 && ids.size === 1 && !isTold && others < talkFrom
  return {
    command:
      isWhole && url !== null && orderId !== undefined
        ? { _tag: "Link", orderId: OrderId.make(orderId), url }
        : null,
    isAttempt: true
  }
}
