import { Clock, Effect, Result } from "effect"
import { HttpApiSchema } from "effect/http-api"
import type { Customer, CustomerStatus } from "../../domain/Customer.ts"
import type { TenantId } from "../../domain/Ids.ts"
import { readCustomerFile, writeCustomerFile } from "../../domain/CustomerFile.ts"
import { Customers } from "../../ports/Customers.ts"
import { Tenants } from "../../ports/Tenants.ts"
import { asker } from "../answers/Asker.ts"
import { filled } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { BadRequest } from "../api/Refusals.ts"

/** Customers that one look at the database reads for a file. */
const atOnce = 1_000

interface Filters {
  readonly status?: CustomerStatus | ""
  readonly search?: string
}

/** Customers from and to a file (CU-02). */
export const fileHandlers = Effect.gen(function* () {
  const customers = yield* Customers
  const tenants = yield* Tenants

  const importing = Effect.fn("CustomerApi.import")(function* ({
    payload
  }: {
    readonly payload: { readonly csv: string; readonly isDry: boolean }
  }) {
    const { tenantId, by } = yield* asker
    const { panels, rules } = yield* tenants.config(tenantId)
    const read = readCustomerFile(payload.csv, panels)
    if (Result.isFailure(read)) return yield* refuse(BadRequest, `Wrong in the body: csv: ${read.failure}`)
    const { problems, rows } = read.success
    const result = yield* customers.import(tenantId, rows, {
      mayHaveSeveral: rules.areSeveralAccountsAllowed,
      isDry: payload.isDry,
      by
    })
    return { ...result, problems: [...problems, ...result.problems].toSorted((a, b) => a.line - b.line) }
  })

  const everybody = Effect.fnUntraced(function* (tenantId: TenantId, filters: Filters) {
    const all: Array<Customer> = []
    let before: string | null = null
    do {
      const page: { readonly items: ReadonlyArray<Customer>; readonly next: string | null } = yield* customers
        .list(tenantId, {
          status: filters.status || null,
          search: filled(filters.search),
          before,
          limit: atOnce
        })
        // The cursor is our own.
        .pipe(Effect.orDie)
      all.push(...page.items)
      before = page.next
    } while (before !== null)
    return all
  })

  const exporting = Effect.fn("CustomerApi.export")(function* ({ query }: { readonly query: Filters }) {
    const { tenantId } = yield* asker
    const { panels } = yield* tenants.config(tenantId)
    const day = new Date(yield* Clock.currentTimeMillis).toISOString().slice(0, 10)
    return HttpApiSchema.withHeaders({
      body: writeCustomerFile(yield* everybody(tenantId, query), panels),
      headers: { "content-disposition": `attachment; filename="customers-${day}.csv"` }
    })
  })

  return { import: importing, export: exporting }
})
