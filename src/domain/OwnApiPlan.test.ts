import { describe, expect, it } from "vitest"
import { planDispatches, type PlanInput, type PlannedProvider } from "./DispatchPlan.ts"
import { PanelId, ProviderId } from "./Ids.ts"

const provider: PlannedProvider = {
  id: ProviderId.make("rush"),
  panelId: PanelId.make("main"),
  alias: "Rush",
  mark: "mark of rush",
  isForwarded: true,
  isPanelAsked: true,
  offForward: [],
  offPanel: [],
  isApiUsed: true,
  isTicketUsed: true
}
const plan = (change: Partial<PlanInput> = {}, of: Partial<PlannedProvider> = {}) =>
  planDispatches({
    panelId: provider.panelId,
    order: { serviceId: "9", providerMark: provider.mark, externalId: "88" },
    providers: [{ ...provider, ...of }],
    routes: [],
    command: "refill",
    outcome: { isForwarded: true, isPanelAsked: false },
    canPanelRequest: false,
    ...change
  })
const kinds = (...asked: Parameters<typeof plan>) => plan(...asked).acts.map(({ dispatch }) => dispatch.kind)

describe("OR-11, PR-09 what is asked of the provider himself", () => {
  it("refills and cancels by his API, every command by a ticket, where the owner switched them on", () => {
    expect(kinds()).toEqual(["provider_api", "provider_ticket"])
    expect(kinds({ command: "cancel" })).toEqual(["provider_api", "provider_ticket"])
    expect(kinds({ command: "speedup" })).toEqual(["provider_ticket"])
    expect(kinds({}, { isApiUsed: false })).toEqual(["provider_ticket"])
    expect(kinds({}, { isApiUsed: false, isTicketUsed: false })).toEqual([])
    expect(plan().acts.map(({ place }) => place)).toEqual(["Rush API", "Rush ticket"])
  })

  it("nothing when the rules record only, for another's order, or without an external id", () => {
    expect(kinds({ outcome: { isForwarded: false, isPanelAsked: false } })).toEqual([])
    const order = { serviceId: "9", providerMark: "somebody else", externalId: "88" }
    expect(kinds({ order })).toEqual([])
    const bare = plan({ order: { serviceId: "9", providerMark: provider.mark, externalId: null } })
    expect(bare.acts).toEqual([])
    expect(bare.notDone.map(({ place }) => place)).toEqual(
      expect.arrayContaining(["Rush API", "Rush ticket"])
    )
  })
})
