import { Context } from "effect"
import type { Effect } from "effect"
import type { ChannelId, ConversationId, MessageId, TenantId } from "../domain/Ids.ts"
import type { Explanation } from "../domain/Explanation.ts"
import type { ChannelHandle, Outgoing } from "./ChannelTransport.ts"

/** An outgoing message that is due. */
export interface OutgoingRow extends Outgoing {
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly attempts: number
  /** It carries dispatches to a provider. */
  readonly isDispatch: boolean
  /** One of the many that the owner sends to many at once: it leaves after everything else, in a lane of its own (CH-11). */
  readonly isBroadcast: boolean
  /** How often in a row its chat has refused provider messages for the chat's own reason; 0 = it is not paused. */
  readonly refusals: number
}

/** How one attempt to send ended. Times in unix milliseconds. */
export type SendOutcome =
  | { readonly _tag: "Sent"; readonly networkId: string }
  /** Nothing left this process: not an attempt. */
  | { readonly _tag: "Postponed"; readonly nextAt: number }
  | { readonly _tag: "Retry"; readonly nextAt: number; readonly safeText: string }
  | { readonly _tag: "Failed"; readonly safeText: string }
  /**
   * The chat takes no provider messages: this one has failed, the others wait until `until`, when one of them is tried.
   * Those that wait since before `givesUpBefore` fail with it.
   */
  | {
      readonly _tag: "Closed"
      readonly safeText: string
      readonly until: number
      readonly givesUpBefore: number
    }
  | { readonly _tag: "Uncertain"; readonly safeText: string }

/** One attempt to send, over. */
export interface SendAttempt {
  readonly messageId: MessageId
  readonly outcome: SendOutcome
}

/** The network's word on one of our messages. */
export interface Receipt {
  readonly networkId: string
  readonly stage: "delivered" | "read"
}

/** A reply to one inbound message. */
export interface Reply {
  readonly tenantId: TenantId
  readonly channelId: ChannelId
  readonly conversationId: ConversationId
  /** The inbound message that is answered, and done with it. */
  readonly causeId: MessageId
  readonly parts: ReadonlyArray<string>
  readonly quotedId: string | null
  /** Unix milliseconds. */
  readonly at: number
  /** Why it says so, kept in the same transaction. */
  readonly explanation?: Explanation
}

/** Outgoing messages. Implemented by `adapters/postgres`. */
export class Outbox extends Context.Service<
  Outbox,
  {
    /** ONE transaction: the reply's rows with their reserved ids, and the inbound message done; false when it was done before. */
    readonly reply: (reply: Reply) => Effect.Effect<boolean>
    /**
     * Due messages of the channel, oldest first, without those of the `busy` chats; none when the channel has another
     * holder. Of a paused chat's provider messages only the first, when the chat's time has come; of the broadcasts one,
     * beside the others, of a chat for which nothing else waits.
     */
    readonly due: (
      channel: ChannelHandle,
      now: number,
      limit: number,
      busy: ReadonlyArray<ConversationId>
    ) => Effect.Effect<ReadonlyArray<OutgoingRow>>
    /** Marks the attempt before it leaves, where the network has no key of ours (Telegram); false = somebody else has it. */
    readonly claim: (channel: ChannelHandle, messageId: MessageId) => Effect.Effect<boolean>
    /** ONE transaction records how attempts ended, for the messages and the dispatches they carry. */
    readonly settle: (channel: ChannelHandle, attempts: ReadonlyArray<SendAttempt>) => Effect.Effect<void>
    /** The network gave the chat a new id (a Telegram group became a supergroup): conversation and routes follow. */
    readonly moveChat: (channel: ChannelHandle, from: string, to: string) => Effect.Effect<void>
    /** Delivered or read by the other side; never goes back. */
    readonly delivered: (channel: ChannelHandle, receipts: ReadonlyArray<Receipt>) => Effect.Effect<void>
    /** The network took it and could not bring it after all: it has failed. False when no message has this id (yet). */
    readonly undelivered: (
      channel: ChannelHandle,
      networkId: string,
      safeText: string
    ) => Effect.Effect<boolean>
    /** At start: attempts whose outcome a crash hid become uncertain (CH-12). */
    readonly recover: (channel: ChannelHandle) => Effect.Effect<void>
  }
>()("relaydesk/ports/Outbox") {}
