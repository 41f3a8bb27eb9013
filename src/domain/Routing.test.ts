import { describe, expect, it } from "vitest"
import { ChannelId, ProviderId, RouteId } from "./Ids.ts"
import { pickRoutes } from "./Routing.ts"
import type { Route } from "./Routing.ts"

const rush = ProviderId.make("rush")

const route = (id: string, change: Partial<Route> = {}): Route => ({
  id: RouteId.make(id),
  providerId: rush,
  command: null,
  channelId: ChannelId.make("c1"),
  chatId: id,
  label: id,
  isOn: true,
  ...change
})

const pick = (routes: ReadonlyArray<Route>, providerId: ProviderId | null = rush): ReadonlyArray<string> =>
  pickRoutes(routes, { providerId, command: "cancel" }).map((found) => found.id)

const all = [
  route("fallback", { providerId: null }),
  route("default"),
  route("cancel", { command: "cancel" }),
  route("refill", { command: "refill" }),
  route("other", { providerId: ProviderId.make("other"), command: "cancel" })
]

describe("PR-06", () => {
  it("takes the most specific level only", () => {
    expect(pick(all)).toEqual(["cancel"])
    expect(pick(all.filter((r) => r.id !== "cancel"))).toEqual(["default"])
    expect(pick(all.filter((r) => r.id === "fallback" || r.id === "refill"))).toEqual(["fallback"])
    expect(pick([])).toEqual([])
  })

  it("sends a manual service's requests to the fallback only", () =>
    expect(pick(all, null)).toEqual(["fallback"]))

  it("passes over routes that are off", () => {
    expect(pick(all.map((r) => (r.id === "cancel" ? { ...r, isOn: false } : r)))).toEqual(["default"])
  })

  it("gives it to every destination of the level, each chat once", () => {
    const twin = route("twin", { command: "cancel", chatId: "cancel" })
    expect(pick([...all, route("second", { command: "cancel" }), twin])).toEqual(["cancel", "second"])
  })
})
