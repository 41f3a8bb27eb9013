import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { OrderId, PanelId, ProviderId, TenantId } from "../domain/Ids.ts"
import type { ProviderReading } from "./ProviderNames.ts"
import type { ProviderSettings } from "./Tenants.ts"

/** A provider as people see him: his name on the panel is not part of it (PR-03). */
export interface ProviderEntry extends Omit<ProviderSettings, "mark"> {
  readonly panelName: string
  /** Requests of the last 30 days that were his. */
  readonly requests: number
  /** Unix milliseconds. */
  readonly createdAt: number
}

/** What an owner sets (PR-07, PR-08). */
export type ProviderFields = Pick<
  ProviderEntry,
  "alias" | "words" | "format" | "isForwarded" | "isPanelAsked" | "offForward" | "offPanel"
>

/** What a look at a panel brought. */
export interface ImportCounts {
  readonly added: ReadonlyArray<{ readonly id: ProviderId; readonly alias: string }>
  readonly known: number
  readonly manualOrders: number
}

/** How a panel's providers came here; times in unix milliseconds, null before the first. */
export interface ProviderSyncState {
  readonly panelId: PanelId
  readonly panelName: string
  /** The last try, and the last that succeeded. */
  readonly triedAt: number | null
  readonly syncedAt: number | null
  /** Some request names the panel, which then stays in the history when it is removed. */
  readonly hasRequests: boolean
  /** Why the last try failed; null when it succeeded. */
  readonly problem: string | null
}

/** Who a tenant's panels buy from, as the tenant keeps them; every change is audited under `by`, by alias alone. Implemented by `adapters/postgres`. */
export class Providers extends Context.Service<
  Providers,
  {
    /** By panel, then alias; `now` (unix milliseconds) is what the last 30 days end with. */
    readonly list: (tenantId: TenantId, now: number) => Effect.Effect<ReadonlyArray<ProviderEntry>>
    readonly find: (
      tenantId: TenantId,
      id: ProviderId,
      now: number
    ) => Effect.Effect<Option.Option<ProviderEntry>>
    /**
     * What is left out stays. `taken`: another provider of the tenant has the alias, letter case aside; `reveals`: alias,
     * words or format hold the provider's domain.
     */
    readonly edit: (
      tenantId: TenantId,
      id: ProviderId,
      fields: Partial<ProviderFields>,
      by: string
    ) => Effect.Effect<"edited" | "missing" | "taken" | "reveals">
    /** With his own routes. He comes back, under a new alias, when the panel names him again. False when there is none. */
    readonly remove: (tenantId: TenantId, id: ProviderId, by: string) => Effect.Effect<boolean>
    /** Up to 100 orders that were asked for on this panel: those of nobody known first, then the newest. */
    readonly askedOrders: (tenantId: TenantId, panelId: PanelId) => Effect.Effect<ReadonlyArray<OrderId>>
    /** Takes up whom the reading names for the first time; `nextAt` (unix milliseconds) is when the panel is due again. */
    readonly learn: (
      tenantId: TenantId,
      panelId: PanelId,
      reading: ProviderReading,
      by: string,
      nextAt: number
    ) => Effect.Effect<ImportCounts>
    /** Notes that a look failed; what is known stays. */
    readonly syncFailed: (
      tenantId: TenantId,
      panelId: PanelId,
      problem: string,
      nextAt: number
    ) => Effect.Effect<void>
    readonly states: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<ProviderSyncState>>
    /**
     * Panels of all tenants that are due at `now`, each given to one asker, until `heldUntil`: those whose time has come, a
     * new one after some minutes, and those where a request was accepted for a provider nobody knows.
     */
    readonly claimDue: (
      now: number,
      heldUntil: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<{ readonly tenantId: TenantId; readonly panelId: PanelId }>>
  }
>()("relaydesk/ports/Providers") {}
