import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import type { PanelWindow, SharedPlace } from "../../ports/SharedBudget.ts"
import * as Throttle from "./Throttle.ts"

/** A window that all share, with what it was told. `answer` says what the next one who asks gets. */
const shared = (answer: (asked: number) => Effect.Effect<number> = () => Effect.succeed(0)) => {
  const ends: Array<boolean> = []
  const pauses: Array<number> = []
  let asked = 0
  const place: SharedPlace = { end: (isSent) => void ends.push(isSent) }
  const window: PanelWindow = {
    share: () => 1,
    take: () => Effect.map(answer(asked++), (wait) => (wait > 0 ? wait : place)),
    hold: (millis) => void pauses.push(millis)
  }
  return { window, ends, pauses, asked: () => asked }
}

describe("a throttle that shares its panel", () => {
  it.effect("takes a place for each call and tells how it ended", () =>
    Effect.gen(function* () {
      const { window, ends, pauses } = shared()
      const throttle = yield* Throttle.make(window)
      throttle.budget.setLimit(5)
      yield* throttle.withTurn("read", () => Effect.void)
      yield* throttle.withTurn("write", (turn) => Effect.sync(turn.cancel))
      yield* Effect.exit(throttle.withTurn("write", () => Effect.fail("broken")))
      assert.deepStrictEqual(ends, [true, false, true])
      throttle.hold(2_000)
      assert.deepStrictEqual(pauses, [2_000])
      assert.isAtLeast(throttle.budget.wait(throttle.now()), 2_000)
    }).pipe(Effect.scoped)
  )

  it.effect("asks again when it is told to, and not before", () =>
    Effect.gen(function* () {
      const { window, asked } = shared((asked) => Effect.succeed(asked < 2 ? 300 : 0))
      const throttle = yield* Throttle.make(window)
      const call = yield* Effect.forkChild(throttle.withTurn("read", () => Effect.succeed("called")))
      yield* TestClock.adjust("299 millis")
      assert.strictEqual(asked(), 1)
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(asked(), 2)
      assert.isUndefined(call.pollUnsafe())
      yield* TestClock.adjust("300 millis")
      assert.strictEqual(yield* Fiber.join(call), "called")
    }).pipe(Effect.scoped)
  )

  it.effect("gives a place back when nobody waits for it any more", () =>
    Effect.gen(function* () {
      const answer = yield* Deferred.make<number>()
      const { window, ends, asked } = shared((asked) =>
        asked === 0 ? Deferred.await(answer) : Effect.succeed(0)
      )
      const throttle = yield* Throttle.make(window)
      const gone = yield* Effect.forkChild(throttle.withTurn("read", () => Effect.void))
      yield* TestClock.adjust(0)
      yield* Fiber.interrupt(gone)
      yield* Deferred.succeed(answer, 0)
      yield* TestClock.adjust(0)
      assert.deepStrictEqual([asked(), ends], [1, [false]])
    }).pipe(Effect.scoped)
  )

  it.effect("a pause that begins while a place is asked for keeps the call back", () =>
    Effect.gen(function* () {
      const answer = yield* Deferred.make<number>()
      const { window, ends } = shared((asked) => (asked === 0 ? Deferred.await(answer) : Effect.succeed(0)))
      const throttle = yield* Throttle.make(window)
      const call = yield* Effect.forkChild(throttle.withTurn("read", () => Effect.void))
      yield* TestClock.adjust(0)
      throttle.hold(1_000)
      yield* Deferred.succeed(answer, 0)
      yield* TestClock.adjust("900 millis")
      assert.deepStrictEqual(ends, [false])
      assert.isUndefined(call.pollUnsafe())
      yield* TestClock.adjust("200 millis")
      yield* Fiber.join(call)
      assert.deepStrictEqual(ends, [false, true])
    }).pipe(Effect.scoped)
  )

  it.effect("alone, asks nobody: a call starts in the same step while the budget lasts", () =>
    Effect.gen(function* () {
      const throttle = yield* Throttle.make()
      throttle.budget.setLimit(2)
      const calls: Array<number> = []
      for (const n of [1, 2])
        Effect.runSync(throttle.withTurn("read", () => Effect.sync(() => calls.push(n))))
      assert.deepStrictEqual(calls, [1, 2])
    }).pipe(Effect.scoped)
  )
})
