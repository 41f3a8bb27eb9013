import { is, isId, isMark } from "./Items.ts"
import type { Item } from "./Items.ts"
import type { Trait } from "./Meaning.ts"

/** Whether a word with a trait stands before an item with nothing but fillers between; a "please" starts a new wish. */
export const isAfter = (items: ReadonlyArray<Item>, index: number, trait: Trait): boolean => {
  for (let at = index - 1; at >= 0; at -= 1) {
    const item = items[at]
    if (is(item, trait)) return true
    if (!is(item, "filler") || (is(item, "polite") && !is(items[at - 1], trait))) return false
  }
  return false
}

/** "don't", with nothing but fillers between it and the word. */
export const isNegatedBefore = (items: ReadonlyArray<Item>, index: number): boolean =>
  isAfter(items, index, "negation")

/** "cancel 123 mat karo", "iptal etme", "cancel? no": after the command and its orders with at most two fillers between. */
const isNegatedAfter = (items: ReadonlyArray<Item>, index: number): boolean => {
  let from = index + 1
  if (isMark(items[from], "?؟")) from += 1
  while (isId(items[from])) from += 1
  for (let at = from; at < from + 3; at += 1) {
    if (is(items[at], "late_negation")) return true
    if (is(items[at], "negation") && at === items.length - 1) return true
    if (!is(items[at], "filler")) return false
  }
  return false
}

/** "বাতিল করা যাবে না": the last word before a mark, a number or another command. */
const isNegatedAtEnd = (items: ReadonlyArray<Item>, index: number): boolean => {
  let end = index + 1
  for (let item = items[end]; item?.kind === "word" && item.meaning.command === null; item = items[end])
    end += 1
  return end > index + 1 && is(items[end - 1], "final_negation")
}

/** Whether a command is turned down, before or after it. */
export const isNegated = (items: ReadonlyArray<Item>, index: number): boolean =>
  isNegatedBefore(items, index) || isNegatedAfter(items, index) || isNegatedAtEnd(items, index)
