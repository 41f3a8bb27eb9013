import * as PgClient from "@effect/sql-pg/PgClient"
import * as PgConnection from "@effect/sql-pg/PgConnection"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { SqlClient } from "effect/sql"
import { randomUUID } from "node:crypto"
import { readdirSync } from "node:fs"
import * as Migrations from "./Migrations.ts"
import { testServer } from "./TestDatabase.ts"

const emptyDatabase = Effect.gen(function* () {
  const server = yield* testServer
  const admin = yield* PgConnection.make({ url: server })
  const name = `empty_${randomUUID().replaceAll("-", "")}`
  yield* Effect.acquireRelease(admin.query(`create database ${name}`), () =>
    Effect.ignore(admin.query(`drop database ${name} with (force)`))
  )
  const url = new URL(Redacted.value(server))
  url.pathname = `/${name}`
  return PgClient.layer({ url: Redacted.make(url.href), maxConnections: 2 })
})

const files = readdirSync(Migrations.directory)

describe("Migrations", () => {
  it("are numbered without gaps and named NNNN_verb_object.ts", () => {
    assert.deepStrictEqual(Migrations.problemsOf(files), [])
    assert.deepStrictEqual(Migrations.problemsOf(["0001_create_roles.ts", "0003_add_x.ts", "4-dash.ts"]), [
      "0003_add_x.ts should have the number 2",
      "4-dash.ts is not named NNNN_verb_object.ts"
    ])
  })

  it.live("are applied once by three processes that start together on an empty database", () =>
    Effect.gen(function* () {
      const client = yield* emptyDatabase
      const one = Migrations.migrate.pipe(Effect.provide(client, { local: true }))
      const applied = yield* Effect.all([one, one, one], { concurrency: "unbounded" })
      assert.deepStrictEqual(applied.map((done) => done.length).toSorted(), [0, 0, files.length])
      assert.deepStrictEqual(yield* Migrations.unprotectedTables.pipe(Effect.provide(client)), [])
    })
  )

  it.live("refuse a database of a newer version", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* Migrations.migrate
      yield* sql`insert into app_migrations (migration_id, name) values (9000, 'split_atom')`
      const error = yield* Effect.flip(Migrations.migrate)
      assert.match(error.message, /does not know \(9000_split_atom\.ts\); run the newer version/)
    }).pipe((test) => Effect.flatMap(emptyDatabase, (client) => Effect.provide(test, client)))
  )

  it.live("make a role that owns nothing and cannot get around row-level security", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* Migrations.migrate
      const roles = yield* sql`
        select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
          (select count(*)::int from pg_class where relowner = r.oid) as owned
        from pg_roles r where rolname = 'relaydesk_app'`
      assert.deepStrictEqual(roles, [
        { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 }
      ])
    }).pipe((test) => Effect.flatMap(emptyDatabase, (client) => Effect.provide(test, client)))
  )
})
