import { Context } from "effect"
import type { Effect } from "effect"
import type { TenantId } from "../domain/Ids.ts"
import type { LogLine } from "../domain/LiveEvent.ts"
import type { BadCursor, LogQuery, Page } from "./Desk.ts"

/** A line of some workspace's log. */
export interface PlatformLine extends LogLine {
  readonly tenantId: TenantId
  readonly tenantName: string
}

/** The logs of all workspaces, for the platform's people: lines alone, no chats. Implemented by `adapters/postgres`. */
export class PlatformLogs extends Context.Service<
  PlatformLogs,
  {
    /**
     * Newest first; `tenantId` null = of all. A page may be short, even empty, and still have a `next`: a look goes
     * through so many lines and no more.
     */
    readonly lines: (
      query: LogQuery & { readonly tenantId: TenantId | null }
    ) => Effect.Effect<Page<PlatformLine>, BadCursor>
    /** By name, thousands at most. */
    readonly workspaces: Effect.Effect<ReadonlyArray<{ readonly id: TenantId; readonly name: string }>>
  }
>()("relaydesk/ports/PlatformLogs") {}
