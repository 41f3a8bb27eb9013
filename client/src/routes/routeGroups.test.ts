import { expect, it } from "vitest"
import type { Route } from "../api/RouteGateway.ts"
import { groupRoutes, siblingsOf } from "./routeGroups.ts"

const route = (id: string, values: Partial<Route>): Route => ({
  id,
  target: "any",
  providerId: null,
  providerAlias: null,
  panelId: null,
  panelName: null,
  serviceId: null,
  serviceName: null,
  command: null,
  channelId: "channel",
  channelName: "Main",
  channelKind: "whatsapp",
  chatId: "chat",
  label: id,
  isOn: true,
  isChecked: true,
  problems: [],
  ...values
})

it("PR-06: routes stand most specific first, and those for the same requests together in their order", () => {
  const fast = { target: "provider", providerId: "fast" } as const
  const routes = [
    route("fallback", {}),
    route("fast 1", fast),
    route("gold", { target: "provider", providerId: "gold" }),
    route("fast 2", fast),
    route("fast cancels", { ...fast, command: "cancel" }),
    route("manual everywhere", { target: "manual" }),
    route("manual of Main", { target: "manual", panelId: "main" }),
    route("service", { target: "service", panelId: "main", serviceId: "7" }),
    route("service cancels", { target: "service", panelId: "main", serviceId: "7", command: "cancel" })
  ]
  expect(groupRoutes(routes).map((group) => [group.level, ...group.routes.map(({ id }) => id)])).toEqual([
    ["service", "service cancels", "service"],
    ["manual", "manual of Main", "manual everywhere"],
    ["command", "fast cancels"],
    ["provider", "fast 1", "fast 2", "gold"],
    ["any", "fallback"]
  ])
  expect(siblingsOf(routes, routes[3] as Route).map(({ id }) => id)).toEqual(["fast 1", "fast 2"])
})
