import type { SqlClient } from "effect/sql"
import type { WorkspaceView, MessagePrices } from "../../../ports/Workspaces.ts"

/** One workspace as the database has it. */
export type WorkspaceRow = Omit<WorkspaceView, "createdAt" | "lastLoginAt" | "messagePrices"> & {
  readonly createdAt: Date
  readonly lastLoginAt: Date | null
  readonly messagePrices: Partial<MessagePrices>
}

/** What a page of the list shows of `t`, a workspace; needs `o`, its first owner, `a`, the last log-in of anybody of it, and `w`, its wallet. */
export const workspaceColumns = (sql: SqlClient.SqlClient) => sql`
  t.id, o.username, t.name, t.status, t.created_at as "createdAt", t.discount_percent as "discountPercent",
  t.message_prices as "messagePrices", t.plan, coalesce(w.balance, 0)::float8 as credit,
  coalesce(w.overdraft, 0)::float8 as overdraft, a.at as "lastLoginAt", a.ip as "lastLoginIp",
  (select count(*)::int from channel c where c.tenant_id = t.id and c.kind = 'whatsapp') as whatsapp,
  (select count(*)::int from channel c where c.tenant_id = t.id and c.kind = 'telegram') as telegram,
  (select count(*)::int from panel p where p.tenant_id = t.id) as panels,
  (select count(*)::int from login s where s.tenant_id = t.id and s.role = 'staff') as staff`

/** The sources of `workspaceColumns`. */
export const workspaceSources = (sql: SqlClient.SqlClient) => sql`
  tenant t
  left join lateral (
    select username from login where tenant_id = t.id and role = 'owner' order by created_at, id limit 1
  ) o on true
  left join lateral (
    select at, ip from login_attempt where tenant_id = t.id and outcome = 'accepted' order by at desc limit 1
  ) a on true
  left join ledger_account w on w.tenant_id = t.id and w.kind = 'wallet'`

/** A row for the outside. */
export const workspaceView = (row: WorkspaceRow): WorkspaceView => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  lastLoginAt: row.lastLoginAt?.getTime() ?? null,
  messagePrices: { whatsapp: null, telegram: null, group: null, ...row.messagePrices }
})
