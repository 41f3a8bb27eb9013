import type { Rules } from "./Rules.ts"
import { renderTemplate } from "./Templates.ts"

const minuteMillis = 60_000
const hourMinutes = 60
const dayMinutes = 24 * hourMinutes

/**
 * How long, in a customer's words and never less than it is: "5 minutes", "3 hours 20 minutes", from two days on
 * "2 days 4 hours". The words are the tenant's templates.
 */
export const durationWords = (
  millis: number,
  rules: Pick<Rules, "templates"> = { templates: {} }
): string => {
  const minutes = Math.max(1, Math.ceil(millis / minuteMillis))
  const count = (name: string, count: number) =>
    count === 0 ? [] : [renderTemplate(rules, `word.${name}${count === 1 ? "" : "s"}`, { count: `${count}` })]
  if (minutes < 2 * dayMinutes) {
    return [
      ...count("hour", Math.floor(minutes / hourMinutes)),
      ...count("minute", minutes % hourMinutes)
    ].join(" ")
  }
  const hours = Math.ceil(minutes / hourMinutes)
  return [...count("day", Math.floor(hours / 24)), ...count("hour", hours % 24)].join(" ")
}
