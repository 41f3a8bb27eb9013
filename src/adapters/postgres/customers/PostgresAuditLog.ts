import { Effect, Layer } from "effect"
import type { TenantId } from "../../../domain/Ids.ts"
import {
  type AuditEntry,
  AuditLog,
  type AuditProof,
  type AuditQuery,
  type AuditRow
} from "../../../ports/AuditLog.ts"
import { decodeIdCursor, page } from "../Cursor.ts"
import { TenantSql } from "../Database.ts"
import { auditWriter } from "./AuditRows.ts"
import { anywhere } from "./Search.ts"

/** What was changed and by whom, in PostgreSQL (SE-06). */
export const layer = Layer.effect(
  AuditLog,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const audit = auditWriter(sql)
    const always = sql`true`

    const write = Effect.fn("AuditLog.write")(function* (tenantId: TenantId, entry: AuditEntry) {
      yield* within(tenantId, audit(tenantId, entry)).pipe(Effect.orDie)
    })

    const list = Effect.fn("AuditLog.list")(function* (tenantId: TenantId, query: AuditQuery) {
      const before = yield* decodeIdCursor(query.before)
      const { action, actor, from, kinds, search, subjectId = null, to } = query
      const rows = yield* within(
        tenantId,
        sql<Omit<AuditRow, "at"> & { readonly at: Date }>`
          select id, at, actor, action, subject_kind as "subjectKind", subject_id as "subjectId", subject, reason, before, after
          from audit_entry
          where ${action === null ? always : sql`(action = ${action} or starts_with(action, ${`${action}.`}))`}
            and ${search === null ? always : sql`concat_ws(' ', actor, subject, reason) ilike ${anywhere(search)}`}
            and ${subjectId === null ? always : sql`subject_id = ${subjectId}`}
            and ${kinds == null ? always : sql.in("subject_kind", kinds)}
            and ${actor == null ? always : sql`actor = ${actor}`}
            and ${from == null ? always : sql`at >= ${new Date(from)}`}
            and ${to == null ? always : sql`at < ${new Date(to)}`}
            and ${before === null ? always : sql`id < ${before}::uuid`}
          order by id desc limit ${query.limit + 1}`
      ).pipe(Effect.catchTag("SqlError", Effect.die))
      const { items, next } = page(rows, query.limit, ({ id }) => id)
      return { items: items.map((row) => ({ ...row, at: row.at.getTime() })), next }
    })

    const verify = Effect.fn("AuditLog.verify")(function* (tenantId: TenantId) {
      const [row] = yield* within(
        tenantId,
        sql<{ readonly proof: AuditProof }>`select verify_audit(${tenantId}) as proof`
      ).pipe(Effect.orDie)
      return row!.proof
    })

    return AuditLog.of({ write, list, verify })
  })
)
