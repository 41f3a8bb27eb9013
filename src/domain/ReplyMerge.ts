import type { Accepted, OrderAnswer, Refused } from "./OrderAnswer.ts"
import { commonVariables } from "./ReplyText.ts"
import type { Rules } from "./Rules.ts"
import { renderTemplate } from "./Templates.ts"

type Refusal = typeof Refused.Type

/** The answers of a bulk message, sorted for its reply. */
export interface Sorted {
  readonly accepted: ReadonlyArray<typeof Accepted.Type>
  /** Refused for a reason that is said once for all their ids, like the client's text of OR-04. */
  readonly together: ReadonlyArray<Refusal>
  /** Refused for a reason of the order. */
  readonly failed: ReadonlyArray<Refusal>
}

const togetherKinds: ReadonlySet<string> = new Set<Refusal["kind"]>([
  "in_progress",
  "cooldown",
  "panel_unreachable",
  "switched_off"
])

/** Sorts answers by what the reply says of them. */
export const sortAnswers = (answers: ReadonlyArray<OrderAnswer>): Sorted => {
  const refused = answers.filter((answer) => answer._tag === "Refused")
  return {
    accepted: answers.filter((answer) => answer._tag === "Accepted"),
    together: refused.filter((answer) => togetherKinds.has(answer.kind)),
    failed: refused.filter((answer) => !togetherKinds.has(answer.kind))
  }
}

/** "1, 2, 3". */
export const joinIds = (answers: ReadonlyArray<OrderAnswer>): string =>
  answers.map((answer) => answer.orderId).join(", ")

/** One line for all orders that get the same text with the same wait and panels, their ids in `{order_ids}`. */
export const mergedLines = (refused: ReadonlyArray<Refusal>, rules: Rules): ReadonlyArray<string> =>
  Array.from(
    Map.groupBy(refused, (answer) =>
      JSON.stringify([answer.template, answer.variables.hours ?? "", answer.variables.panels ?? ""])
    ).values(),
    (group) => {
      const first = group[0]
      return first === undefined
        ? ""
        : renderTemplate(rules, first.template, {
            ...commonVariables(first, { rules }),
            ...first.variables,
            order_ids: joinIds(group)
          })
    }
  )
