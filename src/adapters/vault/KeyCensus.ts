import { Effect, Layer } from "effect"
import type { SqlClient } from "effect/sql"
import { PlatformSql } from "../postgres/Database.ts"
import { type SealedColumn, sealedColumns } from "./SealedColumns.ts"
import { VaultKeys } from "./VaultKeys.ts"

/** How many values of a column were sealed with a key; `keyId` in hex. */
export interface KeyUse {
  readonly table: string
  readonly column: string
  readonly keyId: string
  readonly rows: number
}

/** Which keys the stored values need. Reads every sealed column once, without their contents. */
export const keyUses = Effect.fn("KeyCensus.keyUses")(function* (
  sql: SqlClient.SqlClient,
  columns: ReadonlyArray<SealedColumn> = sealedColumns
) {
  const found = yield* Effect.forEach(
    columns,
    ({ table, column }) => sql<{ keyId: string; rows: number }>`
      select encode(substring(${sql(column)} from 2 for 4), 'hex') as "keyId", count(*)::int as rows
      from ${sql(table)} where ${sql(column)} is not null group by 1 order by 1`
  )
  return columns.flatMap(({ table, column }, index) =>
    found[index]!.map((use): KeyUse => ({ table, column, ...use }))
  )
})

/**
 * Says once after the start what no key of this process opens: which key is missing, where, and how many rows. Nothing
 * waits for it, and the gateway serves everything else.
 */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const keys = yield* VaultKeys
    const sql = yield* PlatformSql
    const look = Effect.gen(function* () {
      for (const { table, column, keyId, rows } of yield* keyUses(sql)) {
        if (keys.refreshed().opening.has(keyId)) continue
        yield* Effect.logError(
          `${rows} rows of ${table}.${column} are unreadable: they were sealed with master key ${keyId}, which is not in ` +
            `${keys.source.name}. Put that key behind the newest one, or enter the values again.`
        )
      }
    })
    yield* look.pipe(
      Effect.catchCause((cause) =>
        Effect.logWarning("The keys of stored values could not be looked at", cause)
      ),
      Effect.forkScoped
    )
  })
).pipe(Layer.provide(VaultKeys.layer))
