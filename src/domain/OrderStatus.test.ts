import { describe, expect, it } from "vitest"
import { OrderStatus } from "./Order.ts"
import { normalizeStatus, statusWord } from "./OrderStatus.ts"

describe("OR-05", () => {
  it.each([
    ["Pending", "pending"],
    ["PROCESSING", "processing"],
    ["In progress", "in_progress"],
    ["in_progress", "in_progress"],
    ["inprogress", "in_progress"],
    ["In-Progress", "in_progress"],
    [" Completed ", "completed"],
    ["Partial", "partial"],
    ["Canceled", "cancelled"],
    ["Cancelled", "cancelled"],
    ["Refunded", "refunded"],
    ["Error", "error"],
    ["Fail", "error"],
    ["Failed", "error"],
    ["Awaiting", "awaiting"],
    ["Awaiting payment", "awaiting"],
    ["", "unknown"],
    [null, "unknown"],
    ["constructor", "unknown"],
    ["something new", "unknown"]
  ] as const)("reads %j as %s", (text, status) => expect(normalizeStatus(text)).toBe(status))

  it("has a customer's word for every status, which reads back as itself", () => {
    for (const status of OrderStatus.literals) expect(normalizeStatus(statusWord(status))).toBe(status)
    expect(statusWord("in_progress")).toBe("In progress")
  })
})
