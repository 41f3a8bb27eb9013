import { Clock, Effect, Layer, Option } from "effect"
import type { ApiKeyId, TenantId } from "../../../domain/Ids.ts"
import { ApiKeys, type ApiKeyView, type StoredKey } from "../../../ports/ApiKeys.ts"
import { auditWriter } from "../customers/AuditRows.ts"
import { PlatformSql, TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"

type Dates = "createdAt" | "lastUsedAt" | "revokedAt"
type Row = Omit<ApiKeyView, Dates> & {
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

/** Keys of the public HTTP API in PostgreSQL. */
export const layer = Layer.effect(
  ApiKeys,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql
    const platform = yield* PlatformSql
    const audit = auditWriter(sql)
    const columns = sql`id, name, prefix, scopes, created_by as "createdBy", created_at as "createdAt",
      last_used_at as "lastUsedAt", revoked_at as "revokedAt"`

    return ApiKeys.of({
      list: Effect.fn("ApiKeys.list")(function* (tenantId) {
        const rows = yield* within(
          tenantId,
          sql<Row>`select ${columns} from api_key order by created_at desc, id desc`
        ).pipe(Effect.orDie)
        return rows.map(view)
      }),

      create: Effect.fn("ApiKeys.create")(function* (tenantId, by, { name, prefix, hash, scopes }) {
        const id = newId()
        const now = new Date(yield* Clock.currentTimeMillis)
        const insert = sql<Row>`
          insert into api_key (id, tenant_id, name, prefix, hash, scopes, created_by, created_at)
          values (${id}, ${tenantId}, ${name}, ${prefix}, ${hash}, ${[...scopes]}::text[], ${by}, ${now})
          returning ${columns}`
        const told = audit(tenantId, {
          actor: by,
          action: "key.created",
          subjectKind: "key",
          subjectId: id,
          subject: name,
          after: { scopes }
        })
        const rows = yield* within(tenantId, Effect.tap(insert, told)).pipe(Effect.orDie)
        return view(rows[0]!)
      }),

      revoke: Effect.fn("ApiKeys.revoke")(function* (tenantId: TenantId, by: string, id: ApiKeyId) {
        const now = new Date(yield* Clock.currentTimeMillis)
        return yield* within(
          tenantId,
          Effect.gen(function* () {
            const [row] = yield* sql<{ name: string }>`
              update api_key set revoked_at = ${now} where id = ${id} and revoked_at is null returning name`
            if (row === undefined) return false
            yield* audit(tenantId, {
              actor: by,
              action: "key.revoked",
              subjectKind: "key",
              subjectId: id,
              subject: row.name
            })
            return true
          })
        ).pipe(Effect.orDie)
      }),

      find: Effect.fn("ApiKeys.find")(function* (prefix) {
        const [row] = yield* platform<Omit<StoredKey, "lastUsedAt"> & { lastUsedAt: Date | null }>`
          select k.id, k.name, k.scopes, k.hash, k.last_used_at as "lastUsedAt", k.tenant_id as "tenantId",
            t.name as "tenantName", t.time_zone as "timeZone"
          from api_key k join tenant t on t.id = k.tenant_id
          where k.prefix = ${prefix} and k.revoked_at is null and t.status = 'active'`.pipe(Effect.orDie)
        return Option.map(Option.fromUndefinedOr(row), (found) => ({
          ...found,
          lastUsedAt: found.lastUsedAt?.getTime() ?? null
        }))
      }),

      used: Effect.fn("ApiKeys.used")(function* (id, at) {
        yield* platform`update api_key set last_used_at = ${new Date(at)} where id = ${id}`.pipe(Effect.orDie)
      })
    })
  })
)

const view = (row: Row): ApiKeyView => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  lastUsedAt: row.lastUsedAt?.getTime() ?? null,
  revokedAt: row.revokedAt?.getTime() ?? null
})
