import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { PanelId, TenantId } from "../domain/Ids.ts"

/** That copies of a panel exist, without what is in them; times in unix milliseconds. */
export interface RecoveryEntry {
  readonly panelId: PanelId
  readonly tenantId: TenantId
  readonly tenantName: string | null
  readonly providers: number
  readonly keptAt: number
  /** When the panel went; null while it is there. */
  readonly removedAt: number | null
  /** When the last of its copies is deleted; null while the panel is there. */
  readonly deletedAt: number | null
}

/** What the copies of a panel say. `removedAt` in unix milliseconds, null while the provider is there. */
export interface RecoveryContent {
  readonly panelName: string | null
  readonly providers: ReadonlyArray<{
    readonly name: string
    readonly alias: string
    readonly removedAt: number | null
  }>
}

/** Who opens a copy, and why. */
export interface RecoveryReader {
  readonly username: string
  readonly reason: string
}

/**
 * Sealed copies of panel names, provider names and aliases, for the platform's admin alone, which outlive panel and
 * provider by some days (MA-03). Implemented by `adapters/postgres`.
 */
export class RecoveryVault extends Context.Service<
  RecoveryVault,
  {
    /** Days that a copy outlives what it is of; 0 = no copies are kept. */
    readonly days: number
    /** Copies a panel and its providers as they are now; a failure is logged, as nobody waits for it. */
    readonly keep: (tenantId: TenantId, panelId: PanelId) => Effect.Effect<void>
    /** Newest first. */
    readonly list: Effect.Effect<ReadonlyArray<RecoveryEntry>>
    /** Opens the copies of a panel; that it is done is on record before. None when there are none. */
    readonly open: (panelId: PanelId, reader: RecoveryReader) => Effect.Effect<Option.Option<RecoveryContent>>
    /** Deletes what has outlived its time at `now` (unix milliseconds), everything when no copies are kept; gives how many. */
    readonly purge: (now: number) => Effect.Effect<number>
  }
>()("relaydesk/ports/RecoveryVault") {}
