import { describe, expect, it } from "vitest"
import { decide } from "./Decision.ts"
import type { DecisionInput } from "./Decision.ts"
import { inputFor, now, order } from "./fixtures/decisions.ts"
import { defaultRules } from "./Rules.ts"
import { renderTemplate } from "./Templates.ts"

const hour = 3_600_000

const outcomeOf = (input: DecisionInput) => decide(input).outcome

/** The text of a refusal or answer. */
const textOf = (input: DecisionInput): string => {
  const outcome = outcomeOf(input)
  return outcome._tag === "Accept"
    ? outcome.template
    : renderTemplate(input.rules, outcome.template, outcome.variables)
}

const checksOf = (input: DecisionInput): ReadonlyArray<string> =>
  decide(input).trace.map((step) => `${step.check}: ${step.outcome}`)

describe("OR-02 checks", () => {
  it("keeps every check of an accepted order, in the order of the requirement", () => {
    expect(checksOf(inputFor("refill"))).toEqual([
      "command switched on: passed",
      "order found: passed",
      "order belongs to the customer: passed",
      "no request in progress: passed",
      "cooldown: passed",
      "status rule: passed",
      "guarantee: passed",
      "start time: skipped",
      "external id present: passed"
    ])
  })

  it("stops at the first refusal", () => {
    expect(checksOf(inputFor("cancel")).at(-1)).toBe("status rule: refused")
  })

  it("asks the panel and tells the provider", () => {
    expect(outcomeOf(inputFor("cancel", { status: "in_progress" }))).toEqual({
      _tag: "Accept",
      command: "cancel",
      template: "cancel.added",
      isForwarded: true,
      isPanelAsked: true
    })
  })

  it.each([null, "", "  "])(
    "accepts an order with the external id %j without telling a provider",
    (externalId) => {
      const input = inputFor("cancel", { status: "pending", externalId })
      expect(outcomeOf(input)).toMatchObject({ _tag: "Accept", isForwarded: false, isPanelAsked: true })
      expect(checksOf(input).at(-1)).toBe("external id present: skipped")
    }
  )

  it.each(["refill", "cancel", "speedup", "status"] as const)(
    "RU-03 refuses %s when the owner switched it off",
    (asked) => {
      const rules = {
        ...defaultRules,
        isRefillOn: false,
        isCancelOn: false,
        isSpeedupOn: false,
        isStatusOn: false
      }
      expect(outcomeOf(inputFor(asked, {}, { rules }))).toMatchObject({
        kind: "switched_off",
        template: "command_off"
      })
    }
  )
})

describe("OR-03 ownership", () => {
  it("compares usernames exactly but for the case of letters", () => {
    expect(outcomeOf(inputFor("refill", { username: "ALICE" }))._tag).toBe("Accept")
    expect(outcomeOf(inputFor("refill", { username: "alice1" }))).toMatchObject({ kind: "not_owned" })
    expect(
      outcomeOf(
        inputFor("refill", { username: "" }, { asker: { username: "", userId: null, isTrusted: false } })
      )
    ).toMatchObject({
      kind: "not_owned"
    })
  })

  it("says the same of another's order and of one that does not exist", () => {
    const text = "Order ID does not belong to you: 492007588"
    expect(textOf(inputFor("cancel", { username: "bob" }))).toBe(text)
    expect(textOf(inputFor("cancel", {}, { panelOrder: null }))).toBe(text)
  })

  it("SE-07 gives nothing of another's order to the texts", () => {
    const outcome = outcomeOf(inputFor("status", { username: "bob" }))
    expect(JSON.stringify(outcome)).not.toMatch(/bob|ompleted|Followers|8847283/)
  })
})

