import { Effect } from "effect"
import { CustomerId, type TenantId } from "../../../../domain/Ids.ts"
import type { Customers, ImportedCustomer } from "../../../../ports/Customers.ts"
import { TenantSql } from "../../Database.ts"
import { newId } from "../../NewId.ts"
import { Changes } from "../Changes.ts"
import { noNews } from "../ChatNews.ts"
import { planImport } from "./ImportPlan.ts"
import { importReads } from "./ImportReads.ts"
import { importWrites, ImportRaced } from "./ImportWrites.ts"

type Options = Parameters<Customers["Service"]["import"]>[2]

/** Whole lists of customers: read, planned and written in a few statements, all or nothing (CU-02). */
export const customerImports = Effect.gen(function* () {
  const { sql } = yield* TenantSql
  const changes = yield* Changes
  const read = importReads(sql)
  const write = importWrites(sql)

  const run = Effect.fnUntraced(function* (
    tenantId: TenantId,
    rows: ReadonlyArray<ImportedCustomer>,
    { by, isDry, mayHaveSeveral }: Options
  ) {
    const known = yield* read(rows, isDry)
    const { lines, result } = planImport(rows, known, mayHaveSeveral, () => CustomerId.make(newId()))
    if (isDry || lines.length === 0) return { result, news: noNews }
    return { result, news: { events: yield* write(tenantId, lines, known, by), channelId: null } }
  })

  return {
    import: Effect.fn("Customers.import")(function* (
      tenantId: TenantId,
      rows: ReadonlyArray<ImportedCustomer>,
      options: Options
    ) {
      const { result } = yield* changes.make(tenantId, run(tenantId, rows, options)).pipe(
        // A number wrote for the first time meanwhile: the next look finds it.
        Effect.retry({ times: 5, while: (error) => error instanceof ImportRaced }),
        Effect.orDie
      )
      return result
    })
  }
})
