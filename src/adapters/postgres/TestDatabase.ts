import * as PgClient from "@effect/sql-pg/PgClient"
import * as PgConnection from "@effect/sql-pg/PgConnection"
import { Effect, Layer, Redacted } from "effect"
import { createHash, randomUUID } from "node:crypto"
import * as Fs from "node:fs"
import { join } from "node:path"
import { inject } from "vitest"
import { DatabaseUrl, PlatformSql, TenantSql } from "./Database.ts"
import { embeddedPostgres } from "./EmbeddedPostgres.ts"
import { openCluster, running } from "./EmbeddedPostgresCluster.ts"
import { waitForExit } from "./EmbeddedPostgresProcess.ts"
import * as Migrations from "./Migrations.ts"

/** Small, because two test files share a server of 100 connections with their actors. */
const pools = { tenant: 6, platform: 5 }

/** The URL of the run's server, which the first caller starts. Without fsync: tests of faults start their own. */
export const testServer = Effect.suspend(() =>
  embeddedPostgres({ dataDir: inject("testServerDirectory"), isDurable: false, keepsRunning: true })
)

/** A migrated, empty database that nobody else uses, dropped at the end. */
export const testDatabase = Effect.gen(function* () {
  const server = yield* testServer
  const admin = yield* PgConnection.make({ url: server })
  const template = yield* ensureTemplate(server, admin)
  const name = `test_${randomUUID().replaceAll("-", "")}`
  yield* Effect.acquireRelease(admin.query(`create database ${name} template ${template}`), () =>
    Effect.ignore(admin.query(`drop database ${name} with (force)`))
  )
  return ofName(server, name)
})

/** Both roles on a database of its own. Provide it once per test file: `layer(TestDatabase.layer)("…", (it) => …)`. */
export const layer = TenantSql.layer(pools.tenant).pipe(
  Layer.provideMerge(PlatformSql.layer(pools.platform)),
  Layer.provideMerge(Layer.effect(DatabaseUrl, testDatabase))
)

/** Ends the run's server and takes its files away. */
export const removeServer = (directory: string): Promise<void> =>
  Effect.gen(function* () {
    const cluster = yield* openCluster(directory)
    const server = running(cluster)
    if (server !== undefined) {
      process.kill(server.pid, "SIGQUIT")
      yield* waitForExit(server.pid, 5_000)
    }
    for (const path of [cluster.directory, directory]) Fs.rmSync(path, { recursive: true, force: true })
  }).pipe(Effect.runPromise)

/** Migrates once for each state of migrations/; the other test files copy the result. */
const ensureTemplate = Effect.fnUntraced(function* (
  server: Redacted.Redacted,
  admin: PgConnection.PgConnection
) {
  const template = `template_${fingerprint()}`
  yield* admin.query("select pg_advisory_lock(1)")
  const { rows } = yield* admin.query("select 1 from pg_database where datname = $1", [template])
  if (rows.length === 0) {
    const draft = `draft_${randomUUID().replaceAll("-", "")}`
    yield* admin.query(`create database ${draft}`)
    yield* Migrations.migrate.pipe(
      Effect.provide(PgClient.layer({ url: ofName(server, draft), maxConnections: 2 })),
      Effect.scoped
    )
    yield* admin.query(`alter database ${draft} rename to ${template}`)
  }
  yield* admin.query("select pg_advisory_unlock(1)")
  return template
})

const ofName = (server: Redacted.Redacted, name: string): Redacted.Redacted => {
  const url = new URL(Redacted.value(server))
  url.pathname = `/${name}`
  return Redacted.make(url.href)
}

const fingerprint = (): string => {
  const hash = createHash("sha256")
  for (const file of Fs.readdirSync(Migrations.directory).toSorted()) {
    hash.update(file).update(Fs.readFileSync(join(Migrations.directory, file)))
  }
  return hash.digest("hex").slice(0, 16)
}
