import type { Answer, Body } from "./Endpoints.ts"
import type { Destination } from "./RouteGateway.ts"
import { query, request } from "./request.ts"

export type PastPage = Answer<"channels", "history">
/** One state of a channel's past. */
export type PastState = PastPage["items"][number]
/** What is deleted with a channel. */
export type Removal = Answer<"channels", "removal">
export type Credentials = Body<"channels", "renew">
/** A chat of a channel, with its switches. */
export type ChannelChat = Destination
export type ChatPage = Answer<"routes", "destinations">
/** What a switch of a chat sets. */
export type ChatChange = Omit<Body<"customerChats", "setChatAt">, "chatId">
export type DeliveryPage = Answer<"webhookDeliveries", "deliveries">
/** A webhook as it was taken in. */
export type Delivery = DeliveryPage["items"][number]
export type DeliveryState = Delivery["state"]
export type DeliveryText = Answer<"webhookDeliveries", "delivery">

/** Networks are asked for their chats, and a connection is ended first. */
const slowMillis = 60_000

interface PageQuery {
  readonly before: string | null
  readonly limit: number
}

export const listPast = (id: string, values: PageQuery, signal?: AbortSignal) =>
  request<PastPage>(`/api/channels/${id}/history${query({ ...values })}`, { signal })
export const renameChannel = (id: string, name: string) =>
  request(`/api/channels/${id}`, { method: "PATCH", body: { name } })
export const renewChannel = (id: string, body: Credentials) =>
  request(`/api/channels/${id}/credentials`, { method: "POST", body, timeoutMillis: slowMillis })
export const readRemoval = (id: string, signal?: AbortSignal) =>
  request<Removal>(`/api/channels/${id}/removal`, { signal })
/** For good; `name` is the channel's, typed. */
export const removeChannel = (id: string, name: string) =>
  request(`/api/channels/${id}/remove`, { method: "POST", body: { name }, timeoutMillis: slowMillis })

interface ChatQuery extends PageQuery {
  readonly search: string
  readonly channelId: string
  readonly kind: "group" | "direct" | ""
  readonly use: "provider" | "silent" | ""
}

export const listChannelChats = (values: ChatQuery, signal?: AbortSignal) =>
  request<ChatPage>(`/api/destinations${query({ ...values })}`, { signal, timeoutMillis: slowMillis })
export const chatFile = (values: Omit<ChatQuery, keyof PageQuery>) =>
  `/api/destinations.csv${query({ ...values })}`
export const setChannelChat = (channelId: string, chatId: string, change: ChatChange) =>
  request(`/api/channels/${channelId}/chat-settings`, { method: "PUT", body: { chatId, ...change } })

interface DeliveryQuery extends PageQuery {
  readonly state: DeliveryState | ""
  readonly channelId: string
  readonly kind: string
}

export const deliveryFile = (values: Omit<DeliveryQuery, keyof PageQuery>) =>
  `/api/webhook-deliveries.csv${query({ ...values })}`
export const listDeliveries = (values: DeliveryQuery, signal?: AbortSignal) =>
  request<DeliveryPage>(`/api/webhook-deliveries${query({ ...values })}`, { signal })
export const readDelivery = (id: string, signal?: AbortSignal) =>
  request<DeliveryText>(`/api/webhook-deliveries/${id}`, { signal })
export const replayDelivery = (id: string) =>
  request(`/api/webhook-deliveries/${id}/replay`, { method: "POST", body: {} })
