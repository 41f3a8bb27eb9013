import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { ChannelId, ContactId, ConversationId, CustomerId, PanelId, TenantId } from "../domain/Ids.ts"
import type { Sender } from "../domain/Inbound.ts"

/** A chat as its actor remembers it. */
export interface ConversationRecord {
  readonly channelId: ChannelId
  readonly channelKind: ChannelKind
  readonly chatId: string
  readonly kind: "direct" | "group"
  readonly controller: "bot" | "human" | "paused"
}

/** Who writes, and which customer that is. */
export interface Writer {
  readonly contactId: ContactId
  readonly customer: {
    readonly id: CustomerId
    readonly username: string
    readonly panelId: PanelId | null
    readonly isActive: boolean
  } | null
}

/** Chats and the people in them. Implemented by `adapters/postgres`. */
export class Conversations extends Context.Service<
  Conversations,
  {
    readonly load: (
      tenantId: TenantId,
      id: ConversationId
    ) => Effect.Effect<Option.Option<ConversationRecord>>
    /** One person = one contact: finds, creates or merges by LID, phone number or Telegram id (CH-06). */
    readonly writer: (
      tenantId: TenantId,
      conversationId: ConversationId,
      sender: Sender
    ) => Effect.Effect<Writer>
    /** True once a day per contact: the "not registered" text may be sent (CU-09). */
    readonly mayTellUnregistered: (
      tenantId: TenantId,
      contactId: ContactId,
      now: number
    ) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Conversations") {}
