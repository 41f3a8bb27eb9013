import { Context } from "effect"
import type { Effect } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { RefillState } from "../domain/FollowUp.ts"
import type { OrderId, ProviderId, TenantId } from "../domain/Ids.ts"
import type { OrderStatus } from "../domain/Order.ts"
import type { PanelError } from "./Panels.ts"

/** What a provider's API said to one order, by his own number of it. */
export interface ProviderResult {
  readonly externalId: string
  readonly isAccepted: boolean
  /** Safe to show to the owner; empty when accepted. */
  readonly message: string
  /** What the API calls the refill that it made; null when it does not say. */
  readonly ref: string | null
}

/** What a provider's ticket is about. */
export interface ProviderTicket {
  readonly externalId: string
  readonly orderId: OrderId
  readonly command: RequestCommand
}

/**
 * Providers' own APIs (OR-11, PR-09), with the key that the owner saved; `NotConfigured` without one. `safeText` names no
 * domain and says "provider". Each provider is called twice a second at most. Implemented by `adapters/panels`.
 */
export class ProviderCalls extends Context.Service<
  ProviderCalls,
  {
    /** The account's money as the provider writes it; changes nothing. */
    readonly balance: (tenantId: TenantId, providerId: ProviderId) => Effect.Effect<string, PanelError>
    /** One call for up to 100 orders. Not repeated here. */
    readonly request: (
      tenantId: TenantId,
      providerId: ProviderId,
      command: "refill" | "cancel",
      externalIds: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<ProviderResult>, PanelError>
    /** One call for up to 100 orders; what the provider does not know is absent. */
    readonly statuses: (
      tenantId: TenantId,
      providerId: ProviderId,
      externalIds: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, OrderStatus>, PanelError>
    /** One call for up to 100 refills; what the provider does not know is absent. */
    readonly refills: (
      tenantId: TenantId,
      providerId: ProviderId,
      refs: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, RefillState>, PanelError>
    /** Opens a ticket by the endpoint that the owner described; `NotConfigured` when he did not. Not repeated here. */
    readonly openTicket: (
      tenantId: TenantId,
      providerId: ProviderId,
      ticket: ProviderTicket
    ) => Effect.Effect<void, PanelError>
  }
>()("relaydesk/ports/ProviderCalls") {}
