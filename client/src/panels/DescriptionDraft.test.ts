import { expect, it } from "vitest"
import type { PanelDescription } from "../api/PanelGateway.ts"
import { descriptionDraft, descriptionOf, emptyDescription } from "./DescriptionDraft.ts"

const described: PanelDescription = {
  auth: { place: "header", name: "Authorization", prefix: "Bearer " },
  error: "$.error",
  orders: {
    action: {
      method: "GET",
      path: "/v1/orders",
      query: { ids: "{ids}", full: "1" },
      idsPerCall: 50,
      separator: ";"
    },
    list: "$.data",
    fields: { id: "$.id", username: "$.user.login", status: "$.status" }
  },
  statuses: { Done: "completed" },
  refill: {
    action: { method: "POST", path: "/v1/refills", body: { order: "{ids}" }, bodyFormat: "form" },
    results: { list: "$.items", id: "$.order" }
  },
  services: {
    action: { method: "GET", path: "/v1/services" },
    list: "$",
    fields: { id: "$.id", name: "$.name" }
  }
}

it("PR-01: a saved description comes back from its form as it was", () => {
  expect(descriptionOf(descriptionDraft(described))).toEqual(described)
})

it("PR-01: what is left empty is not part of the description", () => {
  const made = descriptionOf({
    ...emptyDescription,
    auth: { place: "header", name: " Authorization ", prefix: "Bearer" },
    orders: {
      ...emptyDescription.orders,
      action: { ...emptyDescription.orders.action, path: "/orders", query: "ids={ids}\n\nkind = all" },
      fields: { id: "$.id", username: " " }
    }
  })
  expect(made).toEqual({
    auth: { place: "header", name: "Authorization", prefix: "Bearer " },
    orders: {
      action: { method: "GET", path: "/orders", query: { ids: "{ids}", kind: "all" } },
      list: "$.data",
      fields: { id: "$.id" }
    }
  })
})
