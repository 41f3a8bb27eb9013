import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber } from "effect"
import { type KeyRow } from "../../../ports/WhatsAppKeys.ts"
import { makeKeyWrites } from "./KeyWrites.ts"

const row = (id: string, value: string | null): KeyRow => ({
  type: "session",
  id,
  value: value === null ? null : Buffer.from(value)
})

const told = (rows: ReadonlyArray<KeyRow>): ReadonlyArray<string> =>
  rows.map(({ id, value }) => `${id}=${value === null ? "gone" : Buffer.from(value).toString()}`)

/** A store whose writes end when they are let go. */
const heldStore = () => {
  const writes: Array<ReadonlyArray<string>> = []
  const gates: Array<Deferred.Deferred<void, string>> = []
  const store = (rows: ReadonlyArray<KeyRow>): Effect.Effect<void, string> =>
    Effect.suspend(() => {
      writes.push(told(rows))
      const gate = Deferred.makeUnsafe<void, string>()
      gates.push(gate)
      return Deferred.await(gate)
    })
  return { writes, gates, store }
}

describe("key writes", () => {
  it.effect("go one after the other, and what came meanwhile goes together, the last of each key", () =>
    Effect.gen(function* () {
      const { writes, gates, store } = heldStore()
      const { write } = makeKeyWrites(store)
      const first = yield* Effect.forkChild(write([row("a", "1")]))
      yield* Effect.yieldNow
      const others = yield* Effect.forEach(["2", "3"], (value) =>
        Effect.forkChild(write([row("a", value), row(`b${value}`, value)]))
      )
      yield* Effect.yieldNow
      assert.deepStrictEqual(writes, [["a=1"]])
      Deferred.doneUnsafe(gates[0]!, Effect.void)
      yield* Fiber.join(first)
      yield* Effect.yieldNow
      assert.deepStrictEqual(writes.slice(1), [["a=3", "b2=2", "b3=3"]])
      Deferred.doneUnsafe(gates[1]!, Effect.void)
      for (const other of others) yield* Fiber.join(other)
    })
  )

  it.effect("fail for all that were written together, and the next succeeds", () =>
    Effect.gen(function* () {
      const { writes, gates, store } = heldStore()
      const { write } = makeKeyWrites(store)
      const begin = Effect.fnUntraced(function* (id: string) {
        const fiber = yield* Effect.forkChild(Effect.exit(write([row(id, "1")])))
        yield* Effect.yieldNow
        return fiber
      })
      const [first, second, third] = [yield* begin("a"), yield* begin("b"), yield* begin("c")]
      Deferred.doneUnsafe(gates[0]!, Effect.void)
      assert.isTrue(Exit.isSuccess(yield* Fiber.join(first)))
      yield* Effect.yieldNow
      Deferred.doneUnsafe(gates[1]!, Effect.fail("down"))
      assert.isTrue(Exit.isFailure(yield* Fiber.join(second)))
      assert.isTrue(Exit.isFailure(yield* Fiber.join(third)))
      const next = yield* begin("d")
      Deferred.doneUnsafe(gates[2]!, Effect.void)
      assert.isTrue(Exit.isSuccess(yield* Fiber.join(next)))
      assert.deepStrictEqual(writes, [["a=1"], ["b=1", "c=1"], ["d=1"]])
    })
  )

  it.effect("carry rows to forget along, and keep them when they fail", () =>
    Effect.gen(function* () {
      const { writes, gates, store } = heldStore()
      const { write, forget, writeForgotten } = makeKeyWrites(store)
      forget(row("old", null))
      const failed = yield* Effect.forkChild(Effect.exit(write([row("a", "1")])))
      yield* Effect.yieldNow
      Deferred.doneUnsafe(gates[0]!, Effect.fail("down"))
      yield* Fiber.join(failed)
      const again = yield* Effect.forkChild(writeForgotten)
      yield* Effect.yieldNow
      Deferred.doneUnsafe(gates[1]!, Effect.void)
      yield* Fiber.join(again)
      yield* writeForgotten
      assert.deepStrictEqual(writes, [["old=gone", "a=1"], ["old=gone"]])
    })
  )
})
