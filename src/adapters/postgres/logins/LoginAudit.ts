import type { SqlClient } from "effect/sql"
import type { LoginId } from "../../../domain/Ids.ts"
import type { AuditEntry } from "../../../ports/AuditLog.ts"
import { newId } from "../NewId.ts"

/**
 * Writes what happened to a login, in the transaction in which it happens: to its workspace's audit log, and to the
 * platform's when it is one of the platform's own logins or one of them did it. `actor` null = the login itself.
 */
export const loginAudit =
  (sql: SqlClient.SqlClient) =>
  (
    loginId: LoginId,
    action: string,
    actor: string | null,
    reason: string | null = null,
    changed: Pick<AuditEntry, "before" | "after"> = {}
  ) =>
    sql`
    with entry as (
      select tenant_id, now() as at, coalesce(${actor}::text, username) as actor, ${action}::text as action, id::text as id,
        username, ${reason}::text as reason, ${json(changed.before)}::jsonb as before, ${json(changed.after)}::jsonb as after
      from login where id = ${loginId}
    ), own as (
      insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, reason, before, after)
      select ${newId()}::uuid, tenant_id, at, actor, action, 'login', id, username, reason, before, after
      from entry where tenant_id is not null
    )
    insert into platform_audit_entry (id, at, actor, action, subject_kind, subject_id, subject, reason, before, after)
    select ${newId()}::uuid, at, actor, action, 'login', id, username, reason, before, after
    from entry where tenant_id is null
      or exists (select 1 from login l where lower(l.username) = lower(entry.actor) and l.tenant_id is null)`

const json = (values: AuditEntry["before"]) => (values === undefined ? null : JSON.stringify(values))
