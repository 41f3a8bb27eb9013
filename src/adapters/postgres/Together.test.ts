import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber } from "effect"
import { TenantId } from "../../domain/Ids.ts"
import { makeTogether } from "./Together.ts"

const [sita, hari] = [TenantId.make("sita"), TenantId.make("hari")]

/** Answers each number with its double, in batches that are written down; 13 cannot be. */
const doubling = Effect.fnUntraced(function* (until?: Effect.Effect<void>) {
  const batches: Array<ReadonlyArray<number>> = []
  const double = yield* makeTogether({
    atMost: 4,
    run: (_, batch: ReadonlyArray<number>) =>
      Effect.gen(function* () {
        batches.push(batch)
        if (until !== undefined) yield* until
        if (batch.includes(13)) return yield* Effect.fail("unlucky")
        return batch.map((n) => 2 * n)
      })
  })
  return { double, batches }
})

describe("what is asked together", () => {
  it.effect("shares batches of a bounded size, and everyone gets his own answer", () =>
    Effect.gen(function* () {
      const { double, batches } = yield* doubling()
      const answers = yield* Effect.forEach([1, 2, 3, 4, 5, 6], (n) => double(sita, n), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(answers, [2, 4, 6, 8, 10, 12])
      assert.deepStrictEqual(batches, [
        [1, 2, 3, 4],
        [5, 6]
      ])
      assert.strictEqual(yield* double(sita, 7), 14)
    }).pipe(Effect.scoped)
  )

  it.effect("is asked again one by one when it fails, so that only the one that cannot be fails", () =>
    Effect.gen(function* () {
      const { double, batches } = yield* doubling()
      const exits = yield* Effect.forEach([1, 13, 3], (n) => Effect.exit(double(sita, n)), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(exits, [Exit.succeed(2), Exit.fail("unlucky"), Exit.succeed(6)])
      assert.deepStrictEqual(batches, [[1, 13, 3], [1], [13], [3]])
    }).pipe(Effect.scoped)
  )

  it.effect("does not wait for another tenant, and is done although who asked has gone", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const { double, batches } = yield* doubling(Deferred.await(gate))
      const first = yield* Effect.forkChild(double(sita, 1))
      const second = yield* Effect.forkChild(double(hari, 2))
      yield* Effect.yieldNow
      yield* Effect.yieldNow
      const third = yield* Effect.forkChild(double(sita, 3))
      yield* Effect.yieldNow
      assert.deepStrictEqual(batches, [[1], [2]])
      yield* Fiber.interrupt(third)
      yield* Deferred.succeed(gate, undefined)
      assert.deepStrictEqual([yield* Fiber.join(first), yield* Fiber.join(second)], [2, 4])
      assert.strictEqual(yield* double(sita, 4), 8)
      assert.deepStrictEqual(batches.flat(), [1, 2, 3, 4])
    }).pipe(Effect.scoped)
  )

  it.effect("ends with its owner: nobody waits for ever", () =>
    Effect.gen(function* () {
      const waiting = yield* Effect.scoped(
        Effect.gen(function* () {
          const { double } = yield* doubling(Effect.never)
          const fiber = yield* Effect.forkDetach(double(sita, 1))
          yield* Effect.yieldNow
          yield* Effect.yieldNow
          return fiber
        })
      )
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(waiting)))
    })
  )
})
