import { Context } from "effect"
import type { Effect } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { DispatchId, OrderId, ProviderId, TenantId } from "../domain/Ids.ts"

/** A call of a provider's own API that this runner has claimed; `mayHaveHappened` = an earlier attempt's outcome is unknown (DI-03). */
export interface ProviderDispatch {
  readonly id: DispatchId
  readonly tenantId: TenantId
  readonly kind: "provider_api" | "provider_ticket"
  /** Null when the provider is gone. */
  readonly providerId: ProviderId | null
  readonly command: RequestCommand
  readonly orderId: OrderId
  readonly externalId: string | null
  /** 1 when it was never tried, or when a person says to try it again. */
  readonly attempts: number
  readonly mayHaveHappened: boolean
}

/** How one attempt ended. `nextAt` in unix milliseconds; `safeText` may be shown to the owner; `ref` is the refill's number. */
export type ProviderOutcome =
  | { readonly _tag: "Done"; readonly ref: string | null }
  | {
      readonly _tag: "Retry"
      readonly nextAt: number
      readonly mayHaveHappened: boolean
      readonly safeText: string
    }
  | { readonly _tag: "Dead"; readonly safeText: string }
  /** Whether it happened only a person can find out. */
  | { readonly _tag: "Uncertain"; readonly safeText: string }

/** The outbox of calls of providers' own APIs (OR-11, PR-09). Implemented by `adapters/postgres`. */
export class ProviderDispatches extends Context.Service<
  ProviderDispatches,
  {
    /** Claims what is due for two minutes; `nextAt` is when the next one is, null when none waits. */
    readonly take: (
      now: number,
      limit: number
    ) => Effect.Effect<{ readonly claimed: ReadonlyArray<ProviderDispatch>; readonly nextAt: number | null }>
    readonly settle: (
      outcomes: ReadonlyArray<{ readonly dispatch: ProviderDispatch; readonly outcome: ProviderOutcome }>
    ) => Effect.Effect<void>
  }
>()("relaydesk/ports/ProviderDispatches") {}
