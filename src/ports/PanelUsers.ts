import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { PanelId, TenantId } from "../domain/Ids.ts"
import type { Identity } from "../domain/Registration.ts"
import type { PanelError } from "./Panels.ts"

/** An account on a panel. `balance` and `spent` as the panel writes them, null when it does not say. */
export interface PanelUser {
  readonly username: string
  readonly userId: string | null
  readonly email: string | null
  readonly status: "active" | "inactive" | "suspended" | "banned" | "unknown"
  readonly balance: string | null
  readonly spent: string | null
  readonly currency: string | null
}

/** The accounts of a tenant's panel. Implemented by `adapters/panels`. */
export class PanelUsers extends Context.Service<
  PanelUsers,
  {
    /** The account with exactly this username or e-mail, whatever the case of its letters. A fresh read. */
    readonly find: (
      tenantId: TenantId,
      panelId: PanelId,
      identity: Identity
    ) => Effect.Effect<Option.Option<PanelUser>, PanelError>
    /** The same by username, not older than `maxAgeMillis`; callers at the same time share one read (CU-07). */
    readonly account: (
      tenantId: TenantId,
      panelId: PanelId,
      username: string,
      maxAgeMillis: number
    ) => Effect.Effect<Option.Option<PanelUser>, PanelError>
    /** Subjects and texts of the account's tickets since then (unix milliseconds), for one-time codes (CU-05). */
    readonly ticketTexts: (
      tenantId: TenantId,
      panelId: PanelId,
      username: string,
      since: number
    ) => Effect.Effect<ReadonlyArray<string>, PanelError>
  }
>()("relaydesk/ports/PanelUsers") {}
