import type { OrderId } from "../Ids.ts"

/** What a customer asks for besides order commands (OR-01, RU-02, TK-01). */
export type AccountCommand =
  | { readonly _tag: "Balance" }
  | { readonly _tag: "Account" }
  | { readonly _tag: "Help" }
  /** `text` is what the ticket says, as it was written, without orders it begins with; may be empty. */
  | { readonly _tag: "Ticket"; readonly orderIds: ReadonlyArray<OrderId>; readonly text: string }
  /** `transactionId` as the customer wrote it, digits in ASCII. */
  | { readonly _tag: "Payment"; readonly transactionId: string }
  /** `url` is an http(s) address that a URL parser takes. */
  | { readonly _tag: "Link"; readonly orderId: OrderId; readonly url: string }

/** What a line says beyond orders. */
export interface TopicReading {
  readonly command: AccountCommand | null
  /** A payment or link was meant but something is missing or too much. */
  readonly isAttempt: boolean
}

/** Nothing of the kind. */
export const noTopic: TopicReading = { command: null, isAttempt: false }
