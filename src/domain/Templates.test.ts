import { describe, expect, it } from "vitest"
import { defaultRules } from "./Rules.ts"
import { defaultTemplates, missingVariables, renderTemplate, variablesOf } from "./Templates.ts"

const withText = (key: string, text: string) => ({ ...defaultRules, templates: { [key]: text } })

describe("WF-01", () => {
  it("fills variables once, and leaves unknown ones visible", () => {
    expect(renderTemplate(withText("x", "{a} {b} {a}"), "x", { a: "{b}" })).toBe("{b} {b} {b}")
    expect(renderTemplate(withText("x", "{constructor} {to_string}"), "x", {})).toBe(
      "{constructor} {to_string}"
    )
  })

  it("takes the tenant's text, unless it is blank", () => {
    expect(renderTemplate(withText("not_owned", "No: {order_id}"), "not_owned", { order_id: "1" })).toBe(
      "No: 1"
    )
    expect(renderTemplate(withText("not_owned", "  "), "not_owned", { order_id: "1" })).toContain(
      "does not belong to you: 1"
    )
  })

  it("SE-07 answers an unknown key with the safe text", () => {
    expect(renderTemplate(defaultRules, "no.such.key", { order_id: "1" })).toBe(
      "We recorded your request for order 1. Our team will look at it."
    )
    expect(renderTemplate(defaultRules, "constructor", { order_id: "1" })).toContain("We recorded")
  })

  it("warns of variables nobody fills", () => {
    expect(variablesOf("{a} and {b} and {a}")).toEqual(["a", "b"])
    expect(missingVariables("{order_id} {oder_id}", ["order_id"])).toEqual(["oder_id"])
  })

  it.each([
    ["not_owned", "Order ID does not belong to you: {order_id}"],
    [
      "in_progress",
      "These support requests are already in progress: {order_ids}. For each order, you can request support once every {hours} hours."
    ],
    ["refund.added", "These orders are added to refund support queue: {order_ids}"],
    ["guarantee.expired", "Guarantee period expired for order {order_id}"],
    ["guarantee.none", "This service does not include a guarantee. Refill not possible."],
    [
      "not_registered",
      "This number is not registered. Please enter your panel username or registered email to continue."
    ],
    [
      "registration.taken",
      "This account is already registered with another number. Please contact the support team at {support_number}."
    ],
    [
      "bulk.compact.mixed",
      "Bulk request processed. Valid orders: {ok}. Skipped orders: {skipped} (invalid, not owned, or already in queue)"
    ]
  ])("keeps the client's wording of %s", (key, text) => expect(defaultTemplates[key]).toBe(text))
})
