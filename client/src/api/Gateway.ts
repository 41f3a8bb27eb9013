import type { Page } from "../live/createRows.ts"
import { query, request } from "./request.ts"
import type { ChannelView, Conversation, LogLine, Message, OrderStatus, RequestView } from "./Views.ts"

/** Who is logged in. `tenantId`, `tenantName`, `timeZone` are null for the platform's own people. */
export interface Login {
  readonly id: string
  readonly username: string
  readonly role: "admin" | "adminStaff" | "owner" | "staff"
  readonly tenantId: string | null
  readonly tenantName: string | null
  readonly timeZone: string | null
  /** Switches of staff; owners and admins have none and need none. */
  readonly permissions?: ReadonlyArray<string>
  /** One of the platform's people looks at a workspace that is not his. */
  readonly isViewing?: boolean
}

export interface ConversationPage extends Page<Conversation> {
  /** Conversations that match the search, whatever the filter. */
  readonly counts: { readonly all: number; readonly unread: number }
}

export interface RecentOrder {
  readonly orderId: string
  readonly status: OrderStatus
  readonly panelName: string
  readonly at: number
}

/** Everything beside the thread. */
export interface ConversationContext {
  readonly conversation: Conversation
  readonly customer: {
    readonly id: string
    readonly username: string
    readonly panelId: string | null
    readonly status: "active" | "disabled" | "suspended"
    readonly memo: string
    readonly contacts: ReadonlyArray<string>
  } | null
  /** What the chat itself is given to; of groups alone. */
  readonly chat: { readonly customerId: string | null; readonly panelId: string | null }
  readonly orders: ReadonlyArray<RecentOrder>
  readonly requests: ReadonlyArray<RequestView>
}

export interface RequestPage extends Page<RequestView> {
  readonly counts: Readonly<Record<string, number>>
}

export type NewChannel =
  | { readonly kind: "whatsapp"; readonly name: string }
  | { readonly kind: "telegram"; readonly name: string; readonly token: string }
  | {
      readonly kind: "whatsapp_cloud"
      readonly name: string
      readonly phoneNumberId: string
      readonly accessToken: string
      readonly appSecret: string
      readonly verifyToken: string
    }
  | {
      readonly kind: "green_api"
      readonly name: string
      readonly idInstance: string
      readonly apiTokenInstance: string
      readonly apiUrl?: string
      readonly webhookToken?: string
    }

export type ChannelOrder = "enable" | "disable" | "reconnect" | "unlink"

const post = <A = unknown>(path: string, body: unknown = {}) => request<A>(path, { method: "POST", body })

export const isSetupNeeded = async () =>
  (await request<{ isSetupNeeded: boolean }>("/api/setup")).isSetupNeeded
export const setUp = (body: { token: string; username: string; password: string }) =>
  request("/api/setup", { method: "POST", body, isLogin: true })
export const logIn = (body: { username: string; password: string; code?: string }) =>
  request<{ mustEnrol: boolean }>("/api/login", { method: "POST", body, isLogin: true })
export const logOut = () => post("/api/logout")
/** Rejects with status 401 when nobody is logged in. */
export const whoAmI = () => request<{ login: Login; mustEnrol?: boolean }>("/api/me", { isLogin: true })

interface PageQuery {
  readonly before: string | null
  readonly limit: number
}

export const listConversations = (
  values: PageQuery & { readonly filter: string; readonly search: string; readonly channelId?: string },
  signal?: AbortSignal
) => request<ConversationPage>(`/api/conversations${query({ ...values })}`, { signal })
export const getConversation = (id: string, signal?: AbortSignal) =>
  request<ConversationContext>(`/api/conversations/${id}`, { signal })
export const listMessages = (id: string, values: PageQuery, signal?: AbortSignal) =>
  request<Page<Message>>(`/api/conversations/${id}/messages${query({ ...values })}`, { signal })
export const markSeen = (id: string, upTo: string) => post(`/api/conversations/${id}/seen`, { upTo })

/** What narrows the requests; empty and null = all. Times in unix milliseconds. */
export interface RequestFilter {
  readonly status: string
  readonly search: string
  /** One alone. */
  readonly id?: string
  readonly command?: string
  readonly panelId?: string
  readonly providerId?: string
  readonly from?: number | null
  readonly to?: number | null
}
export const listRequests = (values: PageQuery & RequestFilter, signal?: AbortSignal) =>
  request<RequestPage>(`/api/requests${query({ ...values })}`, { signal })
/** The same as a file. */
export const requestFile = (values: RequestFilter) => `/api/requests.csv${query({ ...values })}`
interface Named {
  readonly id: string
  readonly name: string
}
/** What requests can be narrowed to. */
export const requestChoices = (signal?: AbortSignal) =>
  request<{ panels: ReadonlyArray<Named>; providers: ReadonlyArray<Named> }>("/api/requests/choices", {
    signal
  })
/** What a person says when he closes a request. */
export type HandResult = "done" | "rejected" | "closed"
export const closeRequest = (id: string, body: { result: HandResult; tellCustomer: boolean }) =>
  post<{ isTold: boolean }>(`/api/requests/${id}/close`, body)
/** `confirm`: a message of unknown fate is sent again although it may be read twice. */
export const retryDispatch = (id: string, confirm: boolean) =>
  post(`/api/dispatches/${id}/retry`, { confirm })

export const listLogs = (
  values: PageQuery & { readonly area: string; readonly level: string; readonly search: string },
  signal?: AbortSignal
) => request<Page<LogLine>>(`/api/logs${query({ ...values })}`, { signal })

export const listChannels = async (signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<ChannelView> }>("/api/channels", { signal })).items
export const addChannel = async (channel: NewChannel) =>
  (await post<{ channel: ChannelView }>("/api/channels", channel)).channel
/** Where the network brings what comes to this channel. */
export const channelWebhook = async (id: string) =>
  (await request<{ url: string }>(`/api/channels/${id}/webhook`)).url
export const orderChannel = (id: string, order: ChannelOrder) => post(`/api/channels/${id}/${order}`)
/** Asks for a code to type on the phone with this number, written as people do. */
export const pairChannel = (id: string, phone: string) => post(`/api/channels/${id}/pair`, { phone })
