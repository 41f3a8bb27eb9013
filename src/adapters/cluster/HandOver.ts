import { Clock, Effect, Layer, Semaphore } from "effect"
import { RunnerStorage, SqlRunnerStorage } from "effect/cluster"
import { Lease } from "../../ports/Lease.ts"
import { expirationMillis } from "./ShardTimes.ts"

/**
 * The cluster's list of processes and its locks, with two things of ours. A process that leaves stays on the list until
 * its locks are free: who hears of it then gets them at the first try, instead of a second later at the next. And it is
 * noted until when the locks are surely ours, which `Lease` tells.
 */
export const layer = Layer.unwrap(
  Effect.gen(function* () {
    const storage = yield* RunnerStorage.RunnerStorage
    const clock = yield* Clock.Clock
    const now = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e6
    // Half of the shards go when a second process comes, all by one connection. The time that each may take would run while
    // it waits for the others, and running out of it costs all locks.
    const oneByOne = (yield* Semaphore.make(1)).withPermits(1)
    let isLeaving = false
    let sureUntil = Number.NEGATIVE_INFINITY

    /** The locks end when nothing was asked of their connection for so long, so the time counts from the question. */
    const noting = <A extends ReadonlyArray<unknown>, E>(ask: Effect.Effect<A, E>) =>
      Effect.suspend(() => {
        const asked = now()
        return Effect.tap(ask, (held) =>
          Effect.sync(() => {
            if (held.length > 0) sureUntil = asked + expirationMillis
          })
        )
      })

    return Layer.mergeAll(
      Layer.succeed(
        RunnerStorage.RunnerStorage,
        RunnerStorage.RunnerStorage.of({
          ...storage,
          acquire: (address, shards) => noting(storage.acquire(address, shards)),
          refresh: (address, shards) => noting(storage.refresh(address, shards)),
          release: (address, shard) => oneByOne(storage.release(address, shard)),
          unregister: () => Effect.sync(() => void (isLeaving = true)),
          releaseAll: (address) =>
            Effect.ensuring(
              storage.releaseAll(address),
              Effect.suspend(() => (isLeaving ? Effect.ignore(storage.unregister(address)) : Effect.void))
            )
        })
      ),
      Layer.succeed(Lease, { isSure: () => now() < sureUntil })
    )
  })
).pipe(Layer.provide(Layer.orDie(SqlRunnerStorage.layer)))
