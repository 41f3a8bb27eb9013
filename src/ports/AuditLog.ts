import { Context } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"
import type { BadCursor, PageQuery } from "./Desk.ts"

/** Something that somebody changed, or that the gateway did by itself; `actor` is a login's name or "system". */
export interface AuditEntry {
  readonly actor: string
  /** "customer.added", "customer.suspended", "rules.changed" … */
  readonly action: string
  readonly subjectKind:
    | "customer"
    | "registration"
    | "rules"
    | "templates"
    | "contact"
    | "conversation"
    | "request"
    | "panel"
    | "route"
    | "provider"
    | "login"
    | "key"
    | "tenant"
    | "channel"
  readonly subjectId: string
  /** What people call it. */
  readonly subject: string
  readonly reason?: string
  /** Only what changed; never a secret. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** Which entries; what is absent or null does not matter. */
export interface AuditQuery extends PageQuery {
  /** Whole, or its first part alone. */
  readonly action: string | null
  readonly search: string | null
  /** Of what was changed. */
  readonly subjectId?: string | null
  readonly kinds?: ReadonlyArray<AuditEntry["subjectKind"]> | null
  /** The name of who did it, whole. */
  readonly actor?: string | null
  /** At or after, and before; unix milliseconds. */
  readonly from?: number | null
  readonly to?: number | null
}

/** An entry as it is read; `at` unix milliseconds. */
export interface AuditRow extends Required<Pick<AuditEntry, "actor" | "action" | "subject" | "subjectId">> {
  readonly id: string
  readonly at: number
  readonly subjectKind: string
  readonly reason: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/**
 * What a look through a tenant's whole log found: `checked` entries from number `from` to `last`, the last of which has
 * `hash`; who keeps `last` and `hash` elsewhere can tell later whether the end was cut off. `broken` is the first entry
 * that is not as it was written: changed, missing from the chain's middle, or added beside it.
 */
export interface AuditProof {
  readonly checked: number
  readonly from: number
  readonly last: number
  readonly hash: string
  readonly broken: {
    readonly number: number | null
    readonly entryId: string | null
    readonly reason: "changed" | "missing" | "unlinked"
  } | null
}

/** What was changed, by whom, from what to what. Only ever added to; the adapters that change things add to it in the same transaction. */
export class AuditLog extends Context.Service<
  AuditLog,
  {
    readonly write: (tenantId: TenantId, entry: AuditEntry) => Effect.Effect<void>
    readonly list: (
      tenantId: TenantId,
      query: AuditQuery
    ) => Effect.Effect<{ readonly items: ReadonlyArray<AuditRow>; readonly next: string | null }, BadCursor>
    /** Reads the tenant's whole log again and compares it with its chain of hashes (SE-06). */
    readonly verify: (tenantId: TenantId) => Effect.Effect<AuditProof>
  }
>()("relaydesk/ports/AuditLog") {}
