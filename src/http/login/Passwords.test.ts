import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Redacted } from "effect"
import { Passwords } from "./Passwords.ts"

describe("Passwords", () => {
  it.live("knows a right password from a wrong one, and nobody's from both", () =>
    Effect.gen(function* () {
      const passwords = yield* Passwords
      const stored = yield* passwords.hash(Redacted.make("right"))
      assert.isTrue(yield* passwords.isRight(Redacted.make("right"), stored))
      assert.isFalse(yield* passwords.isRight(Redacted.make("wrong"), stored))
      assert.isFalse(yield* passwords.isRight(Redacted.make("right"), null))
    }).pipe(Effect.provide(Passwords.layer))
  )

  it.live("turns away who would wait too long, and is free again afterwards", () =>
    Effect.gen(function* () {
      const passwords = yield* Passwords
      const check = Effect.exit(passwords.isRight(Redacted.make("x"), null))
      const exits = yield* Effect.all(
        Array.from({ length: 50 }, () => check),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(exits.filter(Exit.isFailure).length, 16, "2 work and 32 wait")
      assert.isTrue(Exit.isSuccess(yield* check))
    }).pipe(Effect.provide(Passwords.layer))
  )

  it.live("SE-02: who hangs up while his hash is made keeps its place until it is done", () =>
    Effect.gen(function* () {
      const passwords = yield* Passwords
      const check = passwords.isRight(Redacted.make("x"), null)
      // As it begins, without a turn of the event loop in which a hash could end.
      const fibers = Array.from({ length: 34 }, () => Effect.runFork(check))
      for (const fiber of fibers.slice(0, 2)) fiber.interruptUnsafe()
      const next = Effect.runFork(check).pollUnsafe()
      assert.isTrue(next !== undefined && Exit.isFailure(next), "two are still made, and 32 wait")
      yield* Effect.forEach(fibers, Fiber.await)
      assert.isFalse(yield* check)
    }).pipe(Effect.provide(Passwords.layer))
  )
})
