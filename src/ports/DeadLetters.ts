import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { ConversationId, DispatchId, PanelId, ProviderId, RequestId, TenantId } from "../domain/Ids.ts"
import type { DispatchView } from "../domain/LiveEvent.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"

/** What a person may look at: failed for good, of unknown outcome, to be tried again by itself, or closed by hand. */
export type TroubleState = "dead" | "uncertain" | "retrying" | "dismissed"

/** Which dispatches; null = all of them. `since` in unix milliseconds: troubled since then. */
export interface DeadLetterFilter {
  readonly state: TroubleState
  readonly kind: DispatchView["kind"] | null
  readonly command: RequestCommand | null
  readonly providerId: ProviderId | null
  readonly panelId: PanelId | null
  /** The chat that it is for. */
  readonly destination: ConversationId | null
  readonly since: number | null
}

/** A dispatch that did not do what it should. Times in unix milliseconds. */
export interface DeadLetter {
  readonly id: DispatchId
  readonly requestId: RequestId
  readonly kind: DispatchView["kind"]
  readonly state: TroubleState
  readonly command: RequestCommand
  readonly orderId: string
  readonly customerUsername: string | null
  readonly providerId: ProviderId | null
  readonly providerAlias: string | null
  readonly panelId: PanelId
  readonly panelName: string
  /** null for a call of the panel. */
  readonly destination: {
    readonly conversationId: ConversationId
    readonly title: string
    readonly channelName: string
    /** When the chat, which refuses what is for it, is tried again; null when it is not paused. */
    readonly pausedUntil: number | null
  } | null
  readonly attempts: number
  readonly safeText: string | null
  /** A repeat may be one too many: of a panel call it is looked up first, of a message a person must confirm it. */
  readonly mayHaveHappened: boolean
  readonly acceptedAt: number
  /** When it ended; null while it is tried again by itself. */
  readonly at: number | null
  readonly dismissedAt: number | null
  readonly dismissedBy: string | null
}

/** One attempt, over (DI-04). `unknown`: the process ended before the answer was written down. */
export interface Attempt {
  readonly number: number
  readonly at: number
  readonly outcome: "done" | "retrying" | "dead" | "uncertain" | "unknown"
  readonly safeText: string | null
}

/** Who asks, and whether he accepts that an uncertain message may be read twice. */
export interface RetryOrder {
  readonly by: string
  readonly isConfirmed: boolean
}

/** What became of many: `unconfirmed` wait for a person's word, `isMore` = there are more than one order takes. */
export interface RetriedMany {
  readonly retried: number
  readonly unconfirmed: number
  readonly isMore: boolean
}

/** Dispatches that need a person (DI-02). Implemented by `adapters/postgres/dispatches`. */
export class DeadLetters extends Context.Service<
  DeadLetters,
  {
    /** Newest first. `counts` by state, ignoring state and page; what was dismissed counts as that alone. */
    readonly list: (
      tenantId: TenantId,
      filter: DeadLetterFilter,
      query: PageQuery
    ) => Effect.Effect<
      Page<DeadLetter> & { readonly counts: Readonly<Record<TroubleState, number>> },
      BadCursor
    >
    /**
     * Makes it due at once, with the others of its message, by a conditional update: of two who press one has done it.
     * `notRetryable`: it is none of these, its request has ended, or a newer one for the order is open.
     */
    readonly retry: (
      tenantId: TenantId,
      id: DispatchId,
      order: RetryOrder
    ) => Effect.Effect<"retried" | "unconfirmed" | "notRetryable" | "notFound">
    /** The given ones, or everything that fits, in batches; what cannot be retried is passed over. */
    readonly retryMany: (
      tenantId: TenantId,
      which: ReadonlyArray<DispatchId> | DeadLetterFilter,
      order: RetryOrder
    ) => Effect.Effect<RetriedMany>
    /** Closed by hand: not listed as failed any more. Its request stays as it is. */
    readonly dismiss: (
      tenantId: TenantId,
      id: DispatchId,
      by: string,
      reason: string | null
    ) => Effect.Effect<"dismissed" | "notDismissable" | "notFound">
    /** Oldest first; none when the dispatch is not the tenant's. */
    readonly attempts: (
      tenantId: TenantId,
      id: DispatchId
    ) => Effect.Effect<Option.Option<ReadonlyArray<Attempt>>>
  }
>()("relaydesk/ports/DeadLetters") {}
