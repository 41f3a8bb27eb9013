import type { Destination, Route } from "../api/RouteGateway.ts"

/** How specific a route is; the most specific level that is on gets the request. */
export type RouteLevel = "service" | "manual" | "command" | "provider" | "any"

interface LevelWord {
  readonly level: RouteLevel
  readonly title: string
  readonly meaning: string
}

/** Most specific first. */
export const routeLevels: ReadonlyArray<LevelWord> = [
  { level: "service", title: "One service", meaning: "goes before everything below" },
  { level: "manual", title: "Manual services", meaning: "orders that no provider delivers" },
  { level: "command", title: "A provider’s one command", meaning: "goes before his default" },
  { level: "provider", title: "A provider’s default", meaning: "whatever is asked" },
  { level: "any", title: "Everything else", meaning: "when nothing above is on for it" }
]

type Aimed = Pick<Route, "target" | "command">

/** The level that a route is listed under. */
export const levelOf = ({ target, command }: Aimed): RouteLevel =>
  target === "provider" && command !== null ? "command" : target

/** A command's requests, as a column or a choice says them. */
export const commandChoices: ReadonlyArray<{
  readonly value: NonNullable<Route["command"]> | ""
  readonly label: string
}> = [
  { value: "", label: "Every command" },
  { value: "refill", label: "Refills" },
  { value: "cancel", label: "Cancels" },
  { value: "speedup", label: "Speed-ups" }
]

export const commandLabel = (command: Route["command"]): string =>
  commandChoices.find(({ value }) => value === (command ?? ""))?.label ?? ""

/** Whom or what a route is for: "FastLikes", "Service 1204 of Main". */
export const targetWords = (route: Route): string => {
  switch (route.target) {
    case "service":
      return `Service ${route.serviceId ?? ""}`
    case "manual":
      return route.panelName === null ? "Manual, every panel" : `Manual, ${route.panelName}`
    case "provider":
      return route.providerAlias ?? "A provider"
    case "any":
      return "Everything else"
  }
}

/** What is said beside it: the panel and the service's name. */
export const targetDetail = (route: Route): string =>
  route.target === "service"
    ? [route.panelName, route.serviceName].filter((text) => text !== null).join(" · ")
    : route.target === "provider"
      ? (route.panelName ?? "")
      : ""

/** A whole route in few words, for questions and labels: "FastLikes, cancels → Night shift". */
export const routeName = (route: Route): string =>
  `${targetWords(route)}${route.command === null ? "" : `, ${commandLabel(route.command).toLowerCase()}`} → ${route.label}`

/** What a chat is used for already. */
export const useWords = ({ customer, routes }: Destination): ReadonlyArray<string> => [
  ...routes.map(({ alias, command, isOn, target }) => {
    const whom = {
      service: "a service",
      manual: "manual services",
      provider: alias ?? "a provider",
      any: "everything else"
    }[target]
    return `${whom}${command === null ? "" : `, ${commandLabel(command).toLowerCase()}`}${isOn ? "" : " (off)"}`
  }),
  ...(customer === null ? [] : [`customer ${customer}`])
]
