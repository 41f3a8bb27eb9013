import { describe, expect, it } from "vitest"
import { defaultTemplates } from "../Templates.ts"
import { customReplyWarnings, templateWarnings } from "./TemplateWarnings.ts"

const lost =
  "The usual text names the order. Without {order_id} or {order_ids} the customer does not see which order is meant."
const unknown = (name: string) => `{${name}} is not filled in here, customers would read it as it stands.`

describe("WF-01 warnings", () => {
  it("has none about the usual texts", () => {
    for (const [key, text] of Object.entries(defaultTemplates))
      expect(templateWarnings(key, text), key).toEqual([])
  })

  it("names a variable that nobody fills in, with the nearest one that is", () => {
    expect(templateWarnings("not_owned", "{oder_id} {order_id}")).toEqual([
      `${unknown("oder_id")} Did you mean {order_id}?`
    ])
    expect(templateWarnings("not_owned", "{Order ID} {order_id}")).toEqual([
      `${unknown("Order ID")} Did you mean {order_id}?`
    ])
    expect(templateWarnings("not_owned", "{order_id} {weather}")).toEqual([unknown("weather")])
  })

  it("knows that a variable of one text is none of another", () => {
    expect(templateWarnings("status", "{order_id} {link}")).toEqual([])
    expect(templateWarnings("cancel.added", "{order_id} {link}")).toEqual([unknown("link")])
    expect(templateWarnings("cancel.added.pending", "{order_id} {link}")).toEqual([unknown("link")])
  })

  it("says when the order is no longer named", () => {
    expect(templateWarnings("cancel.added", "Done!")).toEqual([lost])
    expect(templateWarnings("cancel.added.pending", "Done!")).toEqual([lost])
    expect(templateWarnings("cancel.added", "Done: {order_ids}")).toEqual([])
    expect(templateWarnings("guarantee.none", "No guarantee")).toEqual([])
  })

  it("WF-03 looks at the text of a custom command", () => {
    expect(customReplyWarnings("{username}: {order_ids} {suport_number}")).toEqual([
      `${unknown("suport_number")} Did you mean {support_number}?`
    ])
  })
})
