import { Context } from "effect"
import type { Effect, Redacted } from "effect"
import type { OrderId, PanelId, TenantId } from "../domain/Ids.ts"
import type { PanelError } from "./Panels.ts"

/** Somebody the panel buys from. */
export interface NamedProvider {
  /** Matches `Order.providerMark`. */
  readonly mark: string
  /** As the panel writes it: a domain, or the panel's own alias. */
  readonly name: Redacted.Redacted
}

/** Who delivers, as far as a look at the panel showed. */
export interface ProviderReading {
  /** Each once. */
  readonly providers: ReadonlyArray<NamedProvider>
  /** Orders that the look went through, and those of them that the owner's own staff deliver. */
  readonly orders: number
  readonly manualOrders: number
}

/** Who a tenant's panel buys from, by reads that change nothing. Implemented by `adapters/panels`. */
export class ProviderNames extends Context.Service<
  ProviderNames,
  {
    /**
     * From the panel's list of providers where it has one, else from its recent orders, and in any case from the given
     * orders (100 at most). `NotConfigured` where the kind of panel shows neither. Waits behind people.
     */
    readonly read: (
      tenantId: TenantId,
      panelId: PanelId,
      orders: ReadonlyArray<OrderId>
    ) => Effect.Effect<ProviderReading, PanelError>
  }
>()("relaydesk/ports/ProviderNames") {}
