import { Context } from "effect"
import type { Effect } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { ChannelId, DispatchId, MessageId, OrderId, PanelId, TenantId } from "../domain/Ids.ts"

/** A panel call that this runner has claimed; `mayHaveHappened` = an earlier attempt's outcome is unknown (DI-03). */
export interface PanelDispatch {
  readonly id: DispatchId
  readonly tenantId: TenantId
  readonly panelId: PanelId
  readonly command: RequestCommand
  readonly orderId: OrderId
  readonly attempts: number
  readonly mayHaveHappened: boolean
}

/** How one attempt of a dispatch ended. `nextAt` in unix milliseconds; `safeText` may be shown to the owner. */
export type DispatchOutcome =
  | { readonly _tag: "Done" }
  | {
      readonly _tag: "Retry"
      readonly nextAt: number
      readonly mayHaveHappened: boolean
      readonly safeText: string
    }
  | { readonly _tag: "Dead"; readonly mayHaveHappened: boolean; readonly safeText: string }

/** A channel that has something new to send. */
export interface ChannelToFlush {
  readonly tenantId: TenantId
  readonly channelId: ChannelId
}

/** What one look at the outbox of requests has brought. */
export interface Round {
  readonly claimed: ReadonlyArray<PanelDispatch>
  /** The channels that must send what was formed. */
  readonly channels: ReadonlyArray<ChannelToFlush>
  /** When there is more to do, unix milliseconds: in the past when this look did not get everything; null when nothing waits. */
  readonly nextAt: number | null
}

/** The outbox of requests: panel calls and provider messages (DI-01). Implemented by `adapters/postgres`. */
export class Dispatches extends Context.Service<
  Dispatches,
  {
    /**
     * One look, which also says when the next is worth while. Claims due panel calls for 30 s: nobody else gets them
     * meanwhile. Unless `isForming` is false it also turns provider dispatches whose window is over into provider
     * messages, one per destination, command and provider (BU-05), each with its reserved id, in one transaction.
     */
    readonly take: (now: number, limit: number, isForming?: boolean) => Effect.Effect<Round>
    readonly settlePanelCalls: (
      outcomes: ReadonlyArray<{
        readonly dispatch: PanelDispatch
        readonly outcome: DispatchOutcome
        /** How long the panel took, milliseconds; absent when it was not asked. */
        readonly took?: number
      }>
    ) => Effect.Effect<void>
    /** Everything that one inbound message made may leave now. */
    readonly release: (tenantId: TenantId, messageId: MessageId) => Effect.Effect<void>
  }
>()("relaydesk/ports/Dispatches") {}
