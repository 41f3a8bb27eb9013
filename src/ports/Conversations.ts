import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { LinkedCustomer } from "../domain/Customer.ts"
import type { ChannelId, ContactId, ConversationId, MessageId, PanelId, TenantId } from "../domain/Ids.ts"
import type { Sender } from "../domain/Inbound.ts"

/** A chat as its actor remembers it. */
export interface ConversationRecord {
  /** Another one than was asked for when that has become one with it. */
  readonly id: ConversationId
  readonly channelId: ChannelId
  readonly channelKind: ChannelKind
  readonly chatId: string
  readonly kind: "direct" | "group"
}

/** A chat as it is read, with what nobody has finished of it, oldest first. */
export interface LoadedConversation extends ConversationRecord {
  readonly unfinished: ReadonlyArray<MessageId>
}

/** What staff may change of a chat at any time. */
export interface ChatSettings {
  readonly controller: "bot" | "human" | "paused"
  /** OR-10: orders of this chat are looked for on this panel first. */
  readonly panelId: PanelId | null
  /** CU-03: a group in which unregistered writers are answered. */
  readonly isSupport: boolean
  /** CH-10: the bot never answers here. */
  readonly isSilent: boolean
}

/** Who writes, for which customers, in what kind of chat. */
export interface Writer {
  readonly contactId: ContactId
  /** CU-10: may act on any order. */
  readonly isTrusted: boolean
  /** The usernames of this number, else the one whose group the chat is; usually one (CU-06). */
  readonly customers: ReadonlyArray<LinkedCustomer>
  readonly chat: ChatSettings
}

/** Chats and the people in them. Implemented by `adapters/postgres`. */
export class Conversations extends Context.Service<
  Conversations,
  {
    readonly load: (
      tenantId: TenantId,
      id: ConversationId
    ) => Effect.Effect<Option.Option<LoadedConversation>>
    /** The topics of a Telegram forum; of another chat none. */
    readonly topics: (tenantId: TenantId, id: ConversationId) => Effect.Effect<ReadonlyArray<ConversationId>>
    /** One person = one contact: finds, creates or merges by LID, phone number or Telegram id (CH-06). */
    readonly writer: (
      tenantId: TenantId,
      conversationId: ConversationId,
      sender: Sender
    ) => Effect.Effect<Writer>
    /**
     * The network says that a LID and a number are one person's: his contacts and chats become one, with what is stricter
     * of each. Somebody who never wrote is not learnt by it.
     */
    readonly unite: (tenantId: TenantId, lid: string, pn: string) => Effect.Effect<void>
  }
>()("relaydesk/ports/Conversations") {}
