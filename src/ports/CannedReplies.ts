import { Context } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"

/** A text that staff write again and again, called by its name with "/" (LD-03). */
export interface CannedReply {
  readonly id: string
  /** Without the slash; one of its kind, whatever its case. */
  readonly name: string
  readonly text: string
}

/** The tenant's canned replies. Implemented by `adapters/postgres`. */
export class CannedReplies extends Context.Service<
  CannedReplies,
  {
    /** By name, at most 500. */
    readonly list: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<CannedReply>>
    /** Adds it, or replaces the text of the one with this name; null when there are 500 already. */
    readonly save: (tenantId: TenantId, name: string, text: string) => Effect.Effect<CannedReply | null>
    /** False when there is none of this id. */
    readonly remove: (tenantId: TenantId, id: string) => Effect.Effect<boolean>
  }
>()("relaydesk/ports/CannedReplies") {}
