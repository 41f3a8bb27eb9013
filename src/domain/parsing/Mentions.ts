import type { CommandName } from "../CommandName.ts"
import type { Item } from "./Items.ts"
import type { AskedWord } from "./Vocabulary.ts"
import { hasTrait } from "./Words.ts"
import type { Trait } from "./Words.ts"

/**
 * A command word in a line. `given`: do it. `refused`: "don't". `questioned`: asked about or
 * reported. The last two do nothing but keep their order ids from other commands.
 */
export interface Mention {
  readonly name: CommandName
  readonly asked: AskedWord
  readonly state: "given" | "refused" | "questioned"
}

const is = (item: Item | undefined, trait: Trait): boolean =>
  item?.kind === "word" && hasTrait(item.meaning, trait)

const isMark = (item: Item | undefined, marks: string): boolean =>
  item?.kind === "mark" && marks.includes(item.text)

/** A word that means nothing to the parser. */
const isOther = (item: Item): boolean =>
  item.kind === "word" && item.meaning.command === null && item.meaning.traits.size === 0

/** How many words of a line mean nothing to the parser. */
export const countOthers = (items: ReadonlyArray<Item>): number => items.filter(isOther).length

/** More unknown words than this, and an alias that is also an ordinary word is one. */
const chattyFrom = 3

/** "don't", with nothing but fillers between it and the command; a "please" starts a new wish. */
const isNegatedBefore = (items: ReadonlyArray<Item>, index: number): boolean => {
  for (let at = index - 1; at >= 0; at -= 1) {
    const item = items[at]
    if (is(item, "negation")) return true
    if (!is(item, "filler") || (is(item, "polite") && !is(items[at - 1], "negation"))) return false
  }
  return false
}

/** "mat karo", "etme": at most two fillers after the command. */
const isNegatedAfter = (items: ReadonlyArray<Item>, index: number): boolean => {
  for (let at = index + 1; at <= index + 3; at += 1) {
    if (is(items[at], "late_negation")) return true
    if (!is(items[at], "filler")) return false
  }
  return false
}

/** "was cancelled", "cancelled?". */
const isReport = (items: ReadonlyArray<Item>, index: number, hasAuxiliary: boolean): boolean =>
  hasAuxiliary || isMark(items[index + 1], "?؟")

/** The mentions of a line by the index of their item. Linear: every look back stops at the mention before. */
export const mentionsOf = (items: ReadonlyArray<Item>): ReadonlyMap<number, Mention> => {
  const hasStrong = items.some((item) => item.kind === "word" && item.meaning.command?.isWeak === false)
  const isChatty = countOthers(items) >= chattyFrom
  const mentions = new Map<number, Mention>()
  let isQuestion = false
  let hasAuxiliary = false
  let previous: Mention | null = null
  for (const [index, item] of items.entries()) {
    if (isMark(item, ".,;!?؟،؛")) isQuestion = false
    isQuestion ||= is(item, "question")
    hasAuxiliary ||= is(item, "auxiliary")
    const command = item.kind === "word" ? item.meaning.command : null
    if (command === null || (command.isWeak && (hasStrong || isChatty || hasAuxiliary))) continue
    const isOrAfterRefused: boolean = previous?.state === "refused" && is(items[index - 1], "alternative")
    const isRefused = isOrAfterRefused || isNegatedBefore(items, index) || isNegatedAfter(items, index)
    const isQuestioned =
      (isQuestion && command.name !== "status") || (command.isPast && isReport(items, index, hasAuxiliary))
    const mention: Mention = {
      name: command.name,
      asked: command.asked,
      state: isRefused ? "refused" : isQuestioned ? "questioned" : "given"
    }
    mentions.set(index, mention)
    previous = mention
  }
  return mentions
}

/** What stands between two mentions of one run. */
export type Joiner = "or" | "and" | "nothing"

/** How two neighbouring mentions belong together; null when other words or an order stand between them. */
export const joinerBetween = (items: ReadonlyArray<Item>, from: number, to: number): Joiner | null => {
  let joiner: Joiner = "nothing"
  for (let at = from + 1; at < to; at += 1) {
    const item = items[at]
    if (is(item, "alternative") || isMark(item, "/|")) joiner = "or"
    else if (is(item, "conjunction") || isMark(item, ",،&+")) joiner = joiner === "or" ? "or" : "and"
    else if (item === undefined || item.kind === "number" || isOther(item)) return null
  }
  return joiner
}
