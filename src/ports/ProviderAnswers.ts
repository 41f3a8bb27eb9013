import { Context } from "effect"
import type { Effect } from "effect"
import type { ChannelId, ConversationId, MessageId, OrderId, TenantId } from "../domain/Ids.ts"
import type { Sender } from "../domain/Inbound.ts"
import type { OrderStatus } from "../domain/Order.ts"
import type { ReadAnswer, SentRequest } from "../domain/ProviderAnswer.ts"

/** A request that was sent to a provider's chat, with what its end needs to know. */
export interface ChatRequest extends SentRequest {
  readonly orderId: OrderId
  readonly orderStatus: OrderStatus
  /** The customer's chat; null when it is gone. */
  readonly conversationId: ConversationId | null
  /** The customer's language; null = the tenant's. */
  readonly language: string | null
  /** Null when it went to a chat that is nobody's own. */
  readonly alias: string | null
  /** The provider's own words. */
  readonly words: Readonly<Record<string, string>>
}

/** A message in a provider's chat. */
export interface ProviderMessageSeen {
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly channelId: ChannelId
  readonly sender: Sender
  /** When the network says that it was written, unix milliseconds. */
  readonly sentAt: number
  readonly quotedId: string | null
  /** External ids that its text may name. */
  readonly ids: ReadonlyArray<string>
}

/** What a message may be about; only what was really sent to its chat, and never what its writer asked for himself. */
export interface Addressed {
  /** Written by one of the tenant's own people: nothing of it counts. */
  readonly isOurs: boolean
  /** What the quoted message asked for; empty when it is another's, null without a quote. */
  readonly quoted: ReadonlyArray<ChatRequest> | null
  /** By the ids, newest first. */
  readonly named: ReadonlyArray<ChatRequest>
  /** The one request of the chat without another message's answer or an end, when it was sent after `youngSince` and before this message. */
  readonly only: ChatRequest | null
}

/** What providers answer in their chats (PR-10). A failure of the database is a defect. Implemented by `adapters/postgres`. */
export class ProviderAnswers extends Context.Service<
  ProviderAnswers,
  {
    /** Times in unix milliseconds. */
    readonly lookUp: (
      tenantId: TenantId,
      message: ProviderMessageSeen,
      youngSince: number
    ) => Effect.Effect<Addressed>
    /** Keeps what a message says of requests, once for each, and shows it in their timelines; at `at`, unix milliseconds. */
    readonly keep: (
      tenantId: TenantId,
      messageId: MessageId,
      answers: ReadonlyArray<ReadAnswer>,
      at: number
    ) => Effect.Effect<void>
  }
>()("relaydesk/ports/ProviderAnswers") {}
