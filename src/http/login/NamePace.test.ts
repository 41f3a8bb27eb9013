import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeNamePace } from "./NamePace.ts"

const never = Effect.succeed(false)

describe("the pace of a name", () => {
  it.effect(
    "SE-05: lets strangers in one after the other once many have guessed, and nobody waits for long",
    () =>
      Effect.gen(function* () {
        const pace = makeNamePace({ free: 2, windowMillis: 60_000, gapMillis: 1_000, maxWaitMillis: 2_500 })
        yield* pace.failed("ravi")
        yield* pace.failed("ravi")
        assert.strictEqual(yield* pace.turn("ravi", never), 0)
        yield* pace.failed("ravi")
        const turns = yield* Effect.forEach([1, 2, 3, 4], () => pace.turn("ravi", never))
        assert.deepStrictEqual(turns, [0, 1_000, 2_000, null])
        assert.strictEqual(yield* pace.turn("ravi", Effect.succeed(true)), 0, "who came from there before")
        assert.strictEqual(yield* pace.turn("sita", never), 0, "another name")
        yield* TestClock.adjust(1_500)
        assert.strictEqual(yield* pace.turn("ravi", never), 1_500)
        yield* TestClock.adjust(60_000)
        assert.strictEqual(yield* pace.turn("ravi", never), 0, "the guessing is over")
      })
  )
})
