import type { RouteEntry } from "../../ports/Routes.ts"
import { type Column, yesNo } from "../answers/CsvFile.ts"
import { problemsOf } from "./RouteViews.ts"

const targetOf = (route: RouteEntry): string => {
  switch (route.target) {
    case "service":
      return `service ${route.serviceId ?? ""}${route.serviceName === null ? "" : ` (${route.serviceName})`}`
    case "manual":
      return "manual services"
    case "provider":
      return `provider ${route.providerAlias ?? ""}`
    case "any":
      return "everything else"
  }
}

/** What a search looks through. */
export const routeWords = (route: RouteEntry): string =>
  [targetOf(route), route.panelName, route.label, route.channelName, route.command].join(" ")

/** A route as a line of a file. */
export const routeColumns: ReadonlyArray<Column<RouteEntry>> = [
  { name: "For", text: targetOf },
  { name: "Panel", text: ({ panelName }) => panelName },
  { name: "Requests", text: ({ command }) => command ?? "all" },
  { name: "Chat", text: ({ label }) => label },
  { name: "Channel", text: ({ channelName }) => channelName },
  { name: "On", text: ({ isOn }) => yesNo(isOn) },
  { name: "Problems", text: (route) => problemsOf(route).join(" ") }
]
