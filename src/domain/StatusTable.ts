import type { CommandName, RequestCommand } from "./CommandName.ts"
import type { OrderStatus } from "./Order.ts"
import type { Rules } from "./Rules.ts"

/** The rules of a tenant that a cell may depend on. */
export type CellRule = "isProcessingCancelForwarded" | "isPendingRefillSpeedup"

/** What to do with a command for an order in a status; `template` is a key of Templates.ts. */
export type Cell =
  | { readonly do: "accept"; readonly template: string; readonly as?: RequestCommand }
  /** A request for staff: nothing leaves the gateway. */
  | { readonly do: "record"; readonly template: string }
  | { readonly do: "refuse"; readonly template: string }
  /** Accepted when the service's guarantee still runs (OR-08). */
  | { readonly do: "guarantee"; readonly template: string }
  | { readonly do: "answer"; readonly template: string }
  | { readonly do: "when"; readonly rule: CellRule; readonly on: Cell; readonly off: Cell }

/** A cell with the tenant's rules applied. */
export type SettledCell = Exclude<Cell, { readonly do: "when" }>

const accept = (template: string, as?: RequestCommand): Cell =>
  as === undefined ? { do: "accept", template } : { do: "accept", template, as }
const record = (template: string): Cell => ({ do: "record", template })
const refuse = (template: string): Cell => ({ do: "refuse", template })
const guarantee = (template: string): Cell => ({ do: "guarantee", template })
const when = (rule: CellRule, on: Cell, off: Cell): Cell => ({ do: "when", rule, on, off })
const answer: Cell = { do: "answer", template: "status" }

/**
 * OR-06, row by row. Refunded is answered like cancelled, awaiting like pending; what the panel
 * calls by a name we do not know is recorded for staff, so that nothing is refused by mistake.
 */
export const statusTable: Readonly<Record<CommandName, Readonly<Record<OrderStatus, Cell>>>> = {
  cancel: {
    pending: accept("cancel.added"),
    processing: when(
      "isProcessingCancelForwarded",
      accept("cancel.added.processing"),
      record("cancel.recorded")
    ),
    in_progress: accept("cancel.added"),
    completed: refuse("cancel.refused.completed"),
    partial: refuse("cancel.refused.partial"),
    cancelled: refuse("cancel.refused.cancelled"),
    refunded: refuse("cancel.refused.refunded"),
    error: accept("cancel.added"),
    awaiting: accept("cancel.added"),
    unknown: record("cancel.recorded")
  },
  refill: {
    pending: when(
      "isPendingRefillSpeedup",
      accept("refill.pending_speedup.added", "speedup"),
      refuse("refill.refused.pending")
    ),
    processing: refuse("refill.refused.processing"),
    in_progress: refuse("refill.refused.in_progress"),
    completed: guarantee("refill.added"),
    partial: refuse("refill.refused.partial"),
    cancelled: refuse("refill.refused.cancelled"),
    refunded: refuse("refill.refused.refunded"),
    error: refuse("refill.refused.error"),
    awaiting: refuse("refill.refused.awaiting"),
    unknown: record("refill.recorded")
  },
  speedup: {
    pending: accept("speedup.added"),
    processing: accept("speedup.added.processing"),
    in_progress: accept("speedup.added"),
    completed: refuse("speedup.refused.completed"),
    partial: refuse("speedup.refused.partial"),
    cancelled: refuse("speedup.refused.cancelled"),
    refunded: refuse("speedup.refused.refunded"),
    error: refuse("speedup.refused.error"),
    awaiting: accept("speedup.added"),
    unknown: record("speedup.recorded")
  },
  status: {
    pending: answer,
    processing: answer,
    in_progress: answer,
    completed: answer,
    partial: answer,
    cancelled: answer,
    refunded: answer,
    error: answer,
    awaiting: answer,
    unknown: answer
  }
}

const isRuleOn = (rule: CellRule, rules: Rules): boolean => {
  switch (rule) {
    case "isProcessingCancelForwarded":
      return rules.isProcessingCancelForwarded
    case "isPendingRefillSpeedup":
      return rules.isPendingRefillSpeedup && rules.isSpeedupOn
  }
}

/** The table's word on a command and a status under the tenant's rules; a refill becomes a speed-up only where speed-ups are on. */
export const settledCell = (command: CommandName, status: OrderStatus, rules: Rules): SettledCell => {
  let cell = statusTable[command][status]
  while (cell.do === "when") cell = isRuleOn(cell.rule, rules) ? cell.on : cell.off
  return cell
}
