import { Context } from "effect"
import type { Effect } from "effect"
import type { PanelId, TenantId } from "../domain/Ids.ts"
import type { PanelError } from "./Panels.ts"

/** A service as a panel offers it to its customers; null where the panel does not say. */
export interface OfferedService {
  readonly serviceId: string
  readonly name: string
  readonly category: string | null
  /** Price of 1000, as the panel writes it. */
  readonly rate: string | null
  readonly min: number | null
  readonly max: number | null
  readonly isRefill: boolean | null
  readonly isCancel: boolean | null
}

/** What a tenant's panel sells, by its user API. Implemented by `adapters/panels`. */
export class Catalogue extends Context.Service<
  Catalogue,
  {
    /** The whole list, each id once. `NotConfigured` when the owner gave no key of the user API. Waits behind people when `PanelPriority` says so. */
    readonly services: (
      tenantId: TenantId,
      panelId: PanelId
    ) => Effect.Effect<ReadonlyArray<OfferedService>, PanelError>
  }
>()("relaydesk/ports/Catalogue") {}
