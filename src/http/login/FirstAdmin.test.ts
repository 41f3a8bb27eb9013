import { assert, it } from "@effect/vitest"
import { Effect, Layer, Option, Redacted } from "effect"
import { PlatformSql } from "../../adapters/postgres/Database.ts"
import * as PostgresLogins from "../../adapters/postgres/PostgresLogins.ts"
import * as TestDatabase from "../../adapters/postgres/TestDatabase.ts"
import { testSettings } from "../../adapters/TestSettings.ts"
import { Settings } from "../../Settings.ts"
import * as FirstAdmin from "./FirstAdmin.ts"
import { Passwords } from "./Passwords.ts"

const start = (username: string) =>
  Layer.build(
    FirstAdmin.layer.pipe(
      Layer.provide(
        Layer.effect(
          Settings,
          Effect.map(Settings, (plain) => ({
            ...plain,
            firstAdmin: Option.some({ username, password: Redacted.make("boats under the bridge") })
          }))
        )
      ),
      Layer.provide(testSettings()),
      Layer.fresh
    )
  )

it.live("AC-05: the environment makes the master admin of a first start, and nobody afterwards", () =>
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    yield* Effect.all([start("boss"), start("boss2")], { concurrency: 2 })
    yield* start("boss3")
    const rows = yield* sql<{ role: string; hash: string }>`select role, password_hash as hash from login`
    assert.strictEqual(rows.length, 1)
    assert.strictEqual(rows[0]?.role, "admin")
    assert.match(rows[0]?.hash ?? "", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  }).pipe(
    Effect.provide(
      Layer.mergeAll(PostgresLogins.layer, Passwords.layer).pipe(Layer.provideMerge(TestDatabase.layer))
    ),
    Effect.scoped
  )
)
