import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ConversationId, MessageId, TenantId } from "../domain/Ids.ts"
import type { Inbound } from "../domain/Inbound.ts"
import type { ChannelHandle } from "./ChannelTransport.ts"

/** A message that is stored and waits to be handled. */
export interface Received {
  readonly tenantId: TenantId
  readonly conversationId: ConversationId
  readonly messageId: MessageId
}

/** Inbound messages, stored before anything else (RT-02). Implemented by `adapters/postgres`. */
export class Inbox extends Context.Service<
  Inbox,
  {
    /** ONE statement stores the message and its conversation; none when it was stored before. */
    readonly accept: (channel: ChannelHandle, message: Inbound) => Effect.Effect<Option.Option<Received>>
    /**
     * ONE statement: a stored message says something else now. None when it does not, or when it was answered as it was; what
     * was taken for no command is to be handled anew, once. A message that is not known is stored as a new one.
     */
    readonly edit: (channel: ChannelHandle, message: Inbound) => Effect.Effect<Option.Option<Received>>
    /** A stored message that nobody has finished; none when it is done. */
    readonly load: (tenantId: TenantId, messageId: MessageId) => Effect.Effect<Option.Option<Inbound>>
    /** The message needs no reply: marks it done or ignored with the reason. */
    readonly finish: (
      tenantId: TenantId,
      messageId: MessageId,
      stage: "done" | "ignored",
      note: string
    ) => Effect.Effect<void>
    /** Unfinished messages of all tenants that came before `before` (unix milliseconds), oldest first. */
    readonly unfinished: (before: number, limit: number) => Effect.Effect<ReadonlyArray<Received>>
  }
>()("relaydesk/ports/Inbox") {}
