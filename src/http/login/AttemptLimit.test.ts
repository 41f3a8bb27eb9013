import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeAttemptLimit } from "./AttemptLimit.ts"

describe("AttemptLimit", () => {
  it.effect("allows so many in a window that slides, per key", () =>
    Effect.gen(function* () {
      const limit = makeAttemptLimit({ max: 2, windowMillis: 1_000 })
      assert.strictEqual(yield* limit.take("a"), 0)
      yield* TestClock.adjust(400)
      assert.strictEqual(yield* limit.take("a"), 0)
      assert.strictEqual(yield* limit.take("a"), 600)
      assert.strictEqual(yield* limit.take("b"), 0)
      yield* TestClock.adjust(600)
      assert.strictEqual(yield* limit.take("a"), 0)
      assert.strictEqual(yield* limit.take("a"), 400)
      yield* limit.forget("a")
      assert.strictEqual(yield* limit.take("a"), 0)
    })
  )

  it.effect("forgets the longest untouched key when there are too many", () =>
    Effect.gen(function* () {
      const limit = makeAttemptLimit({ max: 1, windowMillis: 1_000, capacity: 2 })
      yield* Effect.forEach(["a", "b", "c"], limit.take)
      assert.strictEqual(yield* limit.take("a"), 0)
      assert.isAbove(yield* limit.take("c"), 0)
    })
  )
})
