import { Clock, Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { AuditEntry } from "../../../ports/AuditLog.ts"
import { newId } from "../NewId.ts"

/** Adds to the platform's log, within the transaction of what it tells of; only ever added to. */
export const platformAudit = (sql: SqlClient.SqlClient) =>
  Effect.fnUntraced(function* (entry: AuditEntry) {
    const at = new Date(yield* Clock.currentTimeMillis)
    yield* sql`
      insert into platform_audit_entry (id, at, actor, action, subject_kind, subject_id, subject, reason, before, after)
      values (${newId()}, ${at}, ${entry.actor}, ${entry.action}, ${entry.subjectKind}, ${entry.subjectId},
        ${entry.subject}, ${entry.reason ?? null}, ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb)`
  })

const json = (values: AuditEntry["before"]) => (values === undefined ? null : JSON.stringify(values))
