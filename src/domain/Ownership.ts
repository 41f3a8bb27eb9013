import type { PanelId } from "./Ids.ts"
import type { Order } from "./Order.ts"

/** For whom something is asked: a customer's account on the panel, or a trusted identity that may act on any order (CU-10). */
export interface Asker {
  readonly username: string
  readonly userId: string | null
  /** Where the account is: the same name on another panel may be somebody else. Absent or null = on every panel. */
  readonly panelId?: PanelId | null
  readonly isTrusted: boolean
}

type OwnedOrder = Pick<Order, "username" | "userId"> & Partial<Pick<Order, "panelId">>

const isSame = (ours: string | null, theirs: string | null | undefined): boolean =>
  ours !== null && ours !== "" && ours.toLowerCase() === (theirs ?? "").toLowerCase()

/** OR-03: the same username whatever the case of its letters, or the same user id, on the account's panel; nothing empty owns anything. */
export const isOwner = (
  { username, userId, panelId = null }: Omit<Asker, "isTrusted">,
  order: OwnedOrder
): boolean =>
  (panelId === null || panelId === order.panelId) &&
  (isSame(username, order.username) || isSame(userId, order.userId))

/** Whether the order may be acted on and spoken of. */
export const maySee = (asker: Asker, order: OwnedOrder): boolean => asker.isTrusted || isOwner(asker, order)
