import { Context, Schema } from "effect"
import type { Effect, Redacted } from "effect"
import type { ChannelId, TenantId } from "../domain/Ids.ts"
import type { ChannelView } from "../domain/LiveEvent.ts"
import type { ChatSummary } from "./ChannelTransport.ts"

/** What was asked of a channel cannot be done. `safeText` says why and what to do, and is shown to the owner. */
export class ChannelRefused extends Schema.TaggedError<ChannelRefused>()("ChannelRefused", {
  reason: Schema.Literals(["NotFound", "NotNow", "Rejected", "Invalid"]),
  safeText: Schema.String
}) {}

/** What a kind of channel needs to connect; the token is Telegram's, from BotFather. */
export type ChannelCredentials =
  | { readonly kind: "telegram"; readonly token: Redacted.Redacted }
  | {
      readonly kind: "whatsapp_cloud"
      readonly phoneNumberId: string
      readonly accessToken: Redacted.Redacted
      readonly appSecret: Redacted.Redacted
      readonly verifyToken: Redacted.Redacted
    }
  | {
      readonly kind: "green_api"
      /** Of instances with a host of their own. */
      readonly apiUrl?: string
      readonly idInstance: string
      readonly apiTokenInstance: Redacted.Redacted
      /** Green API sends it with every webhook; without it notifications are fetched. */
      readonly webhookToken?: Redacted.Redacted
    }

/** A channel to add. */
export type NewChannel =
  | { readonly kind: "whatsapp"; readonly name: string }
  | (ChannelCredentials & { readonly name: string })

/**
 * What the owner can do with his channels. Returns when the order is taken, not when the network answered:
 * the new state comes over the live feed. Ids of other tenants are `NotFound`.
 */
export class ChannelControl extends Context.Service<
  ChannelControl,
  {
    readonly create: (tenantId: TenantId, channel: NewChannel) => Effect.Effect<ChannelView, ChannelRefused>
    /** Other credentials for a channel of their kind, which connects with them at once. */
    readonly renew: (
      tenantId: TenantId,
      id: ChannelId,
      credentials: ChannelCredentials
    ) => Effect.Effect<void, ChannelRefused>
    readonly enable: (tenantId: TenantId, id: ChannelId) => Effect.Effect<void, ChannelRefused>
    readonly disable: (tenantId: TenantId, id: ChannelId) => Effect.Effect<void, ChannelRefused>
    /** Connects again now: a new QR, a replaced or waiting session. */
    readonly reconnect: (tenantId: TenantId, id: ChannelId) => Effect.Effect<void, ChannelRefused>
    /** WhatsApp: connects with a code to type on this phone, whose number may be written as people do (CH-01); else `Invalid`. */
    readonly pair: (tenantId: TenantId, id: ChannelId, phone: string) => Effect.Effect<void, ChannelRefused>
    /** Ends the account's link with the network and forgets its keys. */
    readonly unlink: (tenantId: TenantId, id: ChannelId) => Effect.Effect<void, ChannelRefused>
    /** Chats the channel can write to; `NotNow` while it is not connected. */
    readonly chats: (
      tenantId: TenantId,
      id: ChannelId
    ) => Effect.Effect<ReadonlyArray<ChatSummary>, ChannelRefused>
    /** Whether the network knows this chat or number; null when nobody could ask it. */
    readonly knows: (
      tenantId: TenantId,
      id: ChannelId,
      chatId: string
    ) => Effect.Effect<boolean | null, ChannelRefused>
  }
>()("relaydesk/ports/ChannelControl") {}
