import { Effect, Layer } from "effect"
import type { TenantId } from "../../../domain/Ids.ts"
import { type PlatformLine, PlatformLogs } from "../../../ports/PlatformLogs.ts"
import { PlatformSql } from "../Database.ts"
import { readLog } from "./LogReads.ts"

/** More names than a list to pick from can show. */
const mostWorkspaces = 5_000

/** The logs of all workspaces in PostgreSQL. */
export const layer = Layer.effect(
  PlatformLogs,
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    return PlatformLogs.of({
      lines: Effect.fn("PlatformLogs.lines")(function* ({ tenantId, ...query }) {
        return yield* readLog<Pick<PlatformLine, "tenantId" | "tenantName">>(sql, query, {
          more: sql`l.tenant_id as "tenantId", (select name from tenant t where t.id = l.tenant_id) as "tenantName"`,
          ...(tenantId === null ? {} : { of: sql`l.tenant_id = ${tenantId}` })
        }).pipe(Effect.catchTag("SqlError", Effect.die))
      }),
      workspaces: sql<{ id: TenantId; name: string }>`
        select id, name from tenant order by lower(name), id limit ${mostWorkspaces}`.pipe(
        Effect.orDie,
        Effect.withSpan("PlatformLogs.workspaces")
      )
    })
  })
)
