import { assert, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { EventLoop } from "../../ports/EventLoop.ts"
import { layer } from "./NodeEventLoop.ts"

const lines: Array<string> = []
const logger = Logger.make(({ message }) => void lines.push(String(message)))

/** Keeps this process's only thread, as work that never yields does. */
const block = (millis: number) =>
  Effect.sync(() => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis)
  })

it.live(
  "a standstill of 6 s is known to who asks first, logged once with its length, and in the metrics",
  () =>
    Effect.gen(function* () {
      const loop = yield* EventLoop
      assert.isNull(yield* loop.stalledWithin(10_000))
      yield* loop.takeDelay
      // Node measures from one turn of the loop to the next.
      yield* Effect.sleep("100 millis")
      yield* block(6_200)
      const lag = yield* loop.stalledWithin(10_000)
      assert.isAtLeast(lag ?? 0, 5_000)
      yield* Effect.sleep("600 millis")
      const stood = lines.filter((line) => line.includes("stood still"))
      assert.lengthOf(stood, 1)
      assert.include(stood[0] ?? "", `${((lag ?? 0) / 1_000).toFixed(1)} s`)
      assert.isAbove((yield* loop.takeDelay).max, 5)
      // Old standstills explain nothing.
      assert.isNull(yield* loop.stalledWithin(100))
    }).pipe(Effect.provide(layer.pipe(Layer.provideMerge(Logger.layer([logger])))))
)
