import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ChannelId, PanelId, ProviderId, RouteId } from "./Ids.ts"
import { specificity, weighRoutes } from "./Routing.ts"
import type { Route, RouteQuery } from "./Routing.ts"
import { anyQuery, anyRoutes } from "./fixtures/anyRoutes.ts"

const rush = ProviderId.make("rush")
const main = PanelId.make("main")
const gold = PanelId.make("gold")

const route = (id: string, change: Partial<Route> = {}): Route => ({
  id: RouteId.make(id),
  target: "provider",
  providerId: rush,
  panelId: null,
  serviceId: null,
  command: null,
  channelId: ChannelId.make("c1"),
  chatId: id,
  label: id,
  isOn: true,
  ...change
})
const none = { providerId: null, panelId: null, serviceId: null } as const

const query: RouteQuery = {
  panelId: main,
  serviceId: "9",
  isManual: false,
  providerId: rush,
  command: "cancel"
}
const manual: RouteQuery = { ...query, isManual: true, providerId: null }

const pick = (routes: ReadonlyArray<Route>, asked: RouteQuery = query): ReadonlyArray<string> =>
  weighRoutes(routes, asked).picked.map(({ id }) => id)

/** One for each level, most specific first for a manual order of service 9; then those of others. */
const ladder = [
  route("service cancel", { ...none, target: "service", panelId: main, serviceId: "9", command: "cancel" }),
  route("service", { ...none, target: "service", panelId: main, serviceId: "9" }),
  route("manual of main, cancel", { ...none, target: "manual", panelId: main, command: "cancel" }),
  route("manual of main", { ...none, target: "manual", panelId: main }),
  route("manual, cancel", { ...none, target: "manual", command: "cancel" }),
  route("manual", { ...none, target: "manual" }),
  route("provider cancel", { command: "cancel" }),
  route("provider"),
  route("any cancel", { ...none, target: "any", command: "cancel" }),
  route("any", { ...none, target: "any" })
]
const foreign = [
  route("other service", { ...none, target: "service", panelId: main, serviceId: "10" }),
  route("other panel's service", { ...none, target: "service", panelId: gold, serviceId: "9" }),
  route("other panel's manual", { ...none, target: "manual", panelId: gold }),
  route("other provider", { providerId: ProviderId.make("other") }),
  route("other command", { command: "refill" })
]

/** Who gets it when the best is taken away, again and again. */
const descend = (asked: RouteQuery): ReadonlyArray<string> => {
  const routes = [...foreign, ...ladder].toReversed()
  const order: Array<string> = []
  for (let left = routes; ; left = left.filter(({ id }) => id !== order.at(-1))) {
    const picked = pick(left, asked)
    if (picked.length === 0) return order
    expect(picked).toHaveLength(1)
    order.push(picked[0]!)
  }
}

describe("PR-06: who gets a request", () => {
  const names = ladder.map(({ id }) => String(id))

  it("the most specific level only: service, provider and command, provider, fallback", () =>
    expect(descend(query)).toEqual(names.filter((name) => !name.startsWith("manual"))))

  it("for a manual service: service, manual services of the panel, manual services, fallback, no provider", () =>
    expect(descend(manual)).toEqual(names.filter((name) => !name.startsWith("provider"))))

  it("a provider nobody set up and a service without number leave the fallback", () => {
    expect(descend({ ...query, providerId: null, serviceId: null })).toEqual(["any cancel", "any"])
    const broken = [
      route("no provider", { providerId: null }),
      route("no service", { ...none, target: "service", panelId: main })
    ]
    expect(pick(broken, { ...query, providerId: null, serviceId: null })).toEqual([])
  })

  it("passes over routes that are off, and says so", () => {
    const off = { ...ladder[6]!, isOn: false }
    const weighed = weighRoutes([off, ...ladder.slice(7)], query)
    expect(weighed.picked.map(({ id }) => id)).toEqual(["provider"])
    expect(weighed.passedOver.map(({ route: { id }, why }) => [id, why])).toEqual([
      ["provider cancel", "off"],
      ["any cancel", "less specific"],
      ["any", "less specific"]
    ])
  })

  it("gives it to every destination of the level, each chat once", () => {
    const twin = route("twin", { command: "cancel", chatId: "provider cancel" })
    const second = route("second", { command: "cancel" })
    expect(pick([...ladder.slice(6), second, twin])).toEqual(["provider cancel", "second"])
    expect(weighRoutes([ladder[6]!, twin], query).passedOver).toEqual([{ route: twin, why: "same chat" }])
    const elsewhere = { ...twin, channelId: ChannelId.make("c2") }
    expect(pick([ladder[6]!, elsewhere])).toEqual(["provider cancel", "twin"])
  })

  it("whatever the routes: one level, none better switched on, no chat twice, nothing of an off route", () =>
    fc.assert(
      fc.property(anyRoutes, anyQuery, (routes, asked) => {
        const { picked, passedOver } = weighRoutes(routes, asked)
        expect(new Set(picked.map(specificity)).size).toBeLessThanOrEqual(1)
        const places = picked.map(({ channelId, chatId }) => `${channelId} ${chatId}`)
        expect(new Set(places).size).toBe(places.length)
        expect(picked.every(({ isOn }) => isOn)).toBe(true)
        const others = passedOver.filter(({ route: { isOn } }) => isOn).map(({ route: one }) => one)
        for (const other of others) expect(specificity(other)).toBeGreaterThanOrEqual(specificity(picked[0]!))
        // What is off changes nothing.
        expect(
          weighRoutes(
            routes.filter(({ isOn }) => isOn),
            asked
          ).picked
        ).toEqual(picked)
        // A route for another command, panel or provider is never in it.
        for (const one of [...picked, ...others]) {
          expect([null, asked.command]).toContain(one.command)
          if (one.target === "provider") expect(one.providerId).toBe(asked.providerId)
          if (one.target === "manual") expect(asked.isManual).toBe(true)
          if (one.panelId !== null) expect(one.panelId).toBe(asked.panelId)
        }
      })
    ))
})
