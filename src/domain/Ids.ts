import { Schema } from "effect"

/** One owner's space: everything that belongs to him carries this id. UUID. */
export const TenantId = Schema.String.pipe(Schema.brand("TenantId"))
export type TenantId = typeof TenantId.Type

/** One person's credentials. UUID. */
export const LoginId = Schema.String.pipe(Schema.brand("LoginId"))
export type LoginId = typeof LoginId.Type

/** One key of the public HTTP API. UUID. */
export const ApiKeyId = Schema.String.pipe(Schema.brand("ApiKeyId"))
export type ApiKeyId = typeof ApiKeyId.Type

/** One connected WhatsApp number or Telegram bot. UUID. */
export const ChannelId = Schema.String.pipe(Schema.brand("ChannelId"))
export type ChannelId = typeof ChannelId.Type

/** A person on a channel's network. UUID. */
export const ContactId = Schema.String.pipe(Schema.brand("ContactId"))
export type ContactId = typeof ContactId.Type

/** A panel username with its contacts. UUID. */
export const CustomerId = Schema.String.pipe(Schema.brand("CustomerId"))
export type CustomerId = typeof CustomerId.Type

/** One chat on one channel. UUID. */
export const ConversationId = Schema.String.pipe(Schema.brand("ConversationId"))
export type ConversationId = typeof ConversationId.Type

/** One message, in or out. UUID version 7, so that ids sort by time. */
export const MessageId = Schema.String.pipe(Schema.brand("MessageId"))
export type MessageId = typeof MessageId.Type

/** The tenant's own SMM panel. UUID. */
export const PanelId = Schema.String.pipe(Schema.brand("PanelId"))
export type PanelId = typeof PanelId.Type

/** Who the panel buys from; people see its alias only. UUID. */
export const ProviderId = Schema.String.pipe(Schema.brand("ProviderId"))
export type ProviderId = typeof ProviderId.Type

/** An order's number as the panel writes it, decimal digits without leading zeros. */
export const OrderId = Schema.String.pipe(Schema.brand("OrderId"))
export type OrderId = typeof OrderId.Type

/** A command accepted for one order. UUID version 7. */
export const RequestId = Schema.String.pipe(Schema.brand("RequestId"))
export type RequestId = typeof RequestId.Type

/** One outward act that a request needs. UUID version 7. */
export const DispatchId = Schema.String.pipe(Schema.brand("DispatchId"))
export type DispatchId = typeof DispatchId.Type

/** Where a provider's requests go: one chat on one channel. UUID. */
export const RouteId = Schema.String.pipe(Schema.brand("RouteId"))
export type RouteId = typeof RouteId.Type

/** A number's wish to be linked to a panel username. UUID version 7. */
export const RegistrationId = Schema.String.pipe(Schema.brand("RegistrationId"))
export type RegistrationId = typeof RegistrationId.Type
