import { Context } from "effect"
import type { Effect } from "effect"
import type { ConversationId, MessageId, TenantId } from "../domain/Ids.ts"
import type { Agent, StaffWords, Takeover, Written } from "./Takeovers.ts"

/** What staff do in a chat (LD-02, LD-03). Implemented by `actors/conversations/ChatControls`. */
export class ChatControl extends Context.Service<
  ChatControl,
  {
    /** Once it is answered, no reply of the bot leaves in this chat. `isForced` takes it from somebody else. */
    readonly takeOver: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      isForced: boolean
    ) => Effect.Effect<Takeover>
    /**
     * What was set for the chat holds from now on (CH-10): its actor looks again; in a silent one nothing of the bot is on
     * its way when this returns.
     */
    readonly obey: (tenantId: TenantId, id: ConversationId, isSilent: boolean) => Effect.Effect<void>
    /** A reply on the owner's own phone: the bot keeps silent for the time of the rule. */
    readonly phoneAnswered: (tenantId: TenantId, id: ConversationId) => Effect.Effect<void>
    /** False when there is no such chat. */
    readonly handBack: (tenantId: TenantId, id: ConversationId) => Effect.Effect<boolean>
    /** The bot keeps silent for so many minutes. */
    readonly pause: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      minutes: number
    ) => Effect.Effect<Takeover>
    /** A reply takes over a chat that the bot answers. */
    readonly write: (
      tenantId: TenantId,
      id: ConversationId,
      agent: Agent,
      words: Omit<StaffWords, "until">
    ) => Effect.Effect<Written>
    readonly resend: (
      tenantId: TenantId,
      messageId: MessageId,
      isConfirmed: boolean
    ) => Effect.Effect<"resent" | "unconfirmed" | "notFailed" | "notFound">
  }
>()("relaydesk/ports/ChatControl") {}
