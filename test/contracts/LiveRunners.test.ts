import { ConfigProvider, Effect, Layer, ManagedRuntime } from "effect"
import { expect, it } from "vitest"
import * as Cluster from "../../src/adapters/cluster/Cluster.ts"
import { LiveRunners } from "../../src/adapters/cluster/LiveRunners.ts"
import { DatabaseUrl, PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { testDatabase } from "../../src/adapters/postgres/TestDatabase.ts"
import { Settings } from "../../src/Settings.ts"

it("PR-01: a process knows how many work on its database, those that came and those that left", async () => {
  const database = ManagedRuntime.make(Layer.effect(DatabaseUrl, testDatabase))
  const url = await database.runPromise(DatabaseUrl)
  const runner = () =>
    ManagedRuntime.make(
      Layer.fresh(LiveRunners.layer).pipe(
        Layer.provide(Layer.fresh(Cluster.layer)),
        Layer.provideMerge(Layer.fresh(PlatformSql.layer(3))),
        Layer.provide(Layer.succeed(DatabaseUrl, url)),
        Layer.provide(Layer.fresh(Settings.layer)),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
        Layer.orDie
      )
    )
  const knows = (one: ReturnType<typeof runner>, count: number) =>
    expect
      .poll(() => one.runPromise(Effect.map(LiveRunners, ({ count }) => count())), {
        interval: 50,
        timeout: 10_000
      })
      .toBe(count)
  const first = runner()
  await knows(first, 1)
  const second = runner()
  await knows(second, 2)
  await knows(first, 2)
  await second.dispose()
  await knows(first, 1)
  await first.runPromise(Effect.flatMap(PlatformSql, (sql) => sql`delete from cluster_runners`))
  await knows(first, 1)
  await first.dispose()
  await database.dispose()
})
