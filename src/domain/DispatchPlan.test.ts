import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { planDispatches, planStep } from "./DispatchPlan.ts"
import type { PlanInput, PlannedProvider } from "./DispatchPlan.ts"
import { anyQuery, anyRoutes } from "./fixtures/anyRoutes.ts"
import { ChannelId, PanelId, ProviderId, RouteId } from "./Ids.ts"
import type { Route } from "./Routing.ts"
import { weighRoutes } from "./Routing.ts"

const main = PanelId.make("main")
const rush: PlannedProvider = {
  id: ProviderId.make("rush"),
  panelId: main,
  alias: "Rush",
  mark: "mark of rush",
  isForwarded: true,
  isPanelAsked: true,
  offForward: [],
  offPanel: []
}
const group: Route = {
  id: RouteId.make("group"),
  target: "provider",
  providerId: rush.id,
  panelId: null,
  serviceId: null,
  command: null,
  channelId: ChannelId.make("c1"),
  chatId: "1@g.us",
  label: "Rush / Main Support",
  isOn: true
}
const night: Route = {
  ...group,
  id: RouteId.make("night"),
  target: "any",
  providerId: null,
  chatId: "2@g.us",
  label: "Night shift"
}
const usual: PlanInput = {
  panelId: main,
  order: { serviceId: "9", providerMark: rush.mark, externalId: "88" },
  providers: [rush],
  routes: [group, night],
  command: "cancel",
  outcome: { isForwarded: true, isPanelAsked: true },
  canPanelRequest: true
}
const plan = (change: Partial<PlanInput> = {}) => planDispatches({ ...usual, ...change })
const done = (change: Partial<PlanInput> = {}) => plan(change).acts.map(({ place, why }) => [place, why])
const notDone = (change: Partial<PlanInput> = {}) =>
  plan(change).notDone.map(({ place, why }) => [place, why])
const provider = (change: Partial<PlannedProvider>) => ({ providers: [{ ...rush, ...change }] })

