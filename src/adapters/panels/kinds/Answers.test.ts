import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { OrderId, PanelId } from "../../../domain/Ids.ts"
import { requestResults } from "../RequestAnswer.ts"
import { looseText } from "../Loose.ts"
import { readRentalAnswer } from "./rental/RentalAnswer.ts"
import { rentalOrder } from "./rental/RentalRow.ts"
import { readUserAnswer } from "./user/UserAnswer.ts"

const answer = (json: unknown, status = 200) => ({ status, headers: {}, text: JSON.stringify(json) })
const outcome = <A>(
  read: Result.Result<A, { readonly reason: string }>,
  good: (value: A) => string = () => "Good"
) => (Result.isSuccess(read) ? good(read.success) : read.failure.reason)

describe("an answer of a Rental Panel", () => {
  it.each([
    [{ status: "success", orders: [] }, "Good"],
    [{ status: "success", data: { id: "45" } }, "Good"],
    [{ status: "fail", error: "order_not_found" }, "Unknown"],
    [{ status: "error", error: "bad_username" }, "Unknown"],
    [{ status: "fail", error: "bad_auth" }, "Unauthorized"],
    [{ status: "error", error: "bad_action" }, "NotConfigured"],
    [{ data: [], error_message: "Page not found.", error_code: 100 }, "NotConfigured"],
    [{ status: "error", error: "Incorrect request" }, "Refused"],
    [{}, "Unreachable"],
    [[], "Unreachable"]
  ])("%j is %s", (json, expected) => {
    assert.strictEqual(
      outcome(readRentalAnswer(answer(json)), ({ _tag }) => _tag),
      expected
    )
  })
})

describe("an order of a Rental Panel", () => {
  const now = Date.UTC(2026, 10, 20, 12, 0, 0)
  const row = { id: "7", username: "Rami", order_status: "In progress", date: "2026-11-20 10:00:00" }
  const order = (fields: object) =>
    rentalOrder({ ...row, ...fields }, PanelId.make("p"), (name) => `mark of ${name}`, now)

  it("has its time from the panel's own clock, whatever its zone", () => {
    assert.strictEqual(order({})!.createdAt, Date.UTC(2026, 10, 20, 10))
    const inKathmandu = order({ current_date: "2026-11-20 17:45:07" })
    assert.strictEqual(inKathmandu!.createdAt, Date.UTC(2026, 10, 20, 4, 15))
  })

  it("has no mark where nobody delivers, and none without a number", () => {
    assert.strictEqual(order({ provider: "Smm Gen" })!.providerMark, "mark of smm gen")
    for (const provider of ["N/A", "", null]) assert.isNull(order({ provider })!.providerMark)
    assert.isUndefined(order({ id: "x" }))
    assert.isUndefined(rentalOrder("nonsense", PanelId.make("p"), String, now))
  })
})

describe("an answer of a user API", () => {
  it.each([
    [{ 1: { status: "Pending" } }, "Good"],
    [[{ order: 1, refill: 2 }], "Good"],
    [{ status: "Completed", charge: "1" }, "Good"],
    [{ error: "Incorrect order ID" }, "Refused"],
    [{ error: "invalid_api_key" }, "Unauthorized"],
    [{ error: "bad_auth" }, "Unauthorized"],
    [{ status: false, msg: "Order tidak ditemukan" }, "Refused"],
    ["ok", "Unreachable"],
    [null, "Unreachable"]
  ])("%j is %s", (json, expected) =>
    assert.strictEqual(outcome(readUserAnswer(answer(json), true)), expected)
  )

  it("is none where the status is 5xx, and leaves open what a write did", () => {
    const error = Result.getOrThrow(Result.flip(readUserAnswer(answer({}, 502), true)))
    assert.deepStrictEqual([error.reason, error.mayHaveHappened], ["Unreachable", true])
  })

  it("tells each order of a refill or cancel, also where numbers are words", () => {
    const ids = [OrderId.make("ord_01"), OrderId.make("2")]
    const rows = [
      { order: "ord_01", refill: 1 },
      { order: 2, refill: { error: "Order not eligible for refill." } }
    ]
    assert.deepStrictEqual(requestResults(rows, ids, looseText), [
      { orderId: ids[0]!, isAccepted: true, message: "" },
      { orderId: ids[1]!, isAccepted: false, message: "Order not eligible for refill." }
    ])
  })
})
