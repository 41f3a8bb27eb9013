import { Effect } from "effect"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"

/** Rows whose tenant is not that of the row they refer to, by constraint: foreign keys look past the policies. */
export const crossReferences = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const constraints = yield* sql<{ name: string; query: string }>`
    select f.conname::text as name, format('select count(*)::int as n from %s a join %s b on a.%I = b.%I
      where a.tenant_id is distinct from b.tenant_id', f.conrelid::regclass, f.confrelid::regclass, c.attname, k.attname) as query
    from pg_constraint f
    join pg_attribute c on c.attrelid = f.conrelid and c.attnum = f.conkey[1]
    join pg_attribute k on k.attrelid = f.confrelid and k.attnum = f.confkey[1]
    where f.contype = 'f' and cardinality(f.conkey) = 1 and exists (
        select 1 from pg_attribute a where a.attrelid = f.conrelid and a.attname = 'tenant_id')
      and exists (select 1 from pg_attribute a where a.attrelid = f.confrelid and a.attname = 'tenant_id')`
  const found: Array<string> = []
  for (const { name, query } of constraints) {
    const [row] = yield* sql.unsafe<{ n: number }>(query)
    if (row!.n > 0) found.push(`${name}: ${row!.n}`)
  }
  return found
})
