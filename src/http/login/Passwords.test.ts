import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Redacted } from "effect"
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
})
