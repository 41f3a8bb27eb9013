import type { RequestCommand } from "./CommandName.ts"
import type { ChannelId, ProviderId, RouteId } from "./Ids.ts"

/** Where requests go: `providerId` null serves every provider, `command` null every command. */
export interface Route {
  readonly id: RouteId
  readonly providerId: ProviderId | null
  readonly command: RequestCommand | null
  readonly channelId: ChannelId
  readonly chatId: string
  /** What the owner calls the place. */
  readonly label: string
  readonly isOn: boolean
}

/** What is being sent: `providerId` null when the service is manual or its provider unknown. */
export interface RouteQuery {
  readonly providerId: ProviderId | null
  readonly command: RequestCommand
}

/** 0 is the most specific (PR-06: provider × command → provider default → fallback); null does not apply. */
const level = (route: Route, query: RouteQuery): number | null => {
  if (!route.isOn) return null
  if (route.command !== null && route.command !== query.command) return null
  if (route.providerId !== null && route.providerId !== query.providerId) return null
  return (route.providerId === null ? 2 : 0) + (route.command === null ? 1 : 0)
}

/** The routes of the most specific level that has any; all of them get the message, each chat once (DI-03). */
export const pickRoutes = (routes: ReadonlyArray<Route>, query: RouteQuery): ReadonlyArray<Route> => {
  const byLevel = Map.groupBy(routes, (route) => level(route, query))
  const found = [0, 1, 2, 3].map((n) => byLevel.get(n)).find((group) => group !== undefined) ?? []
  const chats = new Set<string>()
  return found.filter((route) => {
    const chat = JSON.stringify([route.channelId, route.chatId])
    return chats.has(chat) ? false : chats.add(chat)
  })
}
