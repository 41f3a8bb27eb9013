import { is } from "./Items.ts"
import type { Item } from "./Items.ts"
import type { NumberItem } from "./Numbers.ts"

const isNumber = (item: Item | undefined): item is NumberItem => item?.kind === "number"

const isRound = (digits: string): boolean => digits.endsWith("00") && digits.length <= 7

/** Short orders of one customer that stand in a row, like 998 999 1000, are at most this far apart. */
const neighbourhood = 1000

/** How many items from `from` make one phone number: after "+" until ten digits, or three groups of 3-3-4 digits. */
const phoneLength = (items: ReadonlyArray<Item>, from: number): number => {
  const first = items[from]
  if (!isNumber(first)) return 0
  if (first.isPhone) {
    let total = 0
    let index = from
    for (let item = items[index]; isNumber(item) && total < 10; item = items[index]) {
      total += item.digits.length
      index += 1
    }
    return total >= 8 ? index - from : 0
  }
  const groups = items.slice(from, from + 4)
  const lengths = groups.map((item) => (isNumber(item) && item.isAlone ? item.digits.length : 0))
  const shape = lengths.slice(0, 3).join("")
  const [one = 0, two = 0, three = 0] = groups.map((item) => (isNumber(item) ? Number(item.digits) : 0))
  const areNeighbours = one < two && two < three && three - one < neighbourhood
  const isGrouped =
    (shape === "334" || shape === "433" || shape === "343") &&
    !areNeighbours &&
    !isNumber(groups[3]) &&
    !isNumber(items[from - 1])
  if (isGrouped) return 3
  const second = items[from + 1]
  const isSplit =
    first.id !== null && first.digits.length <= 4 && isNumber(second) && second.id === null && !second.isPrice
  return isSplit && first.digits.length + second.digits.length >= 9 ? 2 : 0
}

/** A word like "phone" or "txn" before the number, with at most two fillers or a mark between. */
const isLabelled = (items: ReadonlyArray<Item>, index: number): boolean => {
  for (let at = index - 1; at >= Math.max(0, index - 3); at -= 1) {
    const item = items[at]
    if (is(item, "label") || is(item, "own_number")) return true
    if (item?.kind === "word" && ((is(item, "order") && item.text !== "id") || item.text === "for"))
      return false
    if (item?.kind !== "mark" && !is(item, "filler")) return false
  }
  return false
}

/** "9801234567 is my number". */
const isOwnNumber = (items: ReadonlyArray<Item>, index: number): boolean =>
  is(items[index + 1], "own_number") || (is(items[index + 1], "filler") && is(items[index + 2], "own_number"))

/** "May 2024", "12 05 2024", "since 2024", "2024 01 30". */
const isYear = (items: ReadonlyArray<Item>, index: number, digits: string): boolean => {
  if (!/^(19|20)\d\d$/.test(digits)) return false
  if ([-3, -2, -1, 1, 2].some((distance) => is(items[index + distance], "month"))) return true
  const isDay = (at: number): boolean => {
    const item = items[at]
    return isNumber(item) && item.digits.length <= 2
  }
  const isDate = (isDay(index - 1) && isDay(index - 2)) || (isDay(index + 1) && isDay(index + 2))
  return isDate || is(items[index - 1], "since")
}

/** "at 1030", "930 am". */
const isTime = (items: ReadonlyArray<Item>, index: number, digits: string): boolean => {
  const after = items[index + 1]
  const isNamed = is(items[index - 1], "clock") || (after?.kind === "word" && after.text === "am")
  return isNamed && /^(?:[01]?\d|2[0-3])[0-5]\d$/.test(digits)
}

const isAmount = (items: ReadonlyArray<Item>, index: number, digits: string): boolean => {
  const before = items[index - 1]
  const after = items[index + 1]
  const isNamed = is(before, "order") || (before?.kind === "word" && before.meaning.topic === "ticket")
  const isSmall = (length: number) => isRound(digits) || (digits.length <= length && !isNamed)
  if (isSmall(5) && is(after, "unit")) return true
  if (isSmall(6) && is(after, "currency")) return true
  if (is(before, "currency")) return isSmall(7)
  if (is(before, "unit") && isRound(digits) && digits.length <= 5) return true
  return isNumber(before) && before.isPrice && isRound(digits)
}

/** "from 5000 to 3000" in a message that names a longer number. */
const isCount = (items: ReadonlyArray<Item>, index: number, digits: string, longest: number): boolean =>
  is(items[index - 1], "count") && digits.length < longest

/** "7463677 1000 refill": a short round number beside a long order is how many were bought. */
const isQuantity = (items: ReadonlyArray<Item>, index: number, digits: string, longest: number): boolean =>
  isRound(digits) && digits.length <= 4 && longest >= 6 && !is(items[index - 1], "order")

/** "except 123", "not 123": left out with the numbers that follow it directly. */
const isExcluded = (items: ReadonlyArray<Item>, index: number): boolean => is(items[index - 1], "exclusion")

/** How many digits the longest possible order of some items has. */
export const longestId = (items: ReadonlyArray<Item>): number =>
  items.reduce((longest, item) => (isNumber(item) ? Math.max(longest, item.id?.length ?? 0) : longest), 0)

/** Takes the id from numbers that are phone numbers, amounts, dates, transactions or exceptions; `longest` is the message's `longestId`. */
export const unmaskNumbers = (items: ReadonlyArray<Item>, longest: number): ReadonlyArray<Item> => {
  const result: Array<Item> = []
  const firstLabel = items.findIndex((item) => is(item, "label"))
  let phoneUntil = 0
  let isInExcludedRun = false
  for (const [index, item] of items.entries()) {
    if (item.kind !== "number") {
      isInExcludedRun &&=
        (item.kind === "mark" && item.text === ",") || (is(item, "conjunction") && !is(item, "contrast"))
      result.push(item)
      continue
    }
    if (index >= phoneUntil) phoneUntil = index + phoneLength(items, index)
    isInExcludedRun ||= isExcluded(items, index)
    const isDisguised =
      index < phoneUntil ||
      isInExcludedRun ||
      isLabelled(items, index) ||
      isOwnNumber(items, index) ||
      isYear(items, index, item.digits) ||
      isTime(items, index, item.digits) ||
      isAmount(items, index, item.digits) ||
      (firstLabel >= 0 && firstLabel < index && isRound(item.digits)) ||
      isCount(items, index, item.digits, longest) ||
      isQuantity(items, index, item.digits, longest)
    result.push(isDisguised ? { ...item, id: null } : item)
  }
  return result
}
