import { type PanelTicket } from "./Model.ts"
import { type PanelStore } from "./PanelStore.ts"

export interface NewTicket {
  readonly username: string
  readonly subject: string
  /** HTML. */
  readonly message: string
  readonly author: string
  readonly isStaff: boolean
  /** Unix seconds; now if missing. */
  readonly created?: number | undefined
}

/** Opens a ticket: pending if the customer did, answered if staff did. */
export const openTicket = (store: PanelStore, ticket: NewTicket): PanelTicket => {
  const { username, subject, message, author, isStaff } = ticket
  const created = ticket.created ?? Math.floor(Date.now() / 1000)
  const opened: PanelTicket = {
    id: store.nextTicketId(),
    user: username,
    subject,
    status: isStaff ? "answered" : "pending",
    created,
    lastUpdate: created,
    messages: [{ id: 1, author, isStaff, message, created }]
  }
  store.tickets.set(opened.id, opened)
  return opened
}
