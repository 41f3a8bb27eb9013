import { cooldownHours } from "./Cooldown.ts"
import type { RequestId } from "./Ids.ts"
import type { OrderStatus } from "./Order.ts"
import type { Accepted, OrderAnswer, Refused } from "./OrderAnswer.ts"
import type { Rules } from "./Rules.ts"
import { hasTemplate, renderTemplate } from "./Templates.ts"
import type { Variables } from "./Templates.ts"
import { statusKey } from "./templates/TemplateVariants.ts"

/** How far an accepted request has come when the reply is written (OR-06). */
export type Stage = "recorded" | "added" | "failed"

/** What the wording of one answer depends on. */
export interface Wording {
  /** By request; one that is missing counts as recorded. */
  readonly stages: ReadonlyMap<RequestId, Stage>
  readonly rules: Rules
  /** The word the customer used: "refund", "cancel", … */
  readonly asked: string
}

/** The first key that has a text. */
const firstKey = (rules: Rules, keys: ReadonlyArray<string>, otherwise: string): string =>
  keys.find((key) => hasTemplate(rules, key)) ?? otherwise

/** What a word that stands for a command is called in the keys of its texts. */
const standsFor: Readonly<Record<string, string>> = { refund: "cancel", details: "status" }

/** "cancel.refused.completed" → "refund.refused.completed" when that has a text and the customer said refund (OR-07). */
const inTheirWord = (key: string, { asked, rules }: Wording): string => {
  const command = Object.hasOwn(standsFor, asked) ? standsFor[asked] : undefined
  if (command === undefined || key.split(".")[0] !== command) return key
  const own = `${asked}${key.slice(command.length)}`
  const stage = /^refund\.(added|recorded)/.exec(own)?.[0]
  return firstKey(rules, stage === undefined ? [own] : [own, stage], key)
}

/** The text for orders in this status, where there is one (RU-03). */
const ofStatus = (key: string, status: OrderStatus | undefined, { rules }: Wording): string =>
  status === undefined ? key : firstKey(rules, [statusKey(key, status)], key)

/** What the reply may say of an accepted request: "added" only when something confirmed it. */
export const stageOf = (answer: typeof Accepted.Type, wording: Wording): Stage =>
  wording.stages.get(answer.requestId) ?? "recorded"

/** The key of the text for an accepted request at its stage. */
export const acceptedKey = (answer: typeof Accepted.Type, wording: Wording): string => {
  switch (stageOf(answer, wording)) {
    case "failed":
      return "recorded_safe"
    case "added":
      return inTheirWord(answer.template, wording)
    case "recorded": {
      const own = answer.template.replace(".added", ".recorded")
      return inTheirWord(firstKey(wording.rules, [own], `${answer.command}.recorded`), wording)
    }
  }
}

/** The same for an order that stands alone: the tenant's text for its status comes first. */
const aloneKey = (answer: typeof Accepted.Type, wording: Wording): string => {
  const key = acceptedKey(answer, wording)
  if (key !== "recorded_safe") return ofStatus(key, answer.status, wording)
  const own = [`${wording.asked}.${key}.${answer.status}`, `${wording.asked}.${key}`]
  return firstKey(wording.rules, own, key)
}

/** What every answer may name, also when its maker forgot. */
export const commonVariables = (answer: OrderAnswer, { rules }: Pick<Wording, "rules">): Variables => ({
  order_id: answer.orderId,
  order_ids: answer.orderId,
  hours: `${cooldownHours(rules, answer.asked)}`,
  command: renderTemplate(rules, `word.${answer.asked}`, {}),
  support_number: rules.supportNumber
})

/** The name of the text for one order's answer, as it stands alone. */
export const answerKey = (answer: OrderAnswer, wording: Wording): string => {
  if (answer._tag === "Accepted") return aloneKey(answer, wording)
  const status = answer._tag === "Answered" ? answer.status : undefined
  return ofStatus(inTheirWord(answer.template, wording), status, wording)
}

/** The text of one order's answer, as it stands alone. */
export const answerText = (answer: OrderAnswer, wording: Wording): string => {
  const common = commonVariables(answer, wording)
  const key = answerKey(answer, wording)
  if (answer._tag !== "Accepted") {
    return renderTemplate(wording.rules, key, { ...common, ...answer.variables })
  }
  const status = renderTemplate(wording.rules, `word.status.${answer.status}`, {})
  return renderTemplate(wording.rules, key, {
    ...common,
    status,
    current_status: status
  })
}

/** Why an order was refused, in a few words for a list. */
export const reasonText = (answer: typeof Refused.Type, { rules }: Wording): string =>
  renderTemplate(
    rules,
    firstKey(rules, [`reason.${answer.template}`, `reason.${answer.kind}`], "reason.status"),
    { ...commonVariables(answer, { rules }), ...answer.variables }
  )
