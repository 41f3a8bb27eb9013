import { Effect, Layer } from "effect"
import { type CannedReply, CannedReplies } from "../../../ports/CannedReplies.ts"
import { TenantSql } from "../Database.ts"
import { newId } from "../NewId.ts"

const most = 500

/** Canned replies in PostgreSQL. */
export const layer = Layer.effect(
  CannedReplies,
  Effect.gen(function* () {
    const { sql, within } = yield* TenantSql

    const list: CannedReplies["Service"]["list"] = Effect.fn("CannedReplies.list")((tenantId) =>
      within(
        tenantId,
        sql<CannedReply>`select id, name, text from canned_reply order by lower(name) limit ${most}`
      ).pipe(Effect.orDie)
    )

    const save: CannedReplies["Service"]["save"] = Effect.fn("CannedReplies.save")(
      function* (tenantId, name, text) {
        const rows = yield* within(
          tenantId,
          sql<CannedReply>`
            insert into canned_reply as r (id, tenant_id, name, text)
            select ${newId()}, ${tenantId}, ${name}, ${text}
              where (select count(*) from canned_reply) < ${most}
                or exists (select 1 from canned_reply where lower(name) = lower(${name}))
            on conflict (tenant_id, lower(name)) do update set name = excluded.name, text = excluded.text
            returning id, name, text`
        ).pipe(Effect.orDie)
        return rows[0] ?? null
      }
    )

    const remove: CannedReplies["Service"]["remove"] = Effect.fn("CannedReplies.remove")(
      function* (tenantId, id) {
        const rows = yield* within(
          tenantId,
          sql`delete from canned_reply where id = ${id} returning id`
        ).pipe(Effect.orDie)
        return rows.length > 0
      }
    )

    return CannedReplies.of({ list, save, remove })
  })
)
