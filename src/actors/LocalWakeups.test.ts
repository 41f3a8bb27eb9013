import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestRunner } from "effect/cluster"
import { RequestId } from "../domain/Ids.ts"
import { LiveRelay } from "../ports/LiveRelay.ts"
import { Wakeups } from "../ports/Wakeups.ts"
import * as LocalWakeups from "./LocalWakeups.ts"

const [first, second] = ["1", "2"].map((n) => RequestId.make(`11111111-1111-4111-8111-11111111111${n}`)) as [
  RequestId,
  RequestId
]
const bells = LocalWakeups.layer.pipe(
  Layer.provide(TestRunner.layer),
  Layer.provide(Layer.mock(LiveRelay, { processes: () => 1 }))
)

it.effect("OR-06: who waits for two requests hears both, however often one of them is confirmed", () =>
  Effect.gen(function* () {
    const { awaitStaged, staged } = yield* Wakeups
    const waiting = yield* Effect.forkChild(awaitStaged([first, second], 60_000))
    yield* Effect.yieldNow
    // The panel, a group on WhatsApp and one on Telegram have it.
    for (let times = 0; times < 3; times += 1) yield* staged(first, "added")
    yield* staged(second, "added")
    const heard = yield* Fiber.join(waiting)
    assert.deepStrictEqual([...heard.keys()], [first, second])
  }).pipe(Effect.provide(bells))
)

it.effect("OR-06: what was confirmed before is not waited for", () =>
  Effect.gen(function* () {
    const { awaitStaged, staged } = yield* Wakeups
    yield* staged(first, "added")
    yield* staged(second, "failed")
    const heard = yield* awaitStaged([first, second], 60_000)
    assert.deepStrictEqual(
      [...heard],
      [
        [first, "added"],
        [second, "failed"]
      ]
    )
  }).pipe(Effect.provide(bells))
)
