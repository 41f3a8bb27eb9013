import type { Order } from "./Order.ts"

/** For whom something is asked: a customer's account on the panel, or a trusted identity that may act on any order (CU-10). */
export interface Asker {
  readonly username: string
  readonly userId: string | null
  readonly isTrusted: boolean
}

const isSame = (ours: string | null, theirs: string | null | undefined): boolean =>
  ours !== null && ours !== "" && ours.toLowerCase() === (theirs ?? "").toLowerCase()

/** OR-03: the same username whatever the case of its letters, or the same user id; nothing empty owns anything. */
export const isOwner = (
  { username, userId }: Pick<Asker, "username" | "userId">,
  order: Pick<Order, "username" | "userId">
): boolean => isSame(username, order.username) || isSame(userId, order.userId)

/** Whether the order may be acted on and spoken of. */
export const maySee = (asker: Asker, order: Pick<Order, "username" | "userId">): boolean =>
  asker.isTrusted || isOwner(asker, order)
