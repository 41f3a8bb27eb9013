import type { RequestCommand } from "./CommandName.ts"
import type { ChannelId, PanelId, ProviderId, RouteId } from "./Ids.ts"

/** What a route is for, most specific first (PR-06). */
export type RouteTarget = "service" | "manual" | "provider" | "any"

/** Where requests go: for one service of a panel, manual services, one provider or everything; `command` null = every command. */
export interface Route {
  readonly id: RouteId
  readonly target: RouteTarget
  /** Set for "provider" alone. */
  readonly providerId: ProviderId | null
  /** Set for "service"; for "manual" null = on every panel. */
  readonly panelId: PanelId | null
  /** Set for "service" alone, as the panel writes it. */
  readonly serviceId: string | null
  readonly command: RequestCommand | null
  readonly channelId: ChannelId
  readonly chatId: string
  /** What the owner calls the place. */
  readonly label: string
  readonly isOn: boolean
}

/** What is being sent. */
export interface RouteQuery {
  readonly panelId: PanelId
  readonly serviceId: string | null
  /** Nobody else delivers the service (PR-02). */
  readonly isManual: boolean
  /** null when the service is manual or nobody set its provider up. */
  readonly providerId: ProviderId | null
  readonly command: RequestCommand
}

/** Why a route that is for the request is passed over. */
export type PassedOver = "off" | "less specific" | "same chat"

/** The routes that get a request, and those that are for it and do not. */
export interface Weighed {
  readonly picked: ReadonlyArray<Route>
  readonly passedOver: ReadonlyArray<{ readonly route: Route; readonly why: PassedOver }>
}

const levels: Readonly<Record<RouteTarget, number>> = { service: 0, manual: 2, provider: 6, any: 8 }

const isFor = (route: Route, query: RouteQuery): boolean => {
  if (route.command !== null && route.command !== query.command) return false
  switch (route.target) {
    case "service":
      return (
        route.serviceId !== null && route.panelId === query.panelId && route.serviceId === query.serviceId
      )
    case "manual":
      return query.isManual && (route.panelId === null || route.panelId === query.panelId)
    case "provider":
      return route.providerId !== null && route.providerId === query.providerId
    case "any":
      return true
  }
}

/**
 * 0 is the most specific: service id → manual services (of the panel, then of all) → provider → fallback, within each
 * the command's own before every command's.
 */
export const specificity = ({ target, panelId, command }: Route): number =>
  levels[target] + (target === "manual" && panelId === null ? 2 : 0) + (command === null ? 1 : 0)

/**
 * The routes of the most specific level that has one switched on all get the request, in the given order and each chat
 * once (DI-03). A route that is off counts as if it was not there.
 */
export const weighRoutes = (routes: ReadonlyArray<Route>, query: RouteQuery): Weighed => {
  const fitting = routes.filter((route) => isFor(route, query))
  const best = Math.min(...fitting.filter(({ isOn }) => isOn).map(specificity))
  const chats = new Set<string>()
  const weighed = fitting.map((route) => {
    if (!route.isOn) return { route, why: "off" as const }
    if (specificity(route) !== best) return { route, why: "less specific" as const }
    const chat = JSON.stringify([route.channelId, route.chatId])
    if (chats.has(chat)) return { route, why: "same chat" as const }
    chats.add(chat)
    return { route, why: null }
  })
  return {
    picked: weighed.flatMap(({ route, why }) => (why === null ? [route] : [])),
    passedOver: weighed.flatMap(({ route, why }) => (why === null ? [] : [{ route, why }]))
  }
}

const targetWords: Readonly<Record<RouteTarget, string>> = {
  service: "this service",
  manual: "manual services",
  provider: "the provider",
  any: "everything else"
}

/** "the route for this service", "the route for manual services' cancels": what a route is for, in words. */
export const routeWords = ({ target, panelId, command }: Route): string => {
  const place =
    target === "manual" && panelId !== null ? "manual services of this panel" : targetWords[target]
  return command === null ? `the route for ${place}` : `the route for ${place}, ${commandsWord[command]} only`
}

/** A command's requests in the plural, as in "cancels are not forwarded". */
export const commandsWord: Readonly<Record<RequestCommand, string>> = {
  refill: "refills",
  cancel: "cancels",
  speedup: "speed-ups"
}
