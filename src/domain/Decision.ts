import type { CommandName, RequestCommand } from "./CommandName.ts"
import { checks, isForwardable } from "./DecisionChecks.ts"
import type { Circumstances, Facts } from "./DecisionChecks.ts"
import type { OrderId } from "./Ids.ts"
import type { Order } from "./Order.ts"
import { statusWord } from "./OrderStatus.ts"
import type { RefusalKind, TraceStep } from "./OrderAnswer.ts"
import { maySee } from "./Ownership.ts"
import type { Rules } from "./Rules.ts"
import { settledCell } from "./StatusTable.ts"
import { renderTemplate } from "./Templates.ts"
import type { Variables } from "./Templates.ts"

/** Everything a decision about one order depends on. */
export interface DecisionInput extends Circumstances {
  readonly orderId: OrderId
  readonly asked: CommandName
  /** null when no panel of the customer knows the order. */
  readonly panelOrder: Order | null
}

/** What a decision comes to; templates are keys of Templates.ts. */
export type Outcome =
  | {
      readonly _tag: "Accept"
      readonly command: RequestCommand
      readonly template: string
      /** The provider is told. */
      readonly isForwarded: boolean
      /** The panel's own request is made, where the panel has one. */
      readonly isPanelAsked: boolean
    }
  | {
      readonly _tag: "Refuse"
      readonly kind: typeof RefusalKind.Type
      readonly template: string
      readonly variables: Variables
    }
  | { readonly _tag: "Answer"; readonly template: string; readonly variables: Variables }

/** An outcome with the checks that led to it, in order (OR-02). */
export interface Decision {
  readonly trace: ReadonlyArray<TraceStep>
  readonly outcome: Outcome
}

/** Decides one command for one order (OR-02 to OR-08); the caller has made the checks of the sender and prepends their trace. */
export const decide = (input: DecisionInput): Decision => {
  const { asked, panelOrder: order, rules } = input
  const trace: Array<TraceStep> = []
  const variables = variablesFor(input)
  const refuse = (kind: typeof RefusalKind.Type, template: string, more: Variables = {}): Decision => ({
    trace,
    outcome: { _tag: "Refuse", kind, template, variables: { ...variables, ...more } }
  })

  trace.push({
    check: "command switched on",
    input: asked,
    outcome: isOn(rules, asked) ? "passed" : "refused"
  })
  if (!isOn(rules, asked)) return refuse("switched_off", "command_off")

  trace.push({
    check: "order found",
    input: order === null ? "no panel knows it" : `status ${statusWord(order.status).toLowerCase()}`,
    outcome: order === null ? "refused" : "passed"
  })
  if (order === null) return refuse("not_found", "not_found")

  const cell = settledCell(asked, order.status, rules)
  const command = commandOf(asked, order, rules)
  const facts: Facts = { ...input, order, cell, command }
  for (const check of checks) {
    const verdict = check.run(facts)
    trace.push({ check: check.name, input: verdict.input, outcome: verdict.outcome })
    if (verdict.outcome === "refused") return refuse(verdict.kind, verdict.template, verdict.variables)
  }

  if (command === "status") {
    const isCounted = order.startCount !== null || order.remains !== null
    return {
      trace,
      outcome: { _tag: "Answer", template: isCounted ? "status.counts" : cell.template, variables }
    }
  }
  const isSent = cell.do !== "record"
  return {
    trace,
    outcome: {
      _tag: "Accept",
      command,
      template: cell.template,
      isForwarded: isSent && isForwardable(order),
      isPanelAsked: isSent
    }
  }
}

/** What a command is for this order: a refill of a pending one may be a speed-up (OR-06). */
export const commandOf = (
  asked: CommandName,
  { status }: Pick<Order, "status">,
  rules: Rules
): CommandName => {
  const cell = settledCell(asked, status, rules)
  return cell.do === "accept" ? (cell.as ?? asked) : asked
}

const isOn = (rules: Rules, command: CommandName): boolean => {
  const switches: Record<CommandName, boolean> = {
    refill: rules.isRefillOn,
    cancel: rules.isCancelOn,
    speedup: rules.isSpeedupOn,
    status: rules.isStatusOn
  }
  return switches[command]
}

/** What an answer about an order may name; nothing of another customer's order (SE-07). */
const variablesFor = ({ asked, asker, orderId, panelOrder, rules }: DecisionInput): Variables => {
  const common = {
    order_id: orderId,
    order_ids: orderId,
    command: renderTemplate(rules, `word.${asked}`, {}),
    username: asker.username
  }
  if (panelOrder === null || !maySee(asker, panelOrder)) return common
  const status = renderTemplate(rules, `word.status.${panelOrder.status}`, {})
  return {
    ...common,
    status,
    current_status: status,
    service: panelOrder.serviceName ?? "",
    quantity: panelOrder.quantity === null ? "–" : `${panelOrder.quantity}`,
    link: panelOrder.link ?? "–",
    start_count: panelOrder.startCount === null ? "–" : `${panelOrder.startCount}`,
    remains: panelOrder.remains === null ? "–" : `${panelOrder.remains}`
  }
}
