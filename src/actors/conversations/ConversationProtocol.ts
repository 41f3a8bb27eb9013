import { Schema } from "effect"
import { Entity } from "effect/cluster"
import { Rpc } from "effect/rpc"
import { type ConversationId, MessageId, type TenantId } from "../../domain/Ids.ts"
import { Inbound } from "../../domain/Inbound.ts"
import { ActorFailed } from "../Supervision.ts"

/** A stored message to handle; `message` null when it is taken up again after a crash and must be read first. */
const Receive = Schema.Struct({
  messageId: MessageId,
  message: Schema.NullOr(Inbound)
})

/**
 * One chat on one channel: who writes, what is asked, what is answered. Id: tenant/conversation. `ControlChanged`: who
 * answers the chat is another one than it remembers.
 */
export const ConversationActor = Entity.make("Conversation", [
  Rpc.make("Receive", { payload: Receive, success: Schema.Void, error: ActorFailed }),
  Rpc.make("ControlChanged", { success: Schema.Void, error: ActorFailed })
])

/** The id of a conversation's actor. */
export const conversationActorId = (tenantId: TenantId, conversationId: ConversationId): string =>
  `${tenantId}/${conversationId}`
