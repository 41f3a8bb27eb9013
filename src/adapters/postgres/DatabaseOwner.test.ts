import * as PgConnection from "@effect/sql-pg/PgConnection"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import * as Fs from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TenantId } from "../../domain/Ids.ts"
import * as Database from "./Database.ts"
import { embeddedPostgres } from "./EmbeddedPostgres.ts"
import * as Migrations from "./Migrations.ts"

const tenant = TenantId.make("0190a000-0000-7000-8000-00000000000a")

/** A server as one rents it: the owner of the database is no superuser. */
const rented = Effect.gen(function* () {
  const dataDir = yield* Effect.acquireRelease(
    Effect.sync(() => Fs.mkdtempSync(join(tmpdir(), "relaydesk-owner-"))),
    (directory) => Effect.sync(() => Fs.rmSync(directory, { recursive: true, force: true }))
  )
  const server = yield* embeddedPostgres({ dataDir, isDurable: false })
  const admin = yield* PgConnection.make({ url: server })
  yield* admin.query("create role tester login createrole password 'p/w d'")
  yield* admin.query("create database rented owner tester")
  const url = new URL(Redacted.value(server))
  url.username = "tester"
  url.password = "p/w d"
  url.pathname = "/rented"
  return { admin, url }
})

const withUrl = (url: URL) =>
  Database.layer({ tenant: 2, platform: 2 }).pipe(
    Layer.provide(Layer.succeed(Database.DatabaseUrl, Redacted.make(url.href)))
  )

const open = (url: URL) => Effect.asVoid(Effect.provide(Database.TenantSql, withUrl(url)))

it.live("a rented database, whose owner is no superuser, serves tenants and the platform", () =>
  Effect.gen(function* () {
    const { admin, url } = yield* rented
    yield* Effect.all([open(url), open(url)], { concurrency: 2 })

    yield* Effect.gen(function* () {
      const platform = yield* Database.PlatformSql
      const { sql, within } = yield* Database.TenantSql
      assert.deepStrictEqual(yield* Migrations.unprotectedTables, [])
      yield* platform`insert into tenant (id, name) values (${tenant}, 'Anna')`
      assert.strictEqual((yield* platform`select * from tenant`).length, 1)
      assert.strictEqual((yield* within(tenant, sql`select * from tenant`)).length, 1)
    }).pipe(Effect.provide(withUrl(url)))

    yield* admin.query("alter role relaydesk_app bypassrls")
    assert.match((yield* Effect.flip(open(url))).message, /could get around row-level security; alter role/)
    yield* admin.query("alter role relaydesk_app nobypassrls password null")
    yield* open(url)

    url.password = "wrong"
    assert.match(
      (yield* Effect.flip(open(url))).message,
      /cannot use the database: password authentication failed/
    )
    url.password = ""
    assert.match((yield* Effect.flip(open(url))).message, /password/)
    url.port = "1"
    assert.match((yield* Effect.flip(open(url))).message, /cannot use the database: connect ECONNREFUSED/)
  })
)
