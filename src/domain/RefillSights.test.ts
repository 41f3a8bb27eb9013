import { describe, expect, it } from "vitest"
import { assess } from "./FollowUp.ts"
import { defaultRules } from "./Rules.ts"

const hour = 3_600_000
const look = (refill: "completed" | "rejected" | "running", age: number) =>
  assess({ command: "refill", orderStatus: "completed", acceptedAt: 0 }, { refill }, defaultRules, age, 0.5)

describe("OR-11 what the provider's API says of a refill", () => {
  it("ends the request when it is done or turned down", () => {
    expect(look("completed", hour)).toEqual({ _tag: "Ended", result: "done", template: "refill.done" })
    expect(look("rejected", hour)).toEqual({ _tag: "Ended", result: "rejected", template: "refill.rejected" })
  })

  it("is asked for again within the hour while it runs, until the request is stale", () => {
    expect(look("running", 10 * hour)).toEqual({ _tag: "LookAgain", at: 11 * hour })
    expect(look("running", 72 * hour)).toMatchObject({ _tag: "Ended", result: "stale" })
  })
})
