import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { DispatchId, OrderId, ProviderId, TenantId } from "../../domain/Ids.ts"
import { PanelError } from "../../ports/Panels.ts"
import { ProviderCalls } from "../../ports/ProviderCalls.ts"
import type { ProviderDispatch } from "../../ports/ProviderDispatches.ts"
import { memoryProviderCalls } from "../../adapters/memory/MemoryProviderCalls.ts"
import { makeProviderAttempt } from "./ProviderAttempt.ts"

const cancel = (externalId: string, mayHaveHappened: boolean): ProviderDispatch => ({
  id: DispatchId.make(`d${externalId}`),
  tenantId: TenantId.make("t"),
  kind: "provider_api",
  providerId: ProviderId.make("p"),
  command: "cancel",
  orderId: OrderId.make(externalId),
  externalId,
  attempts: 2,
  mayHaveHappened
})

describe("DI-03 an attempt at calls of a provider's API", () => {
  it.effect("keeps what its order shows to be cancelled when the others are refused", () =>
    Effect.gen(function* () {
      const calls = Layer.effect(
        ProviderCalls,
        Effect.map(ProviderCalls, (all) => ({
          ...all,
          statuses: () => Effect.succeed(new Map([["1", "cancelled"] as const])),
          request: () =>
            Effect.fail(new PanelError({ reason: "Refused", mayHaveHappened: false, safeText: "no" }))
        }))
      ).pipe(Layer.provide(memoryProviderCalls()))
      const ends = yield* Effect.provide(
        Effect.flatMap(makeProviderAttempt, (carryOut) => carryOut([cancel("1", true), cancel("2", false)])),
        calls
      )
      assert.deepStrictEqual(
        ends.map(({ dispatch: { externalId }, outcome }) => `${externalId} ${outcome._tag}`),
        ["1 Done", "2 Dead"]
      )
    })
  )
})
