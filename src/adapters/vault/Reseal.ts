import { Effect, Result } from "effect"
import type { SqlClient } from "effect/sql"
import type { KeyRing } from "./KeyRing.ts"
import { openSync, sealSync } from "./Sealed.ts"
import { noTenant, type SealedColumn } from "./SealedColumns.ts"

/** What became of one column's values. */
export interface Resealed {
  readonly resealed: number
  /** Somebody else wrote them meanwhile: that stands. */
  readonly overtaken: number
  /** No key opens them; they stay as they are. */
  readonly unreadable: number
}

/** Values that are sealed again in one statement. */
const batchSize = 200

/**
 * Seals every value of a column that another key sealed with the newest one, from the first row to the last. A value that
 * changes meanwhile is left alone: each is written only over exactly what was read. Stopped in between, it can simply be
 * started again. `told` hears how many rows were looked at so far.
 */
export const reseal = Effect.fn("Vault.reseal")(function* (
  sql: SqlClient.SqlClient,
  ring: KeyRing,
  sealed: SealedColumn,
  told: (looked: number) => Effect.Effect<void>
) {
  const types = yield* keyTypes(sql, sealed)
  let total: Resealed = { resealed: 0, overtaken: 0, unreadable: 0 }
  let looked = 0
  let after: ReadonlyArray<string> | null = null
  for (;;) {
    const rows: ReadonlyArray<Row> = yield* pending(sql, ring, sealed, types, after)
    if (rows.length === 0) return total
    const fresh = rows.flatMap((row) => freshOf(ring, sealed, row))
    const written = fresh.length === 0 ? 0 : yield* write(sql, sealed, types, fresh)
    total = {
      resealed: total.resealed + written,
      overtaken: total.overtaken + fresh.length - written,
      unreadable: total.unreadable + rows.length - fresh.length
    }
    looked += rows.length
    after = rows.at(-1)!.key
    yield* told(looked)
  }
})

interface Row {
  readonly key: ReadonlyArray<string>
  readonly tenant: string | null
  readonly value: Uint8Array
}

const freshOf = (ring: KeyRing, { table, column }: SealedColumn, row: Row) => {
  const place = { tenantId: row.tenant ?? noTenant, table, column, row: row.key.join("/") }
  const opened = openSync(ring, place, row.value)
  if (Result.isFailure(opened)) return []
  const sealed = sealSync(ring, place, opened.success)
  return [{ key: row.key, old: base64(row.value), fresh: base64(sealed) }]
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64")

/** The key's columns as SQL, each with its type, which a text must be cast to so that the index serves. */
const keyTypes = Effect.fnUntraced(function* (sql: SqlClient.SqlClient, { table, key }: SealedColumn) {
  const rows = yield* sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`
  return key.map((name) => rows.find((row) => row.name === name)?.type ?? "text")
})

const quoted = (name: string) => `"${name}"`

const pending = (
  sql: SqlClient.SqlClient,
  ring: KeyRing,
  { table, column, key }: SealedColumn,
  types: ReadonlyArray<string>,
  after: ReadonlyArray<string> | null
) =>
  sql.unsafe<Row>(
    `select array[${key.map((name) => `${quoted(name)}::text`).join(", ")}] as key, tenant_id::text as tenant,
       ${quoted(column)} as value
     from ${quoted(table)}
     where ${quoted(column)} is not null and substring(${quoted(column)} from 2 for 4) <> decode($1, 'hex')
       ${after === null ? "" : `and (${key.map(quoted).join(", ")}) > (${types.map((type, n) => `$${n + 2}::${type}`).join(", ")})`}
     order by ${key.map(quoted).join(", ")} limit ${batchSize}`,
    [ring.sealing.id.toString("hex"), ...(after ?? [])]
  )

const write = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  { table, column, key }: SealedColumn,
  types: ReadonlyArray<string>,
  fresh: ReadonlyArray<{ readonly key: ReadonlyArray<string>; readonly old: string; readonly fresh: string }>
) {
  const rows = yield* sql.unsafe<object>(
    `update ${quoted(table)} t set ${quoted(column)} = decode(v.fresh, 'base64')
     from jsonb_to_recordset($1::jsonb) as v(key text[], old text, fresh text)
     where ${key.map((name, n) => `t.${quoted(name)} = (v.key)[${n + 1}]::${types[n]!}`).join(" and ")}
       and t.${quoted(column)} = decode(v.old, 'base64')
     returning 1`,
    [JSON.stringify(fresh)]
  )
  return rows.length
})
