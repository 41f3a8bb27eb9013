import { Effect } from "effect"
import type { CustomerStatus } from "../../../domain/Customer.ts"
import type { CustomerId, TenantId } from "../../../domain/Ids.ts"
import type { CustomerQuery } from "../../../ports/Customers.ts"
import { page } from "../Cursor.ts"
import { TenantSql } from "../Database.ts"
import { customerCursor, readCustomerCursor } from "./CustomerCursor.ts"
import { type CustomerRow, customerView, matchesCustomer, readCustomer } from "./CustomerRows.ts"

/** Customers as the owner reads them. */
export const customerLists = Effect.gen(function* () {
  const { sql, within } = yield* TenantSql
  const read = readCustomer(sql)

  const list = Effect.fn("Customers.list")(function* (tenantId: TenantId, query: CustomerQuery) {
    const after = yield* readCustomerCursor(query.before)
    const matches = matchesCustomer(sql, query.search)
    const { counts, rows } = yield* within(
      tenantId,
      Effect.all({
        rows: sql<CustomerRow>`
          select ${customerView(sql)} as view from customer cu
          where ${matches} and ${query.status === null ? sql`true` : sql`cu.status = ${query.status}`}
            and ${after === null ? sql`true` : sql`(lower(cu.username), cu.id) > (lower(${after[0]}), ${after[1]}::uuid)`}
          order by lower(cu.username), cu.id limit ${query.limit + 1}`,
        counts: sql<{ status: CustomerStatus; count: number }>`
          select cu.status, count(*)::int as count from customer cu where ${matches} group by cu.status`
      })
    ).pipe(Effect.catchTag("SqlError", Effect.die))
    const { items, next } = page(rows, query.limit, ({ view }) => customerCursor(view))
    const sums: Record<CustomerStatus | "all", number> = { all: 0, active: 0, disabled: 0, suspended: 0 }
    for (const { count, status } of counts) {
      sums[status] = count
      sums.all += count
    }
    return { items: items.map(({ view }) => view), next, counts: sums }
  })

  const find = Effect.fn("Customers.find")(function* (tenantId: TenantId, id: CustomerId) {
    return yield* within(tenantId, read(id)).pipe(Effect.orDie)
  })

  return { list, find }
})
