import type { CommandName } from "./CommandName.ts"
import type { Rules } from "./Rules.ts"

/** Hours between two requests of a command for one order, 0 when there is no wait (OR-04); of a bulk message its own (BU-03). */
export const cooldownHours = (
  rules: Pick<Rules, "isCooldownOn" | "cooldownHours" | "cooldownHoursByCommand" | "bulkCooldownHours">,
  command: CommandName,
  isBulk = false
): number => {
  if (!rules.isCooldownOn) return 0
  if (isBulk && rules.bulkCooldownHours !== null) return Math.max(0, rules.bulkCooldownHours)
  const own = Object.hasOwn(rules.cooldownHoursByCommand, command)
    ? rules.cooldownHoursByCommand[command]
    : undefined
  return Math.max(0, own ?? rules.cooldownHours)
}
