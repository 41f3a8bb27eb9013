import type { Answer, Body } from "./Endpoints.ts"
import { query, request } from "./request.ts"

/** Where a kind of request goes. */
export type Route = Answer<"routes", "routes">["items"][number]
export type NewRoute = Body<"routes", "add">
export type RouteChange = Body<"routes", "edit">
/** What a route is for. */
export type RouteFor = NewRoute["for"]
export type RoutePlace = NewRoute["place"]
export type DestinationPage = Answer<"routes", "destinations">
/** A chat that a channel has, with what it is used for. */
export type Destination = DestinationPage["items"][number]
export type Question = Body<"routes", "explain">
/** Who gets what, and why. */
export type Explanation = Answer<"routes", "explain">

/** Networks are asked for their chats, and a slow panel for the order. */
const slowMillis = 60_000

const send = <A = unknown>(method: "POST" | "PATCH", path: string, body: unknown) =>
  request<A>(path, { method, body, timeoutMillis: slowMillis })

export const listRoutes = async (signal?: AbortSignal) =>
  (await request<Answer<"routes", "routes">>("/api/routes", { signal })).items
export const addRoute = async (body: NewRoute) =>
  (await send<{ route: Route }>("POST", "/api/routes", body)).route
export const editRoute = async (id: string, body: RouteChange) =>
  (await send<{ route: Route }>("PATCH", `/api/routes/${id}`, body)).route
export const removeRoute = (id: string) => request(`/api/routes/${id}`, { method: "DELETE" })
export const switchRoutes = (ids: ReadonlyArray<string>, isOn: boolean) =>
  send("POST", "/api/routes/switch", { ids, isOn })
/** These first, the others after them as they were. */
export const arrangeRoutes = (ids: ReadonlyArray<string>) => send("POST", "/api/routes/order", { ids })
/** Nothing is sent or stored. */
export const explainRoute = (body: Question) => send<Explanation>("POST", "/api/routes/explain", body)

interface DestinationQuery {
  readonly before: string | null
  readonly limit: number
  readonly search: string
  readonly channelId: string
  readonly kind: "group" | "direct" | ""
}

export const listDestinations = (values: DestinationQuery, signal?: AbortSignal) =>
  request<DestinationPage>(`/api/destinations${query({ ...values })}`, { signal, timeoutMillis: slowMillis })