describe("PR-06: what is planned, and why", () => {
  it("the panel's own request and every destination of the most specific route", () => {
    expect(plan()).toMatchObject({ providerId: "rush", alias: "Rush", isManual: false })
    expect(plan().acts.map(({ dispatch }) => dispatch)).toEqual([
      { kind: "panel" },
      { kind: "provider", routeId: "group", channelId: "c1", chatId: "1@g.us" }
    ])
    expect(done()).toEqual([
      ["Panel API", "the panel takes cancels itself"],
      ["Rush / Main Support", "the route for the provider"]
    ])
    expect(notDone()).toEqual([["Night shift", "the route for everything else is less specific"]])
    expect(planStep(plan())).toEqual({
      check: "route",
      input: "Panel API, Rush / Main Support",
      outcome: "passed"
    })
  })

  it("a manual service and an unknown provider have no alias, and no switch of a provider touches them", () => {
    const order = { ...usual.order, providerMark: null }
    const off = provider({ isForwarded: false, isPanelAsked: false })
    expect(plan({ ...off, order })).toMatchObject({ providerId: null, alias: null, isManual: true })
    expect(done({ ...off, order }).map(([place]) => place)).toEqual(["Panel API", "Night shift"])
    const unknown = { ...usual.order, providerMark: "somebody" }
    expect(plan({ order: unknown })).toMatchObject({ providerId: null, alias: null, isManual: false })
    const elsewhere = provider({ panelId: PanelId.make("gold") })
    expect(plan(elsewhere)).toMatchObject({ providerId: null })
  })

  it("PR-08: forwarding and the panel's request are off for a provider, in whole or for a command", () => {
    expect(done(provider({ isForwarded: false })).map(([place]) => place)).toEqual(["Panel API"])
    expect(notDone(provider({ isForwarded: false }))).toEqual([
      ["Rush / Main Support", "forwarding is off for Rush"]
    ])
    expect(notDone(provider({ offForward: ["cancel"] }))).toEqual([
      ["Rush / Main Support", "forwarding of cancels is off for Rush"]
    ])
    expect(notDone(provider({ isPanelAsked: false }))[0]).toEqual([
      "Panel API",
      "the panel's request is off for Rush"
    ])
    expect(notDone(provider({ offPanel: ["cancel"] }))[0]).toEqual([
      "Panel API",
      "the panel's request for cancels is off for Rush"
    ])
    expect(done(provider({ offForward: ["refill"], offPanel: ["speedup"] }))).toEqual(done())
  })

  it("says what the panel cannot do, what has no external id, and what the rules only record", () => {
    expect(notDone({ command: "speedup", canPanelRequest: false })[0]).toEqual([
      "Panel API",
      "panel API takes no speed-ups"
    ])
    expect(notDone({ canPanelRequest: null })[0]).toEqual([
      "Panel API",
      "the panel's settings could not be read"
    ])
    const order = { ...usual.order, externalId: " " }
    const outcome = { isForwarded: false, isPanelAsked: true }
    expect(notDone({ order, outcome })).toEqual([
      ["Rush / Main Support", "no external id, so no provider knows the order"]
    ])
    const recorded = plan({ outcome: { isForwarded: false, isPanelAsked: false } })
    expect(recorded.acts).toEqual([])
    expect(recorded.notDone.map(({ why }) => why)).toEqual([
      "the rules say to record the request only",
      "the rules say to record the request only"
    ])
    expect(planStep(recorded).input).toBe("nobody is told, staff see it")
  })

  it("names routes that are off, and their absence", () => {
    const routes = [
      { ...group, isOn: false },
      { ...night, isOn: false }
    ]
    expect(notDone({ routes })).toEqual([
      ["Rush / Main Support", "the route for the provider is off"],
      ["Night shift", "the route for everything else is off"]
    ])
    expect(notDone({ routes: [] })).toEqual([["Provider's chat", "no route is for this request"]])
    expect(planStep(plan({ routes, canPanelRequest: false }))).toEqual({
      check: "route",
      input:
        "nobody is told, staff see it; the route for the provider is off; the route for everything else is off",
      outcome: "skipped"
    })
  })

  it("whatever the settings: each kind of act is done or explained, chats are the routes' own and none is twice", () =>
    fc.assert(
      fc.property(
        anyRoutes,
        anyQuery,
        fc.record({
          isForwarded: fc.boolean(),
          isPanelAsked: fc.boolean(),
          offForward: fc.subarray(["refill", "cancel", "speedup"] as const),
          offPanel: fc.subarray(["refill", "cancel", "speedup"] as const)
        }),
        fc.record({ isForwarded: fc.boolean(), isPanelAsked: fc.boolean() }),
        fc.constantFrom(null, "", "88"),
        fc.constantFrom(true, false, null),
        (routes, query, switches, outcome, externalId, canPanelRequest) => {
          const { panelId, serviceId, isManual, command, providerId } = query
          const providers =
            providerId === null ? [] : [{ ...rush, ...switches, id: providerId, panelId, mark: "m" }]
          const order = { serviceId, externalId, providerMark: isManual ? null : "m" }
          const { acts, notDone } = planDispatches({
            panelId,
            order,
            providers,
            routes,
            command,
            outcome,
            canPanelRequest
          })
          const isFree = providerId === null
          const mayAsk = isFree || (switches.isPanelAsked && !switches.offPanel.includes(command))
          const mayTell = isFree || (switches.isForwarded && !switches.offForward.includes(command))
          const told = outcome.isForwarded && externalId === "88" && mayTell
          const asked = outcome.isPanelAsked && canPanelRequest === true && mayAsk
          expect(acts.map(({ dispatch }) => dispatch)).toEqual([
            ...(asked ? [{ kind: "panel" }] : []),
            ...(told ? weighRoutes(routes, query).picked : []).map(({ id, channelId, chatId }) => ({
              kind: "provider",
              routeId: id,
              channelId,
              chatId
            }))
          ])
          for (const kind of ["panel", "provider"] as const) {
            const explained = notDone.some((one) => one.kind === kind)
            expect(explained || acts.some(({ dispatch }) => dispatch.kind === kind)).toBe(true)
          }
          for (const { place, why } of [...acts, ...notDone])
            expect(place.length * why.length).toBeGreaterThan(0)
        }
      )
    ))
})
