import type { AccountCommand } from "./AccountCommand.ts"
import { scanLines } from "./Clusters.ts"
import type { Line } from "./Clusters.ts"
import { longestId, unmaskNumbers } from "./Disguises.ts"
import { countOthers, is, isId, isOther, itemsOf } from "./Items.ts"
import type { Item } from "./Items.ts"
import { joinLines, rescue } from "./Joining.ts"
import type { ReadLine } from "./Joining.ts"
import type { Lexicon } from "./Lexicon.ts"
import { mentionsOf } from "./Mentions.ts"
import { pairLine } from "./Pairing.ts"
import { elementsOf } from "./Runs.ts"
import type { Run } from "./Runs.ts"
import { withLine } from "./Tickets.ts"
import { readTopic } from "./Topics.ts"
import type { TopicLine } from "./Topics.ts"

/** All that was found in a message. */
export interface Reading {
  readonly runs: ReadonlyArray<Run>
  readonly accountCommands: ReadonlyArray<AccountCommand>
  readonly hasIds: boolean
  /** A word of a command that is not about orders, in a short message, or one that lacks something. */
  readonly hasTopic: boolean
  /** Words that mean nothing to the parser. */
  readonly others: number
}

/** Places of ids count up through the message: this much per line. */
const lineStride = 1_000_000

/** A line of numbers may hold one unknown word ("7463677 facebook"); with more it is talk, not a list. */
const talkFrom = 2

/** A message that only names a topic ("balance please") is this short. */
const shortMessage = 4

/** Reads misspelt commands, in lines with orders and in lines that are nothing but the command of orders elsewhere. */
const withSlips = (items: ReadonlyArray<Item>, hasIdsElsewhere: boolean, lexicon: Lexicon) => {
  if (!items.some(isId) && !(hasIdsElsewhere && countOthers(items) === 1)) return items
  return items.map((item): Item => {
    if (item.kind !== "word" || !isOther(item) || item.meaning.traits.size > 0) return item
    const meaning = lexicon.slipOf(item.text)
    return meaning === null ? item : { ...item, meaning }
  })
}

const readOrders = ({ items, mentions }: TopicLine, index: number): ReadLine => ({
  ...pairLine(elementsOf(items, mentions, index * lineStride)),
  isTalk: countOthers(items) >= talkFrom
})

interface TopicsRead {
  readonly commands: ReadonlyArray<AccountCommand>
  /** Lines that belong to no account command. */
  readonly rest: ReadonlyArray<TopicLine>
  readonly isAttempt: boolean
}

/** The account commands line by line; plain lines below a ticket are its text. */
const readTopics = (lines: ReadonlyArray<TopicLine>): TopicsRead => {
  const commands: Array<AccountCommand> = []
  const rest: Array<TopicLine> = []
  let isAttempt = false
  for (const line of lines) {
    const found = readTopic(line)
    isAttempt ||= found.isAttempt
    const last = commands.at(-1)
    if (found.command !== null) commands.push(found.command)
    else if (last?._tag === "Ticket" && rest.length === 0 && line.mentions.size === 0)
      commands.splice(-1, 1, withLine(last, line.items, line.clusters))
    else rest.push(line)
  }
  return { commands, rest, isAttempt }
}

/** All lines read as one, for a payment or link that is written over several. */
const asOne = (lines: ReadonlyArray<TopicLine>): TopicLine => ({
  items: lines.flatMap(({ items }) => items),
  clusters: lines.flatMap(({ clusters }) => clusters),
  mentions: new Map(lines.flatMap(({ mentions }) => Array.from(mentions)))
})

const readLines = (text: string, lexicon: Lexicon): ReadonlyArray<TopicLine> => {
  const lines: ReadonlyArray<Line> = scanLines(text)
  const seen = lines.map((line) => itemsOf(line, lexicon))
  const longest = longestId(seen.flat())
  const unmasked = seen.map((items) => unmaskNumbers(items, longest))
  const hasIds = unmasked.some((items) => items.some(isId))
  return unmasked.map((unread, index) => {
    const items = withSlips(unread, hasIds, lexicon)
    return { items, clusters: lines[index] ?? [], mentions: mentionsOf(items) }
  })
}

/** Reads a message: lines, then what belongs together across them. */
export const readMessage = (text: string, lexicon: Lexicon): Reading => {
  const lines = readLines(text, lexicon)
  const items = lines.flatMap((line) => line.items)
  const byLine = readTopics(lines)
  const whole = byLine.commands.length === 0 && lines.length > 1 ? readTopic(asOne(lines)) : null
  const isWhole = whole?.command?._tag === "Link" || whole?.command?._tag === "Payment"
  const orderLines = (isWhole ? [] : byLine.rest).map(readOrders)
  rescue(orderLines, joinLines(orderLines).loose)
  return {
    runs: orderLines.flatMap((line) => line.runs),
    accountCommands: isWhole && whole?.command != null ? [whole.command] : byLine.commands,
    hasIds: items.some(isId),
    hasTopic:
      byLine.isAttempt ||
      (items.length <= shortMessage &&
        items.some((item) => is(item, "topic") || (item.kind === "word" && item.meaning.topic !== null))),
    others: countOthers(items)
  }
}
