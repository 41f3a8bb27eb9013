import type { DryAnswer } from "../api/Rules.ts"

/** What was read in a message, a line for each command. */
export const readingOf = ({
  accountCommands,
  commands,
  customCommands
}: Pick<DryAnswer, "commands" | "accountCommands" | "customCommands">): ReadonlyArray<{
  readonly what: string
  readonly of: string
}> => [
  ...commands.map(({ asked, command, orderIds }) => ({
    what: asked === command ? asked : `${asked} (${command})`,
    of: orders(orderIds)
  })),
  ...accountCommands.map((name) => ({ what: name.toLowerCase(), of: "concerns no order" })),
  ...customCommands.map(({ name, orderIds }) => ({
    what: name,
    of: orderIds.length === 0 ? "your own command" : `your own command, ${orders(orderIds)}`
  }))
]

const orders = (ids: ReadonlyArray<string>): string =>
  ids.length === 0 ? "no order named" : `${ids.length === 1 ? "order" : "orders"} ${ids.join(", ")}`
