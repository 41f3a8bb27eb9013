import { Effect, Option } from "effect"
import type { RegistrationId, TenantId } from "../../../../domain/Ids.ts"
import type { RegistrationQuery } from "../../../../ports/Registrations.ts"
import { decodeIdCursor, page } from "../../Cursor.ts"
import { TenantSql } from "../../Database.ts"
import { listedRows, type ListedRow, matching, toListed } from "./RegistrationRows.ts"

/** Registrations as the owner reads them. */
export const registrationLists = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql

  const list = Effect.fn("Registrations.list")(function* (tenantId: TenantId, query: RegistrationQuery) {
    const before = yield* decodeIdCursor(query.before)
    const { counts, rows } = yield* within(
      tenantId,
      Effect.all({
        rows: sql<ListedRow>`
          ${listedRows(sql)} where ${matching(sql, query)} and ${before === null ? sql`true` : sql`r.id < ${before}::uuid`}
          order by r.id desc limit ${query.limit + 1}`,
        counts: sql<{
          waiting: number
        }>`select count(*)::int as waiting from registration where state = 'waiting'`
      })
    ).pipe(Effect.catchTag("SqlError", Effect.die))
    const { items, next } = page(rows, query.limit, ({ id }) => id)
    return { items: items.map(toListed), next, waiting: counts[0]!.waiting }
  })

  const find = Effect.fn("Registrations.find")(function* (tenantId: TenantId, id: RegistrationId) {
    const [row] = yield* within(tenantId, sql<ListedRow>`${listedRows(sql)} where r.id = ${id}`).pipe(
      Effect.orDie
    )
    return Option.map(Option.fromUndefinedOr(row), toListed)
  })

  return { list, find }
})
