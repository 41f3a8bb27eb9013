import { countOthers, is, isId, isMark, isOther } from "./Items.ts"
import type { Item } from "./Items.ts"
import type { CommandMeaning, Strength } from "./Meaning.ts"
import { isAfter, isNegated } from "./Negations.ts"

/**
 * A command word in a line. `given`: do it. `refused`: "don't". `questioned`: asked about or
 * reported. The last two do nothing but keep their order ids from other commands.
 */
export interface Mention {
  readonly name: CommandMeaning["name"]
  readonly asked: string
  readonly state: "given" | "refused" | "questioned"
}

/** Whether two mentions ask for the same command; every custom command is one of its own. */
export const isSameCommand = (left: Mention, right: Mention): boolean =>
  left.name === right.name && (left.name !== "custom" || left.asked === right.asked)

/** More unknown words than this, and an alias that is also an ordinary word is one. */
const chattyFrom = 3

/** "thanks for the refill", "got my refund". */
const isReceived = (items: ReadonlyArray<Item>, index: number): boolean =>
  isAfter(items, index, "thanks") || isAfter(items, index, "got")

const subjects = new Set(["i", "we", "you", "they", "he", "she", "it", "u"])

/** "was cancelled", "cancelled?", "we cancelled it", "cancelled, thanks": a past form that is no wish. */
const isReport = (
  items: ReadonlyArray<Item>,
  index: number,
  { hasAuxiliary, others, strong }: Surroundings
): boolean => {
  const before = items[index - 1]
  const hasSubject = before?.kind === "word" && subjects.has(before.text)
  const isThanked = items.some((item) => is(item, "thanks")) && !items.some((item) => is(item, "polite"))
  return hasAuxiliary || hasSubject || others > 0 || strong > 1 || isThanked || isMark(items[index + 1], "?؟")
}

/** A report stands this near its command. */
const reportReach = 8

/** "cancel request added", "cancel ho gaya", "refill of order 123 is done": past an order only with such a verb. */
const isReported = (items: ReadonlyArray<Item>, index: number): boolean => {
  let isPastId = false
  for (let at = index + 1; at <= index + reportReach; at += 1) {
    const item = items[at]
    if (is(item, "report")) return !isPastId || is(items[at - 1], "auxiliary")
    if (isId(item)) isPastId = true
    else if (!is(item, "filler") && !is(item, "auxiliary")) return false
  }
  return false
}

/** "Refill 30 Days", as names of services say it. */
const isGuarantee = (items: ReadonlyArray<Item>, index: number): boolean =>
  items[index + 1]?.kind === "number" && !isId(items[index + 1]) && is(items[index + 2], "unit")

/** "cancel kyu kiya", "refill when". */
const isAskedAfter = (items: ReadonlyArray<Item>, index: number): boolean =>
  is(items[index + 1], "question") || (is(items[index + 1], "filler") && is(items[index + 2], "question"))

/** Rows of orders in a line: words between them divide, marks and "and" do not. */
const countRows = (items: ReadonlyArray<Item>): number => {
  let rows = 0
  let isInRow = false
  for (const item of items) {
    if (isId(item)) {
      if (!isInRow) rows += 1
      isInRow = true
    } else if (item.kind !== "mark" && !is(item, "conjunction") && !is(item, "order")) isInRow = false
  }
  return rows
}

/** What else a line says, as far as it drowns unsure words. */
interface Surroundings {
  /** Words that ask for a command whatever else the line says. */
  readonly strong: number
  /** Surer commands stand in the line, and none of its rows of orders waits for this one. */
  readonly hasStrong: boolean
  readonly others: number
  /** A verb that reports stands before the word. */
  readonly hasAuxiliary: boolean
  /** The line is about the balance, a payment …: "check my balance". */
  readonly hasTopic: boolean
  /** Such a verb tells something of the word: "details are wrong", not "what are the details". */
  readonly isTold: boolean
}

const counts = (
  strength: Strength,
  { hasAuxiliary, hasStrong, hasTopic, isTold, others }: Surroundings
): boolean => {
  const isChatty = others >= chattyFrom
  switch (strength) {
    case "strong":
      return true
    case "ordinary":
      return others < chattyFrom - 1 && !isTold
    case "guessed":
      return !isChatty && !hasStrong
    case "weak":
      return !isChatty && !hasStrong && !hasAuxiliary && !hasTopic
  }
}

/** Something is told of the word, and nothing asked: it was received, is guaranteed, was reported. */
const isTalkedAbout = (items: ReadonlyArray<Item>, index: number): boolean =>
  isReceived(items, index) || isGuarantee(items, index) || isReported(items, index)

/** The mentions of a line by the index of their item. Linear: every look back stops at the mention before. */
export const mentionsOf = (items: ReadonlyArray<Item>): ReadonlyMap<number, Mention> => {
  const strong = items.filter(
    (item) => item.kind === "word" && item.meaning.command?.strength === "strong"
  ).length
  const hasSpareRow = strong > 0 && countRows(items) > strong
  const others = countOthers(items)
  const hasTopic = items.some((item) => item.kind === "word" && item.meaning.topic !== null)
  const mentions = new Map<number, Mention>()
  let isQuestion = false
  let hasAuxiliary = false
  let hasTold = false
  let previous: Mention | null = null
  for (const [index, item] of items.entries()) {
    if (isMark(item, ".,;!?؟،؛")) isQuestion = false
    isQuestion ||= is(item, "question")
    hasAuxiliary ||= is(item, "auxiliary")
    hasTold ||= is(item, "auxiliary") && !is(items[index - 1], "asker")
    const command = item.kind === "word" ? item.meaning.command : null
    const isTold = hasTold || is(items[index + 1], "auxiliary")
    const isBesideRow = isId(items[index - 1]) || isId(items[index + 1])
    const hasStrong = strong > 0 && !(hasSpareRow && isBesideRow)
    const around = { strong, hasStrong, hasTopic, others, hasAuxiliary, isTold }
    if (command === null || !counts(command.strength, around)) continue
    const isOrAfterRefused: boolean = previous?.state === "refused" && is(items[index - 1], "alternative")
    const isQuestioned =
      ((isQuestion || isAskedAfter(items, index)) && command.name !== "status") ||
      (command.isPast && isReport(items, index, around)) ||
      isTalkedAbout(items, index)
    const mention: Mention = {
      name: command.name,
      asked: command.asked,
      state: isOrAfterRefused || isNegated(items, index) ? "refused" : isQuestioned ? "questioned" : "given"
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
