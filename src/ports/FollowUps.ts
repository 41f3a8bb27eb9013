import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { Followed } from "../domain/FollowUp.ts"
import type { ConversationId, OrderId, PanelId, ProviderId, RequestId, TenantId } from "../domain/Ids.ts"
import type { HandResult, RequestResult } from "../domain/RequestResult.ts"

/** An accepted request as those who follow it up need it. */
export interface FollowedRequest extends Followed {
  readonly requestId: RequestId
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly orderId: OrderId
  /** Where it was asked for; null when that chat is gone. */
  readonly conversationId: ConversationId | null
  /** The customer's language; null = the tenant's. */
  readonly language: string | null
}

/** A request that this process looks at now; nobody else does before `heldUntil` (unix milliseconds). */
export interface HeldRequest extends FollowedRequest {
  readonly heldUntil: number
  /** Reminders of the provider's chat that has had fewest; null when there is nobody to remind, or he has answered. */
  readonly reminders: number | null
  /** The refill as the provider's own API knows it; null when none was made there. */
  readonly refill: { readonly providerId: ProviderId; readonly ref: string } | null
}

/** How a request ended; `line` is what the customer reads of it, null = nothing. */
export interface RequestEnding {
  readonly requestId: RequestId
  readonly result: RequestResult
  readonly line: string | null
}

/** What became of endings: those that were not ended before, and whether the customer is told. */
export interface Ended {
  readonly ids: ReadonlyArray<RequestId>
  readonly isTold: boolean
}

/**
 * Accepted requests until their end (OR-11, OR-12). A request ends once, whoever says so, and its customer reads of it
 * once at most. A failure of the database is a defect. Implemented by `adapters/postgres`.
 */
export class FollowUps extends Context.Service<
  FollowUps,
  {
    /** Requests of all tenants that are due at `now`, the longest due first, held until `heldUntil`. */
    readonly claim: (
      now: number,
      heldUntil: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<HeldRequest>>
    /** Lets held requests go, to be looked at again at `at`; null = never. Those held by somebody else meanwhile stay his. */
    readonly release: (
      looks: ReadonlyArray<{ readonly request: HeldRequest; readonly at: number | null }>
    ) => Effect.Effect<void>
    /**
     * ONE transaction ends requests of one conversation and writes their lines into it as one message: only while the
     * bot answers there, and only for active customers. What waits to be handed on of them is not handed on any more.
     */
    readonly end: (
      tenantId: TenantId,
      conversationId: ConversationId | null,
      endings: ReadonlyArray<RequestEnding>,
      now: number
    ) => Effect.Effect<Ended>
    /**
     * Writes to the chats of these requests' providers what is open and unanswered there, one message for each chat,
     * command and provider; each request is named in `atMost` reminders of a chat, however often this is called (OR-11).
     */
    readonly remind: (
      tenantId: TenantId,
      requests: ReadonlyArray<RequestId>,
      atMost: number,
      now: number
    ) => Effect.Effect<void>
    readonly find: (tenantId: TenantId, id: RequestId) => Effect.Effect<Option.Option<FollowedRequest>>
    /** The same as `end` by a person, audited with the login's name; also of a stale request. */
    readonly endByHand: (
      request: FollowedRequest,
      ending: { readonly result: HandResult; readonly line: string | null },
      by: string,
      now: number
    ) => Effect.Effect<Ended>
  }
>()("relaydesk/ports/FollowUps") {}
