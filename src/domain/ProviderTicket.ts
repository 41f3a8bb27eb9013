import { Schema } from "effect"
import type { RequestCommand } from "./CommandName.ts"
import { PanelAction, PanelDescription } from "./PanelDescription.ts"

/**
 * A provider's way to open a ticket, as the owner describes it (PR-09): no user API of panels has one. `{external_id}`,
 * `{order_id}`, `{command}`, `{subject}` and `{message}` in path, query and body are replaced; it holds no secret.
 */
export const TicketDescription = Schema.Struct({
  action: PanelAction,
  auth: PanelDescription.fields.auth,
  /** Where the answer says what went wrong. */
  error: PanelDescription.fields.error
}).check(
  Schema.makeFilter(({ action }) =>
    JSON.stringify([action.path, action.query, action.body]).includes("{external_id}")
      ? undefined
      : "Say with {external_id} where the order's number goes."
  )
)
export type TicketDescription = typeof TicketDescription.Type

const asks: Readonly<Record<RequestCommand, string>> = {
  refill: "Please refill this order.",
  cancel: "Please cancel this order.",
  speedup: "Please speed this order up."
}

const titles: Readonly<Record<RequestCommand, string>> = {
  refill: "Refill",
  cancel: "Cancel",
  speedup: "Speed-up"
}

/** What stands for the description's places. */
export const ticketWords = (ticket: {
  readonly externalId: string
  readonly orderId: string
  readonly command: RequestCommand
}): Readonly<Record<string, string>> => ({
  external_id: ticket.externalId,
  order_id: ticket.orderId,
  command: ticket.command,
  subject: `${titles[ticket.command]} ${ticket.externalId}`,
  message: `${ticket.externalId}: ${asks[ticket.command]}`
})
