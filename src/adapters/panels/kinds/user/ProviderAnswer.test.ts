import { describe, expect, it } from "vitest"
import { providerRefills, providerResults, providerStatuses } from "./ProviderAnswer.ts"

const short = (...asked: Parameters<typeof providerResults>) =>
  providerResults(...asked).map(({ externalId, isAccepted, message, ref }) =>
    isAccepted ? `${externalId} ok ${ref}` : `${externalId} ${message}`
  )

describe("what a provider's user API answers", () => {
  it("OR-11: rows with a number or an error for each order, in the ways scripts write them", () => {
    const rows = [
      { order: 1, refill: 71 },
      { order: "2", refill: { error: "Incorrect order ID at https://boost.example/x" } },
      { order: 3, refill: "73" }
    ]
    const said = ["1 ok 71", "2 The provider said: Incorrect order ID at …", "3 ok 73"]
    expect(short(rows, "refill", ["1", "2", "3"])).toEqual(said)
    expect(short({ 0: rows[0], 1: rows[1], 2: rows[2] }, "refill", ["1", "2", "3"])).toEqual(said)
    expect(short({ refill: "9" }, "refill", ["1"])).toEqual(["1 ok 9"])
    expect(short({ success: "Your order will be refill asap", refill: 12 }, "refill", ["1"])).toEqual([
      "1 ok 12"
    ])
    expect(short([{ order: 1, cancel: 1 }], "cancel", ["1", "4"])).toEqual([
      "1 ok null",
      "4 The provider did not name this order."
    ])
    expect(short([{ order: 1, error: "no" }], "cancel", ["1"])).toEqual(["1 The provider said: no"])
  })

  it("OR-11: how refills stand, and what is not found is left out", () => {
    const states = (...asked: Parameters<typeof providerRefills>) => [...providerRefills(...asked)]
    const rows = [
      { refill: 1, status: "Completed" },
      { refill: "2", status: "rejected" },
      { refill: 3, status: { error: "Refill not found" } },
      { refill: 4, status: "In progress" },
      { refill: 99, status: "Completed" }
    ]
    expect(states(rows, ["1", "2", "3", "4"])).toEqual([
      ["1", "completed"],
      ["2", "rejected"],
      ["4", "running"]
    ])
    expect(states({ status: "Canceled" }, ["7"])).toEqual([["7", "rejected"]])
    for (const odd of [null, 5, "x", {}, [null, 1], { status: {} }]) expect(states(odd, ["7"])).toEqual([])
  })

  it("DI-03: statuses by order, single and plural", () => {
    expect([...providerStatuses({ 1: { status: "Canceled" }, 2: { error: "x" } }, ["1", "2"])]).toEqual([
      ["1", "cancelled"]
    ])
    expect([...providerStatuses({ status: "Partial" }, ["1"])]).toEqual([["1", "partial"]])
    expect([...providerStatuses("nonsense", ["1"])]).toEqual([])
  })
})
