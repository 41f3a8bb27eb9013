import { assert, it } from "@effect/vitest"
import { Effect, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { OrderId } from "../../domain/Ids.ts"
import * as OrderReads from "./OrderReads.ts"
import * as Throttle from "./Throttle.ts"

it.effect("BU-04: many account reads never stand before the orders that customers wait for", () =>
  Effect.gen(function* () {
    const throttle = yield* Throttle.make()
    throttle.budget.setLimit(5)
    const called: Array<string> = []
    const call = <A>(what: string, use: Effect.Effect<A>) =>
      Effect.andThen(
        Effect.sync(() => void called.push(what)),
        Effect.delay(use, "50 millis")
      )
    const reads = yield* OrderReads.make(throttle, (urgency, take, settle) =>
      throttle.withTurn(urgency, () => {
        const batch = take()
        const done = Effect.sync(() => batch.forEach((read) => settle(read, Exit.succeed(undefined))))
        return call("orders", done)
      })
    )
    const customer = (n: number) =>
      Effect.all(
        [
          reads.find([OrderId.make(`${1_000_000 + n}`)], "read"),
          throttle.withTurn("background", () => call("account", Effect.void))
        ],
        { concurrency: 2 }
      )
    const all = yield* Effect.forkChild(
      Effect.forEach(Array.from({ length: 450 }), (_, n) => customer(n), { concurrency: "unbounded" })
    )
    yield* TestClock.adjust("2 seconds")
    assert.deepStrictEqual(called.slice(0, 6), Array.from({ length: 5 }, () => "orders").concat("account"))
    // What is left of the budget is theirs.
    yield* TestClock.adjust("100 seconds")
    yield* Fiber.join(all)
    assert.strictEqual(called.filter((what) => what === "account").length, 450)
  }).pipe(Effect.scoped)
)
