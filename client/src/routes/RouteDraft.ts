import type { Destination, Route, RouteFor, RoutePlace } from "../api/RouteGateway.ts"

/** Where a route shall go: a chat that was picked, or a number that was typed. */
export type DraftPlace =
  | { readonly _tag: "Chat"; readonly chat: Chosen }
  | { readonly _tag: "Number"; readonly channelId: string; readonly number: string }

/** What a picked chat is called. */
export type Chosen = Pick<Destination, "channelId" | "channelName" | "channelKind" | "chatId" | "title">

/** A route as its form holds it; empty = not chosen yet. */
export interface RouteDraft {
  readonly target: Route["target"]
  readonly providerId: string
  /** Empty = every panel, where that is possible. */
  readonly panelId: string
  readonly serviceId: string
  readonly command: NonNullable<Route["command"]> | ""
  readonly place: DraftPlace | null
  /** Empty = the chat's title. */
  readonly label: string
}

/** A route to start from; null = a new one. */
export const draftOf = (route: Route | null): RouteDraft => ({
  target: route?.target ?? "provider",
  providerId: route?.providerId ?? "",
  panelId: (route?.target === "provider" ? null : route?.panelId) ?? "",
  serviceId: route?.serviceId ?? "",
  command: route?.command ?? "",
  place: route === null ? null : { _tag: "Chat", chat: { ...route, title: route.label } },
  label: route?.label ?? ""
})

/** What a stored route is for, as the gateway takes it. */
export const forOf = ({ panelId, providerId, serviceId, target }: Route): RouteFor =>
  target === "service"
    ? { kind: "service", panelId: panelId ?? "", serviceId: serviceId ?? "" }
    : target === "manual"
      ? { kind: "manual", panelId }
      : target === "provider"
        ? { kind: "provider", providerId: providerId ?? "" }
        : { kind: "any" }

/** Where a stored route goes; a number that nobody could ask about is asked about again. */
export const placeOf = ({ channelId, chatId, isChecked }: Route): RoutePlace =>
  !isChecked && chatId.endsWith("@s.whatsapp.net")
    ? { channelId, number: `+${chatId.split("@", 1)[0] ?? ""}` }
    : { channelId, chatId }

/** What a draft is for; null while something is not chosen. */
export const draftFor = ({ panelId, providerId, serviceId, target }: RouteDraft): RouteFor | null => {
  switch (target) {
    case "service":
      return panelId === "" || serviceId.trim() === ""
        ? null
        : { kind: "service", panelId, serviceId: serviceId.trim() }
    case "manual":
      return { kind: "manual", panelId: panelId === "" ? null : panelId }
    case "provider":
      return providerId === "" ? null : { kind: "provider", providerId }
    case "any":
      return { kind: "any" }
  }
}

/** Where a draft goes; null while nothing is chosen. */
export const draftPlace = ({ place }: RouteDraft): RoutePlace | null => {
  if (place === null) return null
  if (place._tag === "Chat") return { channelId: place.chat.channelId, chatId: place.chat.chatId }
  const number = place.number.trim()
  return place.channelId === "" || number === "" ? null : { channelId: place.channelId, number }
}
