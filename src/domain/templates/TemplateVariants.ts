import type { CommandName } from "../CommandName.ts"
import type { OrderStatus } from "../Order.ts"
import { type Cell, statusTable } from "../StatusTable.ts"
import { defaultTemplates } from "../Templates.ts"

/** A text that has no default of its own: without one, the text of `base` is said (RU-03). */
export interface TemplateVariant {
  readonly key: string
  readonly base: string
  /** The word the customer used: "refund", "cancel", …; null = any. */
  readonly command: string | null
  /** The order's status; null = any. */
  readonly status: OrderStatus | null
}

/** "cancel.added" of a pending order is "cancel.added.pending"; a status has one text, with counts or without. */
export const statusKey = (key: string, status: OrderStatus): string => {
  const base = key.replace(/\.counts$/, "")
  return base.endsWith(`.${status}`) ? base : `${base}.${status}`
}

const statuses = Object.keys(statusTable.status) as ReadonlyArray<OrderStatus>

/** A command with the word it is asked by: a refund is a cancel with texts of its own (OR-07). */
const words: ReadonlyArray<readonly [word: string, command: CommandName]> = [
  ["cancel", "cancel"],
  ["refund", "cancel"],
  ["refill", "refill"],
  ["speedup", "speedup"]
]

/** What a cell may come to under any rules. */
const outcomes = (cell: Cell): ReadonlyArray<Exclude<Cell, { do: "when" }>> =>
  cell.do === "when" ? [...outcomes(cell.on), ...outcomes(cell.off)] : [cell]

const ofCell = (word: string, command: CommandName, status: OrderStatus): ReadonlyArray<TemplateVariant> =>
  outcomes(statusTable[command][status]).flatMap((cell): ReadonlyArray<TemplateVariant> => {
    const variant = (base: string, key = statusKey(base, status)) => ({ key, base, command: word, status })
    const safe = variant(`${word}.recorded_safe`)
    switch (cell.do) {
      case "accept":
      case "guarantee":
        return cell.template.startsWith(`${command}.added`)
          ? [variant(`${word}.added`), variant(`${word}.recorded`), safe]
          : [safe]
      case "record":
        return [variant(`${word}.recorded`)]
      case "refuse": {
        const reason = variant("reason.status", `reason.${cell.template}`)
        return word === command
          ? [reason]
          : [reason, variant(cell.template, cell.template.replace(command, word))]
      }
      case "answer":
        return []
    }
  })

const ofWord = (word: string): ReadonlyArray<TemplateVariant> => [
  { key: `${word}.recorded_safe`, base: "recorded_safe", command: word, status: null },
  ...["bulk.compact.ok", "bulk.compact.recorded", "bulk.compact.recorded_safe"].map((base) => ({
    key: `${base}.${word}`,
    base,
    command: word,
    status: null
  })),
  ...["added", "recorded"].map((stage) => ({
    key: `bulk.group.${word}.${stage}`,
    base: `bulk.group.${stage}`,
    command: word,
    status: null
  }))
]

/** Every text that an owner may add for one command or status. */
export const templateVariants: ReadonlyArray<TemplateVariant> = [
  ...words.flatMap(([word, command]) => [
    ...ofWord(word),
    ...statuses.flatMap((status) => ofCell(word, command, status))
  ]),
  ...["status", "details"].flatMap((base) =>
    statuses.map((status) => ({ key: statusKey(base, status), base, command: base, status }))
  )
].filter(
  ({ key }, at, all) =>
    !Object.hasOwn(defaultTemplates, key) && all.findIndex((one) => one.key === key) === at
)

const byKey = new Map(templateVariants.map((variant) => [variant.key, variant]))

/** The variant with this key; undefined for a default text and for what nobody knows. */
export const variantOf = (key: string): TemplateVariant | undefined => byKey.get(key)

/** The usual text that a variant stands for in the end; a usual text stands for itself. */
export const rootOf = (key: string): string => {
  const variant = byKey.get(key)
  return variant === undefined ? key : rootOf(variant.base)
}

/** Whether customers may ever read a text with this key. */
export const isTemplateKey = (key: string): boolean => Object.hasOwn(defaultTemplates, key) || byKey.has(key)
