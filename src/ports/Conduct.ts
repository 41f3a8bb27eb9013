import { Context } from "effect"
import type { Effect } from "effect"
import type { ConductKind, ConductLimit } from "../domain/ConductLimits.ts"
import type { ContactId, CustomerId, TenantId } from "../domain/Ids.ts"

/** What a count came to. */
export interface ConductVerdict {
  readonly count: number
  /** Unix milliseconds; null = not blocked. */
  readonly blockedUntil: number | null
  /** This count began the block: the one that may be told (CU-09). */
  readonly isFirst: boolean
}

/** What people did lately, and who must wait. Survives a restart. Implemented by `adapters/postgres`. */
export class Conduct extends Context.Service<
  Conduct,
  {
    /** Counts `count` more of `kind`; 0 only looks. `contactId` null counts for the whole tenant. A wait that begins is audited with its reason. */
    readonly note: (
      tenantId: TenantId,
      contactId: ContactId | null,
      kind: ConductKind,
      count: number,
      now: number,
      limit: ConductLimit
    ) => Effect.Effect<ConductVerdict>
    /** Silences the bot for a customer until the owner enables him again; false when it was silent already, or the owner exempted him. Audited with the reason. */
    readonly suspend: (
      tenantId: TenantId,
      customerId: CustomerId,
      reason: string,
      now: number
    ) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/Conduct") {}
