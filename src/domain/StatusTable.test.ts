import { describe, expect, it } from "vitest"
import { CommandName } from "./CommandName.ts"
import { decide } from "./Decision.ts"
import { inputFor } from "./fixtures/decisions.ts"
import { OrderStatus } from "./Order.ts"
import { defaultRules } from "./Rules.ts"
import type { Rules } from "./Rules.ts"
import { statusTable } from "./StatusTable.ts"
import type { Cell } from "./StatusTable.ts"
import { hasTemplate, renderTemplate } from "./Templates.ts"

/** What a cell comes to through `decide`, told like a row of OR-06. */
const told = (command: CommandName, status: OrderStatus, rules: Rules): string => {
  const { outcome } = decide(inputFor(command, { status }, { rules }))
  const variables = { order_id: "{order_id}", order_ids: "{order_ids}", current_status: "{current_status}" }
  if (outcome._tag === "Answer") return "answer"
  const text = renderTemplate(rules, outcome.template, variables)
  if (outcome._tag === "Refuse") return `refuse: ${text}`
  const as = outcome.command === command ? "" : ` as ${outcome.command}`
  return `${outcome.isForwarded && outcome.isPanelAsked ? "accept" : "record"}${as}: ${text}`
}

const on: Rules = { ...defaultRules, isProcessingCancelForwarded: true, isPendingRefillSpeedup: true }
const off = defaultRules

const partial = "refuse: Order already partially refunded: {order_id}"
const cancelled = "refuse: Order already cancelled: {order_id}"
const refunded = "refuse: Order already refunded: {order_id}"
const added = "accept: Cancel request added for order {order_id}"
const faster = "accept: Speed-up request added for order {order_id}"
const tooLate = "refuse: Speed-up is not allowed for {current_status} orders."

/** OR-06, cell by cell; [off, on] where a rule decides. */
const expected: Readonly<
  Record<"cancel" | "refill" | "speedup", Readonly<Record<OrderStatus, string | readonly [string, string]>>>
> = {
  cancel: {
    pending: added,
    processing: [
      "record: Your cancel request for order {order_id} has been recorded and is under review.",
      "accept: Cancel request added for order {order_id}. Our team is checking with the provider."
    ],
    in_progress: added,
    completed: "refuse: Completed orders cannot be cancelled.",
    partial,
    cancelled,
    refunded,
    error: added,
    awaiting: added,
    unknown: "record: Your cancel request for order {order_id} has been recorded and is under review."
  },
  refill: {
    pending: [
      "refuse: Refill is not possible because the order is still pending.",
      "accept as speedup: {order_id} is still pending. Speed-up request has been added."
    ],
    processing: "refuse: Refill is not available because order {order_id} is currently in processing status.",
    in_progress: "refuse: Refill is not possible because the order is still in progress.",
    completed: "accept: Refill request added for order {order_id}",
    partial,
    cancelled,
    refunded,
    error: "refuse: Refill is not possible because order {order_id} has failed.",
    awaiting: "refuse: Refill is not possible because the order is still pending.",
    unknown: "record: Your refill request for order {order_id} has been recorded and is under review."
  },
  speedup: {
    pending: faster,
    processing: "accept: Speed-up request added for order {order_id} (Status: Processing).",
    in_progress: faster,
    completed: tooLate,
    partial: tooLate,
    cancelled: tooLate,
    refunded: tooLate,
    error: tooLate,
    awaiting: faster,
    unknown: "record: Your speed-up request for order {order_id} has been recorded and is under review."
  }
}

const templatesOf = (cell: Cell): ReadonlyArray<string> =>
  cell.do === "when" ? [...templatesOf(cell.on), ...templatesOf(cell.off)] : [cell.template]

describe("OR-06 status table", () => {
  for (const command of ["cancel", "refill", "speedup"] as const) {
    for (const status of OrderStatus.literals) {
      it(`answers ${command} of ${status} as the requirement says, with the rules off and on`, () => {
        const cell = expected[command][status]
        const [whenOff, whenOn] = typeof cell === "string" ? [cell, cell] : cell
        expect(told(command, status, off)).toBe(whenOff)
        expect(told(command, status, on)).toBe(whenOn)
      })
    }
  }

  it("answers status for every status", () => {
    for (const status of OrderStatus.literals) expect(told("status", status, off)).toBe("answer")
  })

  it("is printed", () => {
    for (const command of CommandName.literals) {
      for (const status of OrderStatus.literals) {
        const [whenOff, whenOn] = [told(command, status, off), told(command, status, on)]
        console.log(
          `${command.padEnd(8)}${status.padEnd(12)}${whenOff}${whenOn === whenOff ? "" : `\n${"".padEnd(20)}(rule on) ${whenOn}`}`
        )
      }
    }
  })

  it("names only templates that have a text", () => {
    const keys = Object.values(statusTable).flatMap((row) => Object.values(row).flatMap(templatesOf))
    for (const key of keys) expect(hasTemplate(defaultRules, key), key).toBe(true)
  })
})
