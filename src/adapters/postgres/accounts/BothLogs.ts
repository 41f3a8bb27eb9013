import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { TenantId } from "../../../domain/Ids.ts"
import type { AuditEntry } from "../../../ports/AuditLog.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { platformAudit } from "./PlatformAudit.ts"

/** Adds what one of the platform's people did with a workspace to its log and to the platform's, within the transaction of what it tells of. */
export const bothLogs = (sql: SqlClient.SqlClient) => {
  const audit = auditWriter(sql)
  const note = platformAudit(sql)
  return Effect.fnUntraced(function* (tenantId: TenantId, entry: AuditEntry) {
    // So that nobody takes him for one of the workspace's own.
    yield* audit(tenantId, { ...entry, actor: ofPlatform(entry.actor) })
    yield* note(entry)
  })
}

/** The name of one of the platform's people, as a workspace reads it. */
export const ofPlatform = (username: string): string => `${username} (platform)`
