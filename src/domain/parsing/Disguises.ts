import type { Item } from "./Items.ts"
import type { NumberItem } from "./Numbers.ts"
import { hasTrait } from "./Words.ts"
import type { Trait } from "./Words.ts"

const is = (item: Item | undefined, trait: Trait): boolean =>
  item?.kind === "word" && hasTrait(item.meaning, trait)

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
    if (is(item, "label")) return true
    if (is(item, "order") && item?.kind === "word" && item.text !== "id") return false
    if (item?.kind === "number" || (item?.kind === "word" && !is(item, "filler"))) return false
  }
  return false
}

const isYear = (items: ReadonlyArray<Item>, index: number, digits: string): boolean =>
  /^(19|20)\d\d$/.test(digits) &&
  [index - 3, index - 2, index - 1, index + 1, index + 2].some((at) => is(items[at], "month"))

const isAmount = (items: ReadonlyArray<Item>, index: number, digits: string): boolean => {
  const before = items[index - 1]
  const isShort = isRound(digits) || (digits.length <= 5 && !is(before, "order"))
  if (isShort && is(items[index + 1], "unit")) return true
  if (is(before, "currency")) return isShort
  return isNumber(before) && before.isPrice && isRound(digits)
}

/** "from 5000 to 3000" in a message that names a longer number. */
const isCount = (items: ReadonlyArray<Item>, index: number, digits: string, longest: number): boolean =>
  is(items[index - 1], "count") && digits.length < longest

/** "except 123", "not 123": left out with the numbers that follow it directly. */
const isExcluded = (items: ReadonlyArray<Item>, index: number): boolean => is(items[index - 1], "exclusion")

/** How many digits the longest possible order of some items has. */
export const longestId = (items: ReadonlyArray<Item>): number =>
  items.reduce((longest, item) => (isNumber(item) ? Math.max(longest, item.id?.length ?? 0) : longest), 0)

/** Takes the id from numbers that are phone numbers, amounts, dates, transactions or exceptions; `longest` is the message's `longestId`. */
export const unmaskNumbers = (items: ReadonlyArray<Item>, longest: number): ReadonlyArray<Item> => {
  const result: Array<Item> = []
  let phoneUntil = 0
  let isInExcludedRun = false
  for (const [index, item] of items.entries()) {
    if (item.kind !== "number") {
      isInExcludedRun &&= (item.kind === "mark" && item.text === ",") || is(item, "conjunction")
      result.push(item)
      continue
    }
    if (index >= phoneUntil) phoneUntil = index + phoneLength(items, index)
    isInExcludedRun ||= isExcluded(items, index)
    const isDisguised =
      index < phoneUntil ||
      isInExcludedRun ||
      isLabelled(items, index) ||
      isYear(items, index, item.digits) ||
      isAmount(items, index, item.digits) ||
      isCount(items, index, item.digits, longest)
    result.push(isDisguised ? { ...item, id: null } : item)
  }
  return result
}
