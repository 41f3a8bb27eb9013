import type { CommandName } from "./CommandName.ts"
import { OrderId } from "./Ids.ts"
import type { AccountCommand } from "./parsing/AccountCommand.ts"
import { builtInLexicon } from "./parsing/Lexicon.ts"
import type { Mention } from "./parsing/Mentions.ts"
import { readMessage } from "./parsing/Message.ts"
import type { OwnWords } from "./parsing/OwnWords.ts"
import type { PlacedId, Run } from "./parsing/Runs.ts"

/** One command with its own orders. */
export interface ParsedCommand {
  readonly name: CommandName
  /**
   * The canonical word the customer used: "refund" is a cancel that keeps its own reply (OR-07),
   * "details" a status that says more.
   */
  readonly asked: string
  /** In the order they were written, each once; never empty. */
  readonly orderIds: ReadonlyArray<OrderId>
}

/** One of the tenant's own commands (WF-03). */
export interface ParsedCustom {
  readonly name: string
  /** In the order they were written, each once; empty when the message names none. */
  readonly orderIds: ReadonlyArray<OrderId>
}

/** What a message asks for (OR-01). */
export interface ParsedMessage {
  readonly commands: ReadonlyArray<ParsedCommand>
  /** Balance, account, payment, link, ticket, help, in the order of their lines. */
  readonly accountCommands: ReadonlyArray<AccountCommand>
  readonly customs: ReadonlyArray<ParsedCustom>
  /** Someone tried to give a command: a direct chat deserves the wrong-command text when nothing was read. */
  readonly isCommandLike: boolean
}

/** The longest text WhatsApp takes; what is beyond is not read. */
const longestText = 65_536

/** From this many unknown words on, a tenant's own command without an order is an ordinary word in talk. */
const talkFrom = 2

interface Asked {
  readonly mention: Mention
  readonly orderIds: ReadonlyArray<OrderId>
}

/** What was given, each word with all its orders. */
const askedIn = (runs: ReadonlyArray<Run>): ReadonlyArray<Asked> => {
  const idsByWord = new Map<string, { readonly mention: Mention; readonly ids: Array<PlacedId> }>()
  for (const run of runs) {
    for (const mention of run.given) {
      const key = `${mention.name} ${mention.asked}`
      const entry = idsByWord.get(key) ?? { mention, ids: [] }
      idsByWord.set(key, entry)
      entry.ids.push(...run.ids)
    }
  }
  const seen = new Set<string>()
  const isNew = (key: string): boolean => !seen.has(key) && seen.add(key).has(key)
  return Array.from(idsByWord.values(), ({ ids, mention }) => ({
    mention,
    orderIds: ids
      .toSorted((left, right) => left.at - right.at)
      .filter(({ id }) =>
        isNew(`${mention.name === "custom" ? `custom ${mention.asked}` : mention.name} ${id}`)
      )
      .map(({ id }) => OrderId.make(id))
  }))
}

/**
 * Reads what a customer's message asks for (OR-01): `{ids} command` and `command {ids}`, on one
 * line or several, in several languages, with slips of the finger, and the tenant's own `words`
 * (WF-03). Never throws; the time grows linearly with the text. The same order counts once per command.
 */
export const parseMessage = (text: string, words: OwnWords = builtInLexicon): ParsedMessage => {
  const reading = readMessage(text.slice(0, longestText), words)
  const { accountCommands, hasIds, hasTopic, runs } = reading
  const asked = askedIn(runs)
  const commands = asked.flatMap(({ mention: { asked, name }, orderIds }) =>
    name === "custom" || orderIds.length === 0 ? [] : [{ name, asked, orderIds }]
  )
  const customs = asked.flatMap(({ mention: { asked, name }, orderIds }) =>
    name === "custom" && (orderIds.length > 0 || reading.others < talkFrom) ? [{ name: asked, orderIds }] : []
  )
  const isRead = commands.length + customs.length + accountCommands.length > 0
  const isRefusal = runs.length > 0 && runs.every((run) => run.given.length === 0 && !run.isQuestioned)
  return {
    commands,
    accountCommands,
    customs,
    isCommandLike: isRead || (!isRefusal && (runs.length > 0 || hasIds || hasTopic))
  }
}
