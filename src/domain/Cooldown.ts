import type { CommandName } from "./CommandName.ts"
import type { Rules } from "./Rules.ts"

/** Hours between two requests of a command for one order, 0 when there is no wait (OR-04). */
export const cooldownHours = (
  rules: Pick<Rules, "isCooldownOn" | "cooldownHours" | "cooldownHoursByCommand">,
  command: CommandName
): number => {
  if (!rules.isCooldownOn) return 0
  const own = Object.hasOwn(rules.cooldownHoursByCommand, command)
    ? rules.cooldownHoursByCommand[command]
    : undefined
  return Math.max(0, own ?? rules.cooldownHours)
}