describe("OR-04 cooldown", () => {
  const cancel = (more: Partial<DecisionInput>) => inputFor("cancel", { status: "in_progress" }, more)
  const last = (hours: number) => ({ lastAccepted: [{ command: "cancel", at: now - hours * hour }] as const })

  it("refuses while a request of the same command is open", () => {
    expect(textOf(cancel({ open: [{ command: "cancel" }] }))).toBe(
      "These support requests are already in progress: 492007588. For each order, you can request support once every 12 hours."
    )
    expect(outcomeOf(cancel({ open: [{ command: "refill" }] }))._tag).toBe("Accept")
  })

  it("refuses within the hours and accepts from the last minute of them on", () => {
    expect(outcomeOf(cancel(last(11.99)))).toMatchObject({ kind: "cooldown", template: "in_progress" })
    expect(outcomeOf(cancel(last(12)))._tag).toBe("Accept")
  })

  it("has hours per command", () => {
    const rules = { ...defaultRules, cooldownHoursByCommand: { cancel: 2 } }
    expect(outcomeOf(cancel({ ...last(3), rules }))._tag).toBe("Accept")
    expect(textOf(cancel({ ...last(1), rules }))).toContain("once every 2 hours")
  })

  it("keeps one request in the queue even when the wait is off", () => {
    for (const rules of [
      { ...defaultRules, isCooldownOn: false },
      { ...defaultRules, cooldownHours: 0 }
    ]) {
      expect(outcomeOf(cancel({ ...last(0.1), rules }))._tag).toBe("Accept")
      expect(textOf(cancel({ open: [{ command: "cancel" }], rules }))).toBe(
        "These support requests are already in progress: 492007588."
      )
    }
  })

  it("counts a refill that became a speed-up as a speed-up", () => {
    const rules = { ...defaultRules, isPendingRefillSpeedup: true }
    const input = inputFor("refill", { status: "pending" }, { rules, open: [{ command: "speedup" }] })
    expect(outcomeOf(input)).toMatchObject({ kind: "in_progress" })
    expect(outcomeOf({ ...input, open: [{ command: "refill" }] })).toMatchObject({
      _tag: "Accept",
      command: "speedup"
    })
  })

  it("never holds up a question", () => {
    expect(outcomeOf(inputFor("status", {}, { open: [{ command: "cancel" }], ...last(0) }))._tag).toBe(
      "Answer"
    )
  })
})

describe("OR-06 rules", () => {
  it("makes no speed-up of a refill when speed-ups are off", () => {
    const rules = { ...defaultRules, isPendingRefillSpeedup: true, isSpeedupOn: false }
    expect(outcomeOf(inputFor("refill", { status: "pending" }, { rules }))).toMatchObject({
      template: "refill.refused.pending"
    })
  })

  it("records a cancel in Processing for staff only", () => {
    expect(outcomeOf(inputFor("cancel", { status: "processing" }))).toMatchObject({
      _tag: "Accept",
      template: "cancel.recorded",
      isForwarded: false,
      isPanelAsked: false
    })
  })

  it("names the status in words", () => {
    expect(textOf(inputFor("speedup"))).toBe("Speed-up is not allowed for Completed orders.")
  })

  it("answers status with counts when the panel gives them", () => {
    expect(textOf(inputFor("status", { status: "in_progress", remains: 12 }))).toBe(
      "Order 492007588: In progress | Start count: 100 | Remains: 12"
    )
    expect(textOf(inputFor("status", { startCount: null, remains: null }))).toBe("Order 492007588: Completed")
  })
})

describe("OR-08 refill of a completed order", () => {
  const refill = (change: Partial<typeof order>, more: Partial<DecisionInput> = {}) =>
    inputFor("refill", change, more)

  it("refuses when the guarantee has ended", () => {
    const input = refill({ updatedAt: now - 31 * 24 * hour })
    expect(textOf(input)).toBe("Guarantee period expired for order 492007588")
    expect(outcomeOf(input)).toMatchObject({ kind: "guarantee" })
    expect(outcomeOf(refill({ updatedAt: now - 30 * 24 * hour }))._tag).toBe("Accept")
  })

  it("refuses when the service has none", () => {
    const none = "This service does not include a guarantee. Refill not possible."
    expect(textOf(refill({ serviceName: "Followers | No Refill" }))).toBe(none)
    expect(textOf(refill({ serviceName: "Followers" }))).toBe(none)
    expect(textOf(refill({ serviceName: null, isRefillOffered: false }))).toBe(none)
  })

  it("follows the panel's flag when the name does not say", () => {
    expect(outcomeOf(refill({ serviceName: "Followers", isRefillOffered: true }))._tag).toBe("Accept")
    expect(outcomeOf(refill({ serviceName: "Auto Refill", isRefillOffered: true }))._tag).toBe("Accept")
  })

  it("is skipped when the owner switched it off, and accepts an order without dates", () => {
    const rules = { ...defaultRules, isGuaranteeChecked: false }
    expect(outcomeOf(refill({ serviceName: "No Refill" }, { rules }))._tag).toBe("Accept")
    expect(outcomeOf(refill({ createdAt: null, updatedAt: null }))._tag).toBe("Accept")
  })

  it("counts a lifetime with the owner's days, from creation when he wants", () => {
    const change = {
      serviceName: "Lifetime Refill",
      createdAt: now - 20 * 24 * hour,
      updatedAt: now - 5 * 24 * hour
    }
    const rules = { ...defaultRules, lifetimeDays: 10 }
    expect(outcomeOf(refill(change, { rules }))._tag).toBe("Accept")
    expect(textOf(refill(change, { rules: { ...rules, guaranteeStartsAt: "creation" } }))).toContain(
      "expired"
    )
  })
})
