import { assert, describe, layer } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { Runner, RunnerAddress, RunnerStorage, ShardId, ShardingConfig } from "effect/cluster"
import { SqlClient } from "effect/sql"
import { TestClock } from "effect/testing"
import * as HandOver from "../../src/adapters/cluster/HandOver.ts"
import { shardTimes } from "../../src/adapters/cluster/ShardTimes.ts"
import * as TestDatabase from "../../src/adapters/postgres/TestDatabase.ts"
import { Lease } from "../../src/ports/Lease.ts"

const shards = Array.from({ length: 20 }, (_, n) => ShardId.make("default", n + 1))

/** One process's part of the cluster's list and locks. */
const join = Effect.fnUntraced(function* (port: number) {
  const scope = yield* Scope.make()
  const own = Layer.fresh(HandOver.layer).pipe(
    Layer.provide(ShardingConfig.layer(shardTimes)),
    Layer.provide(Layer.succeed(SqlClient.SqlClient, yield* SqlClient.SqlClient))
  )
  const context = yield* Layer.buildWithScope(own, scope)
  const storage = Context.get(context, RunnerStorage.RunnerStorage)
  const address = RunnerAddress.make("127.0.0.1", port)
  yield* storage.register(Runner.make({ address, groups: ["default"], weight: 1 }), true)
  return { storage, address, lease: Context.get(context, Lease), end: Scope.close(scope, Exit.void) }
})

layer(TestDatabase.layer)("the cluster's list of processes", (it) => {
  describe("RT-04", () => {
    it.effect(
      "who leaves is on the list until his shards are free, so that they are got at the first try",
      () =>
        Effect.gen(function* () {
          const [old, next] = [yield* join(1001), yield* join(1002)]
          assert.strictEqual((yield* old.storage.acquire(old.address, shards)).length, 20)
          yield* old.storage.unregister(old.address)
          const listed = Effect.map(next.storage.getRunners, (runners) => runners.length)
          assert.strictEqual(yield* listed, 2)
          assert.strictEqual((yield* next.storage.acquire(next.address, shards)).length, 0)
          yield* Effect.forEach(shards, (shard) => old.storage.release(old.address, shard), {
            concurrency: "unbounded"
          })
          yield* old.storage.releaseAll(old.address)
          assert.strictEqual(yield* listed, 1)
          assert.strictEqual((yield* next.storage.acquire(next.address, shards)).length, 20)
          yield* old.end
          yield* next.end
        })
    )

    it.effect("a process is sure of its actors for as long as its locks hold, and not a moment longer", () =>
      Effect.gen(function* () {
        const { storage, address, lease, end } = yield* join(1003)
        assert.isFalse(lease.isSure())
        yield* storage.acquire(address, shards)
        assert.isTrue(lease.isSure())
        yield* TestClock.adjust("11 seconds")
        assert.isTrue(lease.isSure())
        yield* TestClock.adjust("1 second")
        assert.isFalse(lease.isSure())
        yield* storage.refresh(address, shards)
        assert.isTrue(lease.isSure())
        yield* end
      })
    )
  })
})
