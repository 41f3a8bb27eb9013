import { noTopic } from "./AccountCommand.ts"
import type { TopicReading } from "./AccountCommand.ts"
import { countOthers, is, isAbout } from "./Items.ts"
import type { Item } from "./Items.ts"
import { isNegatedBefore } from "./Negations.ts"

/** From this many unknown words on, a line with a transaction is talk. */
const talkFrom = 3

/** A transaction has this many digits at least; shorter numbers are amounts. */
const shortestTransaction = 6
/** A number that was cut may have any digits. */
const longestTransaction = 39

/** A number that can be a transaction's: alone, no price, no round amount, not called an order or a phone number. */
const isTransaction = (items: ReadonlyArray<Item>, index: number): boolean => {
  const item = items[index]
  if (item?.kind !== "number" || !item.isAlone || item.isPrice || item.isPhone) return false
  const { length } = item.digits
  if (length < shortestTransaction || length > longestTransaction) return false
  if (length <= 9 && item.digits.endsWith("000")) return false
  const [before, after] = [items[index - 1], items[index + 1]]
  if (before?.kind === "number" && before.isPhone) return false
  const isOrder = is(before, "order") && before?.kind === "word" && before.text !== "id"
  const isAmount = is(before, "currency") || is(after, "currency") || is(after, "unit")
  return !isOrder && !isAmount && !is(before, "own_number") && !is(after, "own_number")
}

const transactionsOf = (items: ReadonlyArray<Item>): ReadonlyArray<string> => {
  const codes = items.filter((item) => item.kind === "code").map(({ text }) => text)
  if (codes.length > 0) return codes
  return items.flatMap((item, index) =>
    item.kind === "number" && isTransaction(items, index) ? [item.digits] : []
  )
}

/** "payment TXN8F2K91", "verify 8f2k91x0", "txn id 987654321": one transaction, in a line that is no talk. */
export const readPayment = (items: ReadonlyArray<Item>): TopicReading => {
  const at = items.findIndex((item) => isAbout(item, "payment"))
  if (at < 0 || isNegatedBefore(items, at) || items.some((item) => is(item, "question"))) return noTopic
  const [transactionId, ...more] = new Set(transactionsOf(items))
  if (transactionId === undefined) return noTopic
  const isClear = more.length === 0 && countOthers(items) - (items.some(isCode) ? 1 : 0) < talkFrom
  return { command: isClear ? { _tag: "Payment", transactionId } : null, isAttempt: true }
}

const isCode = (item: Item): boolean => item.kind === "code"
