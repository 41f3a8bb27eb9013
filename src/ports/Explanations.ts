import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { Explanation } from "../domain/Explanation.ts"
import type { ConversationId, MessageId, RequestId, TenantId } from "../domain/Ids.ts"
import type { TimelineStep, Why } from "../domain/Timeline.ts"

/**
 * Why things were done, and what became of them (LD-01, OR-12). Ids of other tenants are as good as unknown. A failure of
 * the database is a defect. Implemented by `adapters/postgres`.
 */
export class Explanations extends Context.Service<
  Explanations,
  {
    /** Keeps the reasons of what came of a message that no reply answers; those of a reply are kept with it (Outbox). */
    readonly keep: (
      tenantId: TenantId,
      conversationId: ConversationId,
      messageId: MessageId,
      explanation: Explanation
    ) => Effect.Effect<void>
    readonly why: (tenantId: TenantId, id: MessageId) => Effect.Effect<Option.Option<Why>>
    /** Oldest first. */
    readonly timeline: (
      tenantId: TenantId,
      id: RequestId
    ) => Effect.Effect<Option.Option<ReadonlyArray<TimelineStep>>>
  }
>()("relaydesk/ports/Explanations") {}
