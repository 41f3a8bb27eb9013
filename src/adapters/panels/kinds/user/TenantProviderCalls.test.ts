import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Redacted } from "effect"
import { ProviderId, TenantId } from "../../../../domain/Ids.ts"
import { Egress } from "../../../../ports/Egress.ts"
import { ProviderCalls } from "../../../../ports/ProviderCalls.ts"
import { ProviderSecrets } from "../../../../ports/ProviderSecrets.ts"
import { SharedBudget } from "../../../../ports/SharedBudget.ts"
import * as TenantProviderCalls from "./TenantProviderCalls.ts"

const key = "short-key-7"

/** A provider at smm-giant.example who answers every call with this. */
const provider = (answer: unknown, baseUrl = "https://api.smm-giant.example") =>
  TenantProviderCalls.layer.pipe(
    Layer.provide(
      Layer.succeed(Egress, {
        request: () => Effect.succeed({ status: 200, headers: {}, text: JSON.stringify(answer) })
      })
    ),
    Layer.provide(
      Layer.succeed(ProviderSecrets, {
        find: () =>
          Effect.succeedSome({ baseUrl: Redacted.make(baseUrl), key: Redacted.make(key), ticket: null }),
        state: () => Effect.succeed(Option.none()),
        save: () => Effect.die("nothing is saved"),
        remove: () => Effect.die("nothing is removed")
      })
    ),
    Layer.provide(SharedBudget.alone)
  )

const cancel = (ids: ReadonlyArray<string>) =>
  Effect.flatMap(ProviderCalls, (calls) =>
    calls.request(TenantId.make("t"), ProviderId.make("p"), "cancel", ids)
  )

describe("PR-03 a provider's own API", () => {
  it.effect("that names itself or our key in an error shows neither", () =>
    Effect.gen(function* () {
      const said = { error: `SMM Giant (smm-giant.example, SmmGiant): no funds for ${key}.` }
      const { safeText } = yield* Effect.flip(Effect.provide(cancel(["1"]), provider(said)))
      assert.strictEqual(safeText, "The provider said: … (… …): no funds for ….")
    })
  )

  it.effect("does not in what it says of one order of many either", () =>
    Effect.gen(function* () {
      const rows = [
        { order: 1, cancel: { error: "smm_giant cannot cancel" } },
        { order: 2, cancel: 1 }
      ]
      const results = yield* Effect.provide(cancel(["1", "2"]), provider(rows))
      assert.deepStrictEqual(
        results.map(({ message }) => message),
        ["The provider said: … cannot cancel", ""]
      )
    })
  )

  it.effect("keeps its words where the address has no name to hide", () =>
    Effect.gen(function* () {
      const { safeText } = yield* Effect.flip(
        Effect.provide(cancel(["1"]), provider({ error: "Order is done" }, "http://127.0.0.1:8080"))
      )
      assert.strictEqual(safeText, "The provider said: Order is done")
    })
  )
})
