/** A provider's chat in the scene. */
export type Destination = "fastLikes" | "boostMint" | "fallback"

/** An order that a customer asked about, and what must leave the gateway for it: exactly once each. */
export interface AskedOrder {
  readonly id: string
  readonly externalId: string
  readonly destinations: ReadonlyArray<Destination>
  readonly isPanelAsked: boolean
}

/** A customer's message and the replies that reached the customer. */
export interface Cause {
  /** The chat it was written in; replies elsewhere are wrong. */
  readonly place: string
  readonly orders: ReadonlyArray<AskedOrder>
  readonly at: number
  /** The network's id, known once it has left. */
  networkId: string | undefined
  readonly replies: Array<Seen>
}

/** A message of the gateway as the other side sees it: each network id once, `copies` how often that id came. */
export interface Seen {
  readonly place: string
  readonly text: string
  readonly at: number
  readonly copies: number
  /** What it answers, where the chat shows that. */
  readonly quotedId: string | undefined
}

/** A customer's direct chat with one of the gateway's numbers. */
export const directPlace = (customer: string, number: string): string => `direct/${customer}/${number}`

/** Everything customers wrote. */
export interface Ledger {
  readonly causes: ReadonlyArray<Cause>
  readonly sent: (message: Pick<Cause, "place" | "orders">) => Cause
}

/** An empty ledger. */
export const makeLedger = (): Ledger => {
  const causes: Array<Cause> = []
  return {
    causes,
    sent: ({ place, orders }) => {
      const cause: Cause = { place, orders, at: Date.now(), networkId: undefined, replies: [] }
      causes.push(cause)
      return cause
    }
  }
}
