import type { SqlClient } from "effect/sql"
import type { LoginId } from "../../../domain/Ids.ts"
import { newId } from "../NewId.ts"

/** Writes to the workspace's audit log what happened to a login, in the transaction in which it happens; the platform's own logins have no such log. */
export const loginAudit =
  (sql: SqlClient.SqlClient) =>
  (loginId: LoginId, action: string, actor: string | null, reason: string | null = null) =>
    sql`
    insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject, reason)
    select ${newId()}::uuid, tenant_id, now(), coalesce(${actor}, username), ${action}, 'login', id::text, username, ${reason}
    from login where id = ${loginId} and tenant_id is not null`
