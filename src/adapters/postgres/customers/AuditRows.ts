import { Clock, Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { TenantId } from "../../../domain/Ids.ts"
import type { AuditEntry } from "../../../ports/AuditLog.ts"
import { newId } from "../NewId.ts"

/** Adds entries within the transaction of what they tell of: all in one statement. */
export const auditWriter = (sql: SqlClient.SqlClient) =>
  Effect.fnUntraced(function* (tenantId: TenantId, ...entries: ReadonlyArray<AuditEntry>) {
    if (entries.length === 0) return
    const at = new Date(yield* Clock.currentTimeMillis).toISOString()
    const rows = entries.map((entry) => ({
      id: newId(),
      actor: entry.actor,
      action: entry.action,
      kind: entry.subjectKind,
      subject_id: entry.subjectId,
      subject: entry.subject,
      reason: entry.reason ?? null,
      before: entry.before ?? null,
      after: entry.after ?? null
    }))
    yield* sql`
      insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, reason, before, after)
      select id, ${tenantId}::uuid, ${at}::timestamptz, actor, action, kind, subject_id, subject, reason, before, after
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, actor text, action text, kind text,
        subject_id text, subject text, reason text, before jsonb, after jsonb)`
  })

type Values = Readonly<Record<string, unknown>>

/** Only what differs, as an entry keeps it; null when nothing does. */
export const difference = (before: Values, after: Values): { before: Values; after: Values } | null => {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (keys.length === 0) return null
  const only = (values: Values) => Object.fromEntries(keys.map((key) => [key, values[key] ?? null]))
  return { before: only(before), after: only(after) }
}
