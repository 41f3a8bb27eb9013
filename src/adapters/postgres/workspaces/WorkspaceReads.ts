import { Effect, Option } from "effect"
import type { SqlClient } from "effect/sql"
import type { Workspaces, WorkspaceView, LoginTry } from "../../../ports/Workspaces.ts"
import type { AuditRow } from "../../../ports/AuditLog.ts"
import type { TenantId } from "../../../domain/Ids.ts"
import { decodeCursor, decodeIdCursor, encodeCursor, page } from "../Cursor.ts"
import { anywhere } from "../customers/Search.ts"
import { sortKeys, workspaceFilter } from "./WorkspaceFilter.ts"
import { workspaceColumns, type WorkspaceRow, workspaceSources, workspaceView } from "./WorkspaceRows.ts"
import { platformAudit } from "../accounts/PlatformAudit.ts"

type Read = Pick<Workspaces["Service"], "list" | "activity" | "log">
type AuditSql = Omit<AuditRow, "at"> & { readonly at: Date }

/** How much of its past a workspace's page shows. */
const newest = 50

/** What the platform's people read of workspaces; each read is in their log. */
export const workspaceReads = (sql: SqlClient.SqlClient): Read => {
  const note = platformAudit(sql)
  const always = sql`true`
  const auditColumns = sql`
    id, at, actor, action, subject_kind as "subjectKind", subject_id as "subjectId", subject, reason, before, after`

  const one = (id: TenantId) =>
    sql<WorkspaceRow>`select ${workspaceColumns(sql)} from ${workspaceSources(sql)} where t.id = ${id}`

  return {
    list: Effect.fn("Workspaces.list")(function* (by, query) {
      const before = yield* decodeCursor(query.before)
      const { status, sort, before: _, limit, ...filters } = query
      const matching = workspaceFilter(sql, query)
      const key = sortKeys(sql)[sort]
      return yield* Effect.gen(function* () {
        const rows = yield* sql<WorkspaceRow & { readonly key: number }>`
          select ${workspaceColumns(sql)}, ${key} as key from ${workspaceSources(sql)}
          where ${matching} and ${status === null ? always : sql`t.status = ${status}`}
            and ${before === null ? always : sql`(${key}, t.id) < (${before.at.getTime()}::float8, ${before.id}::uuid)`}
          order by ${key} desc, t.id desc limit ${limit + 1}`
        const [counts] = yield* sql<Record<"all" | WorkspaceView["status"], number>>`
          select count(*)::int as all, count(*) filter (where status = 'active')::int as active,
            count(*) filter (where status = 'suspended')::int as suspended,
            count(*) filter (where status = 'banned')::int as banned
          from tenant t where ${matching}`
        const plans = yield* sql<{ plan: string }>`
          select distinct plan from tenant where plan is not null order by plan limit 200`
        yield* note({
          actor: by,
          action: "users.listed",
          subjectKind: "tenant",
          subjectId: "",
          subject: "Users",
          after: { status, ...filters, sort, rows: Math.min(rows.length, limit) }
        })
        const { items, next } = page(rows, limit, (last) => encodeCursor({ lastAt: last.key, id: last.id }))
        return {
          items: items.map(({ key: _, ...row }) => workspaceView(row)),
          next,
          counts: counts!,
          plans: plans.map(({ plan }) => plan)
        }
      }).pipe(Effect.orDie)
    }),

    activity: Effect.fn("Workspaces.activity")(function* (by, id) {
      return yield* Effect.gen(function* () {
        const [workspace] = yield* one(id)
        if (workspace === undefined) return Option.none()
        const logins = yield* sql<Omit<LoginTry, "at"> & { readonly at: Date }>`
          select at, username, ip, outcome from login_attempt where tenant_id = ${id} order by id desc limit ${newest}`
        const changes = yield* sql<AuditSql>`
          select ${auditColumns} from audit_entry where tenant_id = ${id} order by id desc limit ${newest}`
        yield* note({
          actor: by,
          action: "user.read",
          subjectKind: "tenant",
          subjectId: id,
          subject: workspace.username ?? workspace.name
        })
        return Option.some({
          workspace: workspaceView(workspace),
          logins: logins.map((row) => ({ ...row, at: row.at.getTime() })),
          changes: changes.map((row) => ({ ...row, at: row.at.getTime() }))
        })
      }).pipe(Effect.orDie)
    }),

    log: Effect.fn("Workspaces.log")(function* (query) {
      const before = yield* decodeIdCursor(query.before)
      const { search } = query
      const rows = yield* sql<AuditSql>`
        select ${auditColumns} from platform_audit_entry
        where ${search === null ? always : sql`concat_ws(' ', actor, action, subject, reason) ilike ${anywhere(search)}`}
          and ${before === null ? always : sql`id < ${before}::uuid`}
        order by id desc limit ${query.limit + 1}`.pipe(Effect.orDie)
      const { items, next } = page(rows, query.limit, ({ id }) => id)
      return { items: items.map((row) => ({ ...row, at: row.at.getTime() })), next }
    })
  }
}
