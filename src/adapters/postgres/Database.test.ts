import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TenantId } from "../../domain/Ids.ts"
import { PlatformSql, TenantSql } from "./Database.ts"
import * as Migrations from "./Migrations.ts"
import * as TestDatabase from "./TestDatabase.ts"

const anna = TenantId.make("0190a000-0000-7000-8000-00000000000a")
const boris = TenantId.make("0190a000-0000-7000-8000-00000000000b")

const words = (error: { readonly reason: { readonly cause: unknown } }) => String(error.reason.cause)

const prepare = Effect.gen(function* () {
  const platform = yield* PlatformSql
  yield* platform`create table note (id serial primary key, tenant_id uuid not null, body text not null)`
  yield* platform`select protect_tenant_table('note')`
  yield* platform`insert into note ${platform.insert([
    { tenant_id: anna, body: "of anna" },
    { tenant_id: boris, body: "of boris" }
  ])}`
})

layer(TestDatabase.layer)("TenantSql", (it) => {
  it.effect("shows a tenant its own rows only, and the platform all", () =>
    Effect.gen(function* () {
      yield* prepare
      const { sql, within } = yield* TenantSql
      assert.deepStrictEqual(yield* within(anna, sql`select body from note`), [{ body: "of anna" }])
      assert.strictEqual((yield* (yield* PlatformSql)`select body from note`).length, 2)
    })
  )

  it.effect("changes and deletes no row of another tenant", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      yield* within(anna, sql`update note set body = 'stolen'`)
      yield* within(anna, sql`delete from note where tenant_id = ${boris}`)
      assert.deepStrictEqual(yield* within(boris, sql`select body from note`), [{ body: "of boris" }])
    })
  )

  it.effect("stores no row for another tenant", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      const insert = sql`insert into note (tenant_id, body) values (${boris}, 'forged')`
      assert.include(words(yield* Effect.flip(within(anna, insert))), "row-level security")
      const move = sql`update note set tenant_id = ${boris}`
      assert.include(words(yield* Effect.flip(within(anna, move))), "row-level security")
    })
  )

  it.effect("fails without a tenant, also on a connection that had one", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      yield* within(anna, sql`select 1`)
      for (const statement of [
        sql`select body from note`,
        sql`insert into note (tenant_id, body) values (${anna}, '')`
      ]) {
        assert.include(words(yield* Effect.flip(statement)), "no tenant in this transaction")
        assert.include(
          words(yield* Effect.flip(sql.withTransaction(statement))),
          "no tenant in this transaction"
        )
      }
    })
  )

  it.effect("cannot get around the policies", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      const attempts = [
        sql`set role relaydesk`,
        sql`set session authorization relaydesk`,
        sql`alter table note disable row level security`,
        sql`alter table note no force row level security`,
        sql`drop policy tenant_isolation on note`,
        sql`create policy mine on note using (true)`,
        sql`alter role relaydesk_app bypassrls`,
        sql`alter role relaydesk_app superuser`,
        sql`create or replace function app_tenant() returns uuid language sql as $$ select null::uuid $$`,
        sql`create table mine (id int)`,
        sql`select protect_tenant_table('note')`,
        sql`truncate note`,
        sql`copy note to program 'cat'`,
        sql`select * from pg_authid`,
        sql`select * from app_migrations`
      ]
      for (const attempt of attempts) {
        const error = yield* Effect.flip(within(anna, attempt))
        assert.match(words(error), /permission denied|must be owner|must be able/, attempt.compile()[0])
      }
      yield* within(anna, Effect.andThen(sql`reset role`, sql`reset session authorization`))
      const unguarded = Effect.andThen(sql`set local row_security = off`, sql`select * from note`)
      assert.include(words(yield* Effect.flip(within(anna, unguarded))), "row-level security")
    })
  )

  it.effect("takes a savepoint inside the same tenant and dies inside another", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      const failing = within(anna, Effect.andThen(sql`delete from note`, Effect.fail("no")))
      const kept = yield* within(anna, Effect.andThen(Effect.flip(failing), sql`select body from note`))
      assert.strictEqual(kept.length, 1)
      const exit = yield* Effect.exit(within(anna, within(boris, sql`select 1`)))
      assert.include(String(exit), "another tenant's transaction is open")
    })
  )

  it.effect("sets the tenant again for work that waited for the commit", () =>
    Effect.gen(function* () {
      const { sql, within } = yield* TenantSql
      let seen: ReadonlyArray<object> = []
      const later = Effect.map(Effect.orDie(within(anna, sql`select body from note`)), (rows) => {
        seen = rows
      })
      yield* within(anna, sql.afterCommit(later))
      assert.strictEqual(seen.length, 1)
    })
  )

  it.effect("has every table with a tenant_id protected", () =>
    Effect.gen(function* () {
      const platform = yield* PlatformSql
      assert.deepStrictEqual(yield* Migrations.unprotectedTables, [])
      yield* platform`create table forgotten (tenant_id uuid)`
      assert.deepStrictEqual(yield* Migrations.unprotectedTables, ["forgotten"])
    })
  )
})
