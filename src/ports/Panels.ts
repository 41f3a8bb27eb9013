import { Context, Schema } from "effect"
import type { Effect } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { OrderId, PanelId, TenantId } from "../domain/Ids.ts"
import type { Order } from "../domain/Order.ts"

/**
 * A panel that did not answer as it should.
 * - `Unreachable`: no answer, 5xx, HTML, half JSON; nothing was changed for reads, unknown for writes when `mayHaveHappened`.
 * - `RateLimited`, `Unauthorized`, `Refused` (the panel said no, for good).
 * `safeText` never holds a key, a domain or a stack.
 */
export class PanelError extends Schema.TaggedError<PanelError>()("PanelError", {
  reason: Schema.Literals(["Unreachable", "RateLimited", "Unauthorized", "Refused", "NotConfigured"]),
  mayHaveHappened: Schema.Boolean,
  safeText: Schema.String
}) {}

/** What the panel said to one order of a write. */
export interface WriteResult {
  readonly orderId: OrderId
  readonly isAccepted: boolean
  /** Safe to show to the owner; empty when accepted. */
  readonly message: string
}

/** The tenant's SMM panels. Implemented by `adapters/panels`. */
export class Panels extends Context.Service<
  Panels,
  {
    /** Reads orders, one call for up to 100 ids, shared and within the panel's rate limit (BU-04). Ids the panel does not know are absent. */
    readonly findOrders: (
      tenantId: TenantId,
      panelId: PanelId,
      ids: ReadonlyArray<OrderId>
    ) => Effect.Effect<ReadonlyMap<OrderId, Order>, PanelError>
    /** Whether this kind of panel has a request for the command at all (Perfect Panel: cancel; Rental Panel: nothing; user API: both). */
    readonly canRequest: (
      tenantId: TenantId,
      panelId: PanelId,
      command: RequestCommand
    ) => Effect.Effect<boolean, PanelError>
    /** Makes the panel's own request for the orders, one call for up to 100 ids. Not repeated here. */
    readonly request: (
      tenantId: TenantId,
      panelId: PanelId,
      command: RequestCommand,
      ids: ReadonlyArray<OrderId>
    ) => Effect.Effect<ReadonlyArray<WriteResult>, PanelError>
    /**
     * After an unknown outcome: which of the orders already carry the request, by a fresh read (DI-03). Where no read can
     * tell, it is `Refused` with `mayHaveHappened`, for a person to look.
     */
    readonly alreadyRequested: (
      tenantId: TenantId,
      panelId: PanelId,
      command: RequestCommand,
      ids: ReadonlyArray<OrderId>
    ) => Effect.Effect<ReadonlySet<OrderId>, PanelError>
  }
>()("relaydesk/ports/Panels") {}
