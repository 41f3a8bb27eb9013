import { describe, expect, it } from "vitest"
import type { RequestCommand } from "./CommandName.ts"
import { assess, closingLine, handTemplate, type Sight } from "./FollowUp.ts"
import { OrderId } from "./Ids.ts"
import { type OrderStatus, OrderStatus as statuses } from "./Order.ts"
import { defaultRules } from "./Rules.ts"
import { hasTemplate } from "./Templates.ts"

const minute = 60_000
const hour = 60 * minute
const accepted = Date.UTC(2026, 0, 1)
const all = statuses.literals

const look = (
  command: RequestCommand,
  before: OrderStatus,
  sight: Sight,
  { age = 10 * minute, random = 0.5, rules = defaultRules } = {}
) => assess({ command, orderStatus: before, acceptedAt: accepted }, sight, rules, accepted + age, random)
const ending = (command: RequestCommand, before: OrderStatus, now: OrderStatus) => {
  const assessment = look(command, before, { status: now })
  return assessment._tag === "Ended" ? `${assessment.result} ${assessment.template}` : null
}

describe("OR-11 what a look at an accepted request comes to", () => {
  it.each([
    [
      "cancel",
      "in_progress",
      {
        cancelled: "done cancel.done",
        refunded: "done cancel.done",
        partial: "partial cancel.done.partial",
        completed: "late cancel.late"
      }
    ],
    [
      "speedup",
      "pending",
      {
        in_progress: "done speedup.done",
        completed: "done speedup.done.completed",
        partial: "partial speedup.done.partial",
        cancelled: "late speedup.late",
        refunded: "late speedup.late"
      }
    ],
    [
      "speedup",
      "processing",
      {
        in_progress: "done speedup.done",
        completed: "done speedup.done.completed",
        partial: "partial speedup.done.partial",
        cancelled: "late speedup.late",
        refunded: "late speedup.late"
      }
    ],
    [
      "speedup",
      "awaiting",
      {
        in_progress: "done speedup.done",
        completed: "done speedup.done.completed",
        partial: "partial speedup.done.partial",
        cancelled: "late speedup.late",
        refunded: "late speedup.late"
      }
    ],
    [
      "speedup",
      "in_progress",
      {
        completed: "done speedup.done.completed",
        partial: "partial speedup.done.partial",
        cancelled: "late speedup.late",
        refunded: "late speedup.late"
      }
    ],
    ["refill", "completed", {}]
  ] as const)("a %s accepted as %s ends with exactly these statuses", (command, before, expected) => {
    const found = all.flatMap((now) => {
      const end = ending(command, before, now)
      return end === null ? [] : [[now, end]]
    })
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it("an order that vanished, or a panel that does not answer, ends nothing", () => {
    expect(look("cancel", "pending", "absent")._tag).toBe("LookAgain")
    expect(look("cancel", "pending", "unreachable")._tag).toBe("LookAgain")
  })

  const nextIn = (age: number, sight: Sight = "absent", command: RequestCommand = "cancel", random = 0.5) => {
    const assessment = look(command, "in_progress", sight, { age, random })
    return assessment._tag === "LookAgain" ? (assessment.at - accepted - age) / minute : assessment._tag
  }

  it("looks grow rarer: from five minutes to an hour, a tenth earlier or later, and again soon after a panel's silence", () => {
    expect([0, 5, 10, 20, 40, 60, 600].map((age) => nextIn(age * minute))).toEqual([5, 5, 10, 20, 40, 60, 60])
    expect(nextIn(40 * minute, "absent", "cancel", 0)).toBe(36)
    expect(nextIn(40 * minute, "absent", "cancel", 1)).toBe(44)
    expect(nextIn(40 * hour, "unreachable")).toBe(5)
    expect(nextIn(40 * hour, "absent", "refill")).toBe(360)
  })

  it("a request that nobody answered is stale when its time is up, to the minute, and nobody is told", () => {
    expect(nextIn(71.5 * hour)).toBe(30)
    expect(look("cancel", "pending", { status: "pending" }, { age: 72 * hour - 1 })._tag).toBe("LookAgain")
    expect(look("refill", "completed", "absent", { age: 72 * hour })).toEqual({
      _tag: "Ended",
      result: "stale",
      template: null
    })
    const rules = { ...defaultRules, followUpHours: 2 }
    expect(look("cancel", "pending", { status: "pending" }, { age: 2 * hour, rules })).toMatchObject({
      result: "stale"
    })
  })

  it("a result that shows only at the last look still counts", () => {
    expect(look("cancel", "pending", { status: "cancelled" }, { age: 100 * hour })).toMatchObject({
      result: "done"
    })
  })

  it("a panel that is away just when the time is up has a day to come back", () => {
    expect(nextIn(72 * hour, "unreachable")).toBe(5)
    expect(look("cancel", "pending", "unreachable", { age: 96 * hour })).toMatchObject({ result: "stale" })
  })

  it("with the owner's switch off nothing is watched, whatever the panel shows", () => {
    const rules = { ...defaultRules, isFollowedUp: false }
    for (const sight of [{ status: "cancelled" }, "absent", "unreachable"] as const) {
      expect(look("cancel", "pending", sight, { age: 100 * hour, rules })).toEqual({ _tag: "NotWatched" })
    }
  })

  it("every ending has a text of its own, and says which order it means", () => {
    const orderId = OrderId.make("492007588")
    const templates = (["cancel", "refill", "speedup"] as const).flatMap((command) => [
      ...all.flatMap((before) => all.flatMap((now) => ending(command, before, now)?.split(" ")[1] ?? [])),
      ...(["done", "rejected", "closed"] as const).map((result) => handTemplate(command, result))
    ])
    for (const template of new Set(templates)) {
      expect(hasTemplate(defaultRules, template), template).toBe(true)
      const line = closingLine(defaultRules, template, { orderId, command: "cancel" }, "refunded")
      expect(line, template).toContain("492007588")
      expect(line, template).not.toContain("{")
    }
  })
})
