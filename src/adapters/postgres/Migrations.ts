import { NodeServices } from "@effect/platform-node"
import { Effect, Layer, Schema } from "effect"
import { Migrator, SqlClient } from "effect/sql"
import * as MigratorFileSystem from "effect/sql/MigratorFileSystem"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The database's tables do not fit this version of the program, or cannot be made to. */
export class MigrationRefused extends Schema.TaggedError<MigrationRefused>()("MigrationRefused", {
  message: Schema.String
}) {}

/** Where the numbered changes of the tables are. */
export const directory = fileURLToPath(new URL("../../../migrations", import.meta.url))

const table = "app_migrations"

/**
 * What is wrong with the names in migrations/, one sentence each. The migrator ignores a name it
 * does not understand and skips a number below the last one applied, both without a word.
 */
export const problemsOf = (files: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = files.filter((file) => !file.endsWith(".test.ts")).toSorted()
  return names.flatMap((name, index) => {
    const number = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)+\.ts$/.exec(name)?.[1]
    if (number === undefined) return [`${name} is not named NNNN_verb_object.ts`]
    return Number(number) === index + 1 ? [] : [`${name} should have the number ${index + 1}`]
  })
}

/**
 * Brings the tables up to date; every process does it at its start. All pending changes are one
 * transaction under a lock, so of several processes one works and the others wait.
 */
export const migrate = Effect.gen(function* () {
  const files = yield* Effect.sync(() => readdirSync(directory))
  const problems = problemsOf(files)
  if (problems.length > 0) return yield* new MigrationRefused({ message: problems.join("; ") })
  const applied = yield* Migrator.make({})({
    loader: MigratorFileSystem.fromFileSystem(directory),
    table
  }).pipe(Effect.catch((error) => new MigrationRefused({ message: describe(error) })))
  yield* refuseUnknown(files)
  return applied
}).pipe(Effect.provide(NodeServices.layer), Effect.withSpan("Migrations.migrate"))

export const layer = Layer.effectDiscard(migrate)

/** A database of a newer version, or one whose history was renamed, must not be written to. */
const refuseUnknown = Effect.fnUntraced(function* (files: ReadonlyArray<string>) {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ file: string }>`
    select lpad(migration_id::text, 4, '0') || '_' || name || '.ts' as file from ${sql(table)}`.pipe(
    Effect.orDie
  )
  const unknown = rows.map(({ file }) => file).filter((file) => !files.includes(file))
  if (unknown.length === 0) return
  const message = `the database has changes that this version does not know (${unknown.join(", ")}); run the newer version`
  return yield* new MigrationRefused({ message })
})

/** One line of causes, outermost first. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const line = error.message.split("\n").join(" ")
  return error.cause === undefined ? line : `${line}: ${describe(error.cause)}`
}

/** Tables with a tenant_id that a tenant could read or write across (SE-01). Empty is right. */
export const unprotectedTables = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ name: string }>`
    select c.oid::regclass::text as name
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (
        select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant_isolation'))
    order by name`
  return rows.map(({ name }) => name)
})
