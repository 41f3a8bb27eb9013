import { request } from "../src/api/request.ts"

/** A phone of the demo: one chat on it, seen by the person who holds it. */
export interface Phone {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly kind: "whatsapp" | "telegram"
  readonly chatTitle: string
  readonly canType: boolean
  /** Texts to send with one press; the page has its own when absent. */
  readonly suggestions?: ReadonlyArray<string>
}

export interface PhoneMessage {
  readonly id: string
  readonly mine: boolean
  readonly author: string | null
  readonly text: string
  /** Unix milliseconds. */
  readonly at: number
  /** 1 sent, 2 delivered, 3 read; null or 0 none. */
  readonly ticks: number | "sent" | "delivered" | "read" | null
}

export interface PhoneEvent {
  readonly phoneId: string
  readonly message: PhoneMessage
}

const base = "/phones/api"

export const listPhones = () => request<ReadonlyArray<Phone>>(`${base}/phones`)
export const listPhoneMessages = (id: string) =>
  request<ReadonlyArray<PhoneMessage>>(`${base}/phones/${encodeURIComponent(id)}/messages`)
export const typeOnPhone = (id: string, text: string) =>
  request(`${base}/phones/${encodeURIComponent(id)}/messages`, { method: "POST", body: { text } })
/** Holds the demo's phone before a QR code; an empty body means the newest one that waits. */
export const scan = (body: { channelId?: string; qr?: string }) =>
  request(`${base}/scan`, { method: "POST", body })
export const eventsAddress = `${base}/events`
