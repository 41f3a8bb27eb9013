import type { CommandName } from "./CommandName.ts"
import { OrderId } from "./Ids.ts"
import { readMessage } from "./parsing/Message.ts"
import type { PlacedId } from "./parsing/Runs.ts"

/** One command with its own orders. */
export interface ParsedCommand {
  readonly name: CommandName
  /** The canonical word the customer used: "refund" is a cancel that keeps its own reply (OR-07). */
  readonly asked: string
  /** In the order they were written, each once; never empty. */
  readonly orderIds: ReadonlyArray<OrderId>
}

/** What a message asks for (OR-01). */
export interface ParsedMessage {
  readonly commands: ReadonlyArray<ParsedCommand>
  /** Someone tried to give a command: a direct chat deserves the wrong-command text when `commands` is empty. */
  readonly isCommandLike: boolean
}

/** The longest text WhatsApp takes; what is beyond is not read. */
const longestText = 65_536

/**
 * Reads the commands of a customer's message (OR-01): `{ids} command` and `command {ids}`, on one
 * line or several, in several languages, with slips of the finger. Never throws; the time grows
 * linearly with the text. The same order counts once per command.
 */
export const parseMessage = (text: string): ParsedMessage => {
  const { hasIds, hasTopic, runs } = readMessage(text.slice(0, longestText))
  const idsByWord = new Map<string, { readonly name: CommandName; readonly ids: Array<PlacedId> }>()
  for (const run of runs) {
    for (const { asked, name } of run.given) {
      const entry = idsByWord.get(asked) ?? { name, ids: [] }
      idsByWord.set(asked, entry)
      entry.ids.push(...run.ids)
    }
  }
  const seen = new Set<string>()
  const commands = Array.from(idsByWord, ([asked, { ids, name }]) => ({
    name,
    asked,
    orderIds: ids
      .toSorted((left, right) => left.at - right.at)
      .filter(({ id }) => !seen.has(`${name} ${id}`) && seen.add(`${name} ${id}`))
      .map(({ id }) => OrderId.make(id))
  })).filter((command) => command.orderIds.length > 0)
  const isRefusal = runs.length > 0 && runs.every((run) => run.given.length === 0 && !run.isQuestioned)
  return {
    commands,
    isCommandLike: commands.length > 0 || (!isRefusal && (runs.length > 0 || hasIds || hasTopic))
  }
}
