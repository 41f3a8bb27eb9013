import { describe, expect, it } from "vitest"
import { decide } from "./Decision.ts"
import { durationWords } from "./DurationWords.ts"
import { inputFor, now, order } from "./fixtures/decisions.ts"
import type { Order } from "./Order.ts"
import type { OrderAnswer } from "./OrderAnswer.ts"
import { composeReply } from "./Reply.ts"
import { defaultRules } from "./Rules.ts"
import type { Rules } from "./Rules.ts"

const minute = 60_000
const hour = 60 * minute

const rules: Rules = { ...defaultRules, isStartTimeChecked: true }
const running: Partial<Order> = {
  status: "pending",
  serviceName: "Likes | Start Time: 0-12H | R30",
  createdAt: now - 9 * hour + 20 * minute
}
const decided = (change: Partial<Order> = {}, own: Rules = rules, asked: "speedup" | "refill" = "speedup") =>
  decide(inputFor(asked, { ...running, ...change }, { rules: own }))
const outcomeOf = (...given: Parameters<typeof decided>) => decided(...given).outcome
const stepOf = (...given: Parameters<typeof decided>) =>
  decided(...given).trace.find(({ check }) => check === "start time")

const answer = (id: string, given: Partial<Order> = {}): OrderAnswer => {
  const outcome = outcomeOf(given)
  if (outcome._tag !== "Refuse") throw new Error("not refused")
  const { kind, template, variables } = outcome
  return {
    _tag: "Refused",
    orderId: order.id,
    asked: "speedup",
    kind,
    template,
    variables: { ...variables, order_id: id }
  }
}

describe("OR-09 the start-time rule", () => {
  it("refuses a speed-up before the promised start has passed, and says how long it takes", () => {
    expect(
      composeReply({ answers: [answer("492007588")], rules, asked: "speedup", stages: new Map() })
    ).toEqual([
      "This service starts within 12 hours, so order 492007588 can be sped up in 3 hours 20 minutes."
    ])
    expect(outcomeOf()).toMatchObject({
      _tag: "Refuse",
      kind: "start_time",
      variables: { window: "12 hours", wait: "3 hours 20 minutes", start_time: "2026-01-31 03:20 UTC" }
    })
    expect(stepOf()).toEqual({
      check: "start time",
      input: "the service's name promises a start within 12 hours, until 2026-01-31T03:20:00.000Z",
      outcome: "refused"
    })
  })

  it("lists it with its own reason in a bulk reply, in the tenant's own words", () => {
    const own = { ...rules, templates: { "word.hours": "{count} saat", "word.minutes": "{count} dakika" } }
    const outcome = outcomeOf({}, own)
    expect(outcome).toMatchObject({ variables: { window: "12 saat", wait: "3 saat 20 dakika" } })
    const [text] = composeReply({
      answers: [answer("1"), answer("2")],
      rules,
      asked: "speedup",
      stages: new Map()
    })
    expect(text).toContain("starts within 12 hours, can be sped up in 3 hours 20 minutes")
  })

  it("accepts from the promised moment on, and where nothing was promised or is known", () => {
    expect(outcomeOf({ createdAt: now - 12 * hour })._tag).toBe("Accept")
    expect(outcomeOf({ createdAt: now - 12 * hour + 1 })._tag).toBe("Refuse")
    expect(outcomeOf({ serviceName: "Likes | R30 | 5K/D" })._tag).toBe("Accept")
    expect(outcomeOf({ serviceName: null })._tag).toBe("Accept")
    expect(outcomeOf({ serviceName: "Likes | Instant" })._tag).toBe("Accept")
    expect(outcomeOf({ createdAt: null })._tag).toBe("Accept")
  })

  it("is off unless the owner wants it, and asks nothing of other commands", () => {
    expect(outcomeOf({}, defaultRules)._tag).toBe("Accept")
    expect(stepOf({}, defaultRules)).toMatchObject({ outcome: "skipped", input: "switched off" })
    expect(stepOf({ status: "completed" }, rules, "refill")).toMatchObject({ outcome: "skipped" })
  })

  it("holds for a refill that becomes a speed-up too", () => {
    expect(outcomeOf({}, { ...rules, isPendingRefillSpeedup: true }, "refill")).toMatchObject({
      kind: "start_time"
    })
  })

  it("stands after the guarantee and before the external id", () => {
    const names = decided({ createdAt: 0 }).trace.map(({ check }) => check)
    expect(names.slice(-3)).toEqual(["guarantee", "start time", "external id present"])
  })

  it.each([
    [0, "1 minute"],
    [5 * minute, "5 minutes"],
    [hour, "1 hour"],
    [hour + 1, "1 hour 1 minute"],
    [24 * hour, "24 hours"],
    [48 * hour, "2 days"],
    [49 * hour - 1, "2 days 1 hour"]
  ])("says %s milliseconds as %s", (millis, words) => expect(durationWords(millis)).toBe(words))
})
