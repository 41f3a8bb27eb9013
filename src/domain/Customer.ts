import { Schema } from "effect"
import { ContactId, ConversationId, CustomerId, PanelId } from "./Ids.ts"

/** CU-01: `disabled` by the owner, `suspended` by an automatic step; the bot is silent for both. */
export const CustomerStatus = Schema.Literals(["active", "disabled", "suspended"])
export type CustomerStatus = typeof CustomerStatus.Type

/** How a number came to belong to a username. */
export const LinkedBy = Schema.Literals(["owner", "trust", "approval", "ticket", "email"])

/** A person's addresses on the networks; what is null is not known. */
export const ContactAddress = Schema.Struct({
  /** `<digits>@lid` */
  lid: Schema.NullOr(Schema.String),
  /** `<digits>@s.whatsapp.net` */
  pn: Schema.NullOr(Schema.String),
  telegramId: Schema.NullOr(Schema.String)
})
export type ContactAddress = typeof ContactAddress.Type

/** One of a customer's numbers or Telegram accounts. */
export const CustomerContact = Schema.Struct({
  id: ContactId,
  ...ContactAddress.fields,
  name: Schema.NullOr(Schema.String),
  linkedBy: LinkedBy,
  /** Unix milliseconds. */
  linkedAt: Schema.Number
})

/** A panel username with its numbers, chats and settings (CU-01). */
export const Customer = Schema.Struct({
  id: CustomerId,
  username: Schema.String,
  userId: Schema.NullOr(Schema.String),
  email: Schema.NullOr(Schema.String),
  panelId: Schema.NullOr(PanelId),
  status: CustomerStatus,
  /** Why and when (unix milliseconds) an automatic step silenced the bot. */
  suspension: Schema.NullOr(Schema.Struct({ at: Schema.Number, reason: Schema.String })),
  isAutoSuspended: Schema.Boolean,
  language: Schema.NullOr(Schema.String),
  /** For the owner's side only. */
  memo: Schema.String,
  contacts: Schema.Array(CustomerContact),
  /** Groups in which everybody writes for this customer. */
  chats: Schema.Array(Schema.Struct({ id: ConversationId, title: Schema.String })),
  createdAt: Schema.Number,
  version: Schema.Int
})
export type Customer = typeof Customer.Type

/** What the actors need of a customer. */
export interface LinkedCustomer {
  readonly id: CustomerId
  readonly username: string
  readonly userId: string | null
  readonly panelId: PanelId | null
  readonly status: CustomerStatus
  readonly isAutoSuspended: boolean
  readonly language: string | null
}
