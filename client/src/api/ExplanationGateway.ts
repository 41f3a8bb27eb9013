import type * as Timeline from "../../../src/domain/Timeline.ts"
import type { Answer } from "./Endpoints.ts"
import { request } from "./request.ts"
import type { OrderStatus } from "./Views.ts"

/** Why the bot wrote a message, and what followed. */
export type Why = typeof Timeline.Why.Encoded
/** One thing that happened to a request. */
export type TimelineStep = typeof Timeline.TimelineStep.Encoded

/** How an order looks on its panel at `at`, Unix milliseconds. */
export interface OrderLook {
  readonly orderId: string
  readonly panelName: string
  readonly status: OrderStatus
  readonly at: number
}

/** The panel account of a chat's customer, on each panel that is asked. */
export type AccountLook = Answer<"explanations", "accounts">["items"][number]

export const listAccounts = async (conversationId: string, signal?: AbortSignal) =>
  (
    await request<Answer<"explanations", "accounts">>(`/api/conversations/${conversationId}/accounts`, {
      signal
    })
  ).items
export const getWhy = (messageId: string, signal?: AbortSignal) =>
  request<Why>(`/api/messages/${messageId}/why`, { signal })
export const getTimeline = async (requestId: string, signal?: AbortSignal) =>
  (await request<{ steps: ReadonlyArray<TimelineStep> }>(`/api/requests/${requestId}/timeline`, { signal }))
    .steps
/** Reads the order on its panel; rejects with status 409 and the reason when that cannot be done now. */
export const lookAtOrder = (conversationId: string, orderId: string) =>
  request<OrderLook>(`/api/conversations/${conversationId}/orders/${orderId}/look`, { method: "POST" })
