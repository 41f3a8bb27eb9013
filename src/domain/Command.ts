import type { CommandName } from "./CommandName.ts"
import type { OrderId } from "./Ids.ts"

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

/** Reads the commands of a customer's message. Never throws; time grows linearly with the text. */
export const parseMessage = (text: string): ParsedMessage => {
  const ids = [...new Set(text.match(/\b\d{3,12}\b/g) ?? [])].map((id) => id.replace(/^0+/, "") as OrderId)
  const word = /\b(refill|cancel|refund|speedup|status)\b/i.exec(text)?.[1]?.toLowerCase()
  if (word === undefined || ids.length === 0) return { commands: [], isCommandLike: word !== undefined || ids.length > 0 }
  return {
    commands: [{ name: word === "refund" ? "cancel" : (word as CommandName), asked: word, orderIds: ids }],
    isCommandLike: true
  }
}
