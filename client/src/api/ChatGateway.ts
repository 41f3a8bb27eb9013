import { request } from "./request.ts"
import type { Conversation, Message } from "./Views.ts"

/** A text that staff write again and again, called by its name with "/". */
export interface CannedReply {
  readonly id: string
  readonly name: string
  readonly text: string
}

const post = <A = unknown>(path: string, body: unknown = {}) => request<A>(path, { method: "POST", body })

/** Rejects with status 409 while somebody else answers the chat, unless it is forced. */
export const takeOver = (id: string, isForced: boolean) =>
  post<Conversation>(`/api/conversations/${id}/take-over`, { isForced })
export const handBack = (id: string) => post(`/api/conversations/${id}/hand-back`)
export const pauseBot = (id: string, minutes: number) =>
  post<Conversation>(`/api/conversations/${id}/pause`, { minutes })

export interface Words {
  readonly clientId: string
  readonly text: string
}
export const sendReply = (id: string, words: Words & { readonly quoted?: string }) =>
  post<Message>(`/api/conversations/${id}/messages`, words)
export const sendNote = (id: string, words: Words) => post<Message>(`/api/conversations/${id}/notes`, words)
/** `parts` is what the customer would read; nobody is told. */
export const giveCommand = (
  id: string,
  command: { readonly clientId: string; readonly command: string; readonly orderIds: ReadonlyArray<string> }
) => post<{ readonly parts: ReadonlyArray<string> }>(`/api/conversations/${id}/commands`, command)
export const resendMessage = (id: string, isConfirmed: boolean) =>
  post(`/api/messages/${id}/retry`, { isConfirmed })

/** Gives a group to a customer, or binds it to a panel; null takes it away, what is missing stays. */
export const giveChat = (
  id: string,
  to: { readonly customerId?: string | null; readonly panelId?: string | null }
) => request(`/api/conversations/${id}/settings`, { method: "PUT", body: to })

/** Whoever writes in a direct chat is this customer from now on; by `contactId` he can be taken off again. */
export const giveWriter = (id: string, customerId: string) =>
  post<{ readonly contactId: string }>(`/api/conversations/${id}/customer`, { customerId })

export const listCannedReplies = async (signal?: AbortSignal) =>
  (await request<{ items: ReadonlyArray<CannedReply> }>("/api/canned-replies", { signal })).items
export const saveCannedReply = (reply: { readonly name: string; readonly text: string }) =>
  post<CannedReply>("/api/canned-replies", reply)
export const removeCannedReply = (id: string) => request(`/api/canned-replies/${id}`, { method: "DELETE" })
