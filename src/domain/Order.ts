import { Schema } from "effect"
import { OrderId, PanelId } from "./Ids.ts"

/** What a panel says of an order, one spelling for all panels (OR-05). */
export const OrderStatus = Schema.Literals([
  "pending",
  "processing",
  "in_progress",
  "completed",
  "partial",
  "cancelled",
  "refunded",
  "error",
  "awaiting",
  "unknown"
])
export type OrderStatus = typeof OrderStatus.Type

/**
 * An order as one read of the panel showed it. `provider` is the panel's own word for who
 * delivers it and is a secret: it is used for matching and never shown (PR-03).
 */
export const Order = Schema.Struct({
  id: OrderId,
  panelId: PanelId,
  username: Schema.String,
  /** The owner's number on the panel, where its orders carry it (OR-03). */
  userId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  status: OrderStatus,
  serviceId: Schema.NullOr(Schema.String),
  serviceName: Schema.NullOr(Schema.String),
  externalId: Schema.NullOr(Schema.String),
  /** HMAC of the provider's name on the panel; null for manual services ("N/A", empty, manual). */
  providerMark: Schema.NullOr(Schema.String),
  link: Schema.NullOr(Schema.String),
  quantity: Schema.NullOr(Schema.Number),
  startCount: Schema.NullOr(Schema.Number),
  remains: Schema.NullOr(Schema.Number),
  /** Unix milliseconds. */
  createdAt: Schema.NullOr(Schema.Number),
  /** Unix milliseconds; the completion time when `status` is completed. */
  updatedAt: Schema.NullOr(Schema.Number),
  /** The panel's own refill button or flag, null when it does not say. */
  isRefillOffered: Schema.NullOr(Schema.Boolean),
  /** Whether the panel would still take a cancel request, null when it does not say. */
  isCancelOffered: Schema.NullOr(Schema.Boolean)
})
export type Order = typeof Order.Type
