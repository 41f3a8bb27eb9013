import { Context } from "effect"
import type { Effect } from "effect"
import type { PanelId, TenantId } from "../domain/Ids.ts"
import type { Order } from "../domain/Order.ts"
import type { OfferedService } from "./Catalogue.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"

/** A service as we know it. */
export interface KnownService extends OfferedService {
  readonly panelId: PanelId
  readonly panelName: string
  /** Staff deliver it; null until an order of it was read. */
  readonly isManual: boolean | null
  /** It was in the panel's list at the last refresh; others are known from orders. */
  readonly isListed: boolean
  /** Unix milliseconds. */
  readonly seenAt: number
}

export interface ServiceQuery extends PageQuery {
  readonly panelId: PanelId | null
  /** `disagree`: the name says one thing and the panel's flag the other; `unclear`: the name promises something without saying what. */
  readonly filter: "all" | "disagree" | "unclear"
  /** A service id, or part of a name or category; null = everything. Untrusted. */
  readonly search: string | null
}

/** What a refresh changed. */
export interface RefreshCounts {
  readonly added: number
  readonly changed: number
  readonly gone: number
  readonly total: number
}

/** How a panel's list came here; times in unix milliseconds, null before the first. */
export interface CatalogueState {
  readonly panelId: PanelId
  readonly panelName: string
  /** The owner gave a key of the panel's user API; without one, services are known from orders alone. */
  readonly hasKey: boolean
  /** The last try. */
  readonly triedAt: number | null
  /** The last try that succeeded, and what it changed. */
  readonly refreshedAt: number | null
  readonly counts: Omit<RefreshCounts, "total"> | null
  /** Why the last try failed; null when it succeeded. */
  readonly problem: string | null
}

/** The services of a tenant's panels (OR-08). A failure of the database is a defect. Implemented by `adapters/postgres`. */
export class Services extends Context.Service<
  Services,
  {
    /** Disagreements first, then unclear ones, each by panel and number. `counts` ignore `filter` and page. */
    readonly list: (
      tenantId: TenantId,
      query: ServiceQuery
    ) => Effect.Effect<
      Page<KnownService> & {
        readonly counts: { readonly all: number; readonly disagree: number; readonly unclear: number }
      },
      BadCursor
    >
    readonly states: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<CatalogueState>>
    /** Takes over a panel's list as it is now; `nextAt` (unix milliseconds) is when it is due again. */
    readonly replace: (
      tenantId: TenantId,
      panelId: PanelId,
      services: ReadonlyArray<OfferedService>,
      nextAt: number
    ) => Effect.Effect<RefreshCounts>
    /** Notes that a refresh failed; what is known stays. */
    readonly refreshFailed: (
      tenantId: TenantId,
      panelId: PanelId,
      problem: string,
      nextAt: number
    ) => Effect.Effect<void>
    /** Remembers the services of orders that were read: beside their way, in batches, the oldest dropped when too many wait. */
    readonly learn: (tenantId: TenantId, panelId: PanelId, orders: Iterable<Order>) => Effect.Effect<void>
    /** Panels of all tenants whose list can be read and is due at `now` (unix milliseconds), the longest due first. */
    readonly due: (
      now: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<{ readonly tenantId: TenantId; readonly panelId: PanelId }>>
  }
>()("relaydesk/ports/Services") {}
