import { noTopic } from "./AccountCommand.ts"
import type { AccountCommand, TopicReading } from "./AccountCommand.ts"
import type { Line } from "./Clusters.ts"
import { is, isAbout, isId } from "./Items.ts"
import type { Item } from "./Items.ts"
import { readLink } from "./Links.ts"
import type { Topic } from "./Meaning.ts"
import type { Mention } from "./Mentions.ts"
import { readPayment } from "./Payments.ts"
import { readTicket } from "./Tickets.ts"

/** A line, or several read as one, as the topics see it. */
export interface TopicLine {
  readonly items: ReadonlyArray<Item>
  readonly clusters: Line
  readonly mentions: ReadonlyMap<number, Mention>
}

/** Given commands other than a status without orders ("check my balance"). */
const hasOrderCommand = ({ items, mentions }: TopicLine): boolean => {
  const hasIds = items.some(isId)
  return Array.from(mentions.values()).some(({ name }) => name !== "status" || hasIds)
}

const plainTopics: ReadonlyArray<readonly [Topic, AccountCommand]> = [
  ["balance", { _tag: "Balance" }],
  ["account", { _tag: "Account" }],
  ["help", { _tag: "Help" }]
]

/** A line that asks for the balance, the account or help has this many words and marks at most. */
const longestAsking = 8

/** Words that may stand beside "balance", "account" or "help" without making it talk. */
const isAsking = (item: Item, index: number, items: ReadonlyArray<Item>): boolean => {
  if (item.kind === "mark") return true
  if (item.kind !== "word") return false
  if (is(item, "negation") || is(item, "late_negation") || is(item, "report")) return false
  if (is(item, "thanks")) return index === items.length - 1 || items.slice(0, index).some(isTopic)
  if (isTopic(item)) return true
  if (item.meaning.command?.name === "status") return true
  return is(item, "asker") || is(item, "filler") || is(item, "conjunction")
}

const isTopic = (item: Item): boolean => plainTopics.some(([topic]) => isAbout(item, topic))

const readAsking = (items: ReadonlyArray<Item>): TopicReading => {
  if (items.length > longestAsking || !items.some(isTopic) || !items.every(isAsking)) return noTopic
  const found = plainTopics.find(([topic]) => items.some((item) => isAbout(item, topic)))
  return { command: found?.[1] ?? null, isAttempt: false }
}

/** What a line asks for besides order commands: at most one thing. */
export const readTopic = (line: TopicLine): TopicReading => {
  const { clusters, items } = line
  if (!items.some((item) => item.kind === "word" && item.meaning.topic !== null)) return noTopic
  const ticket = readTicket(items, clusters)
  if (ticket !== null) return { command: ticket, isAttempt: false }
  if (hasOrderCommand(line)) return noTopic
  const link = readLink(items)
  if (link.isAttempt) return link
  const payment = readPayment(items)
  return payment.isAttempt ? payment : readAsking(items)
}
