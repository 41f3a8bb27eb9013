import type { RequestCommand } from "./CommandName.ts"
import type { OrderStatus } from "./Order.ts"

/** The words a provider's people or bot expect (PR-07). */
export type CommandWords = Readonly<Record<RequestCommand, string>>

/** The words when the provider has no own. */
export const defaultCommandWords: CommandWords = { refill: "refill", cancel: "cancel", speedup: "speed" }

/**
 * The word a provider expects for a command on an order in this status: his own for the status ("cancel@processing"),
 * else his own for the command, else the default (RU-04). Blank words count as not set.
 */
export const wordFor = (
  words: Readonly<Record<string, string>>,
  command: RequestCommand,
  status: OrderStatus
): string => {
  const own = [`${command}@${status}`, command].map((key) =>
    Object.hasOwn(words, key) ? words[key] : undefined
  )
  return own.find((one) => one !== undefined && one.trim() !== "")?.trim() ?? defaultCommandWords[command]
}

/** All words of a provider for orders in this status, for one message's text. */
export const wordsFor = (words: Readonly<Record<string, string>>, status: OrderStatus): CommandWords => ({
  refill: wordFor(words, "refill", status),
  cancel: wordFor(words, "cancel", status),
  speedup: wordFor(words, "speedup", status)
})

/**
 * Orders that one message may hold: statuses whose words differ never share one, because a message has one word for
 * all its ids (RU-04). Order kept.
 */
export const groupByWords = <A extends { readonly orderStatus: OrderStatus }>(
  items: ReadonlyArray<A>,
  words: Readonly<Record<string, string>>
): ReadonlyArray<ReadonlyArray<A>> => [
  ...Map.groupBy(items, ({ orderStatus }) => JSON.stringify(wordsFor(words, orderStatus))).values()
]

/** One order as the provider knows it, and as the panel does. */
export interface ProviderItem {
  readonly externalId: string
  readonly orderId: string
}

/** What one message to a provider is made of; `format` null is the default, "bulk" the named one of BU-05, else a text with variables. */
export interface ProviderMessage {
  readonly format: string | null
  readonly words: CommandWords
  readonly command: RequestCommand
  readonly items: ReadonlyArray<ProviderItem>
  readonly alias: string
  readonly panelName: string
  /** The orders' status in words, when all share one. */
  readonly status?: string
}

/** Format of a provider who set none (PR-07). */
export const defaultProviderFormat = "{external_ids} {command}"

/** What the format name "bulk" stands for (BU-05). */
export const bulkProviderFormat = "Bulk {title} Request:\nExternal IDs: {external_ids}"

const titles: CommandWords = { refill: "Refill", cancel: "Cancel", speedup: "Speed-up" }

const usable = (format: string | null): string => {
  if (format === "bulk") return bulkProviderFormat
  return format !== null && /\{(external_ids|order_ids)\}/.test(format) ? format : defaultProviderFormat
}

const word = (words: CommandWords, command: RequestCommand): string =>
  words[command].trim() === "" ? defaultCommandWords[command] : words[command].trim()

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim()

/** The text for a provider's chat, e.g. "8847283, 8847284 cancel"; a format that names no ids falls back to the default. */
export const renderProviderMessage = (message: ProviderMessage): string => {
  const variables = new Map([
    ["external_ids", message.items.map((item) => oneLine(item.externalId)).join(", ")],
    ["order_ids", message.items.map((item) => oneLine(item.orderId)).join(", ")],
    ["command", word(message.words, message.command)],
    ["refill", word(message.words, "refill")],
    ["cancel", word(message.words, "cancel")],
    ["speed", word(message.words, "speedup")],
    ["title", titles[message.command]],
    ["alias", message.alias],
    ["panel", message.panelName],
    ["status", message.status ?? ""]
  ])
  return usable(message.format).replace(/\{(\w+)\}/g, (raw, name: string) => variables.get(name) ?? raw)
}

/** Cuts items into messages of at most `size` ids, order kept; a size below 1 counts as 1. */
export const batchItems = <A>(items: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> => {
  const step = Math.max(1, Math.floor(size))
  return Array.from({ length: Math.ceil(items.length / step) }, (_, index) =>
    items.slice(index * step, (index + 1) * step)
  )
}
