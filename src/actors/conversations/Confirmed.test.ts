import { assert, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { RequestId, TenantId } from "../../domain/Ids.ts"
import { Requests, type RequestStage } from "../../ports/Requests.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { makeConfirmed } from "./Confirmed.ts"

const tenantId = TenantId.make("11111111-1111-4111-8111-111111111111")
const id = RequestId.make("11111111-1111-4111-8111-111111111112")

/** How long a reply waits for a request whose stage changes after 250 ms without a ring, how often it looks, and what it says. */
const wait = (isAlone: boolean) =>
  Effect.gen(function* () {
    let looks = 0
    const world = Layer.merge(
      Layer.mock(Wakeups, {
        isAlone: () => isAlone,
        awaitStaged: (_, millis) => Effect.as(Effect.sleep(millis), new Map())
      }),
      Layer.mock(Requests, {
        stages: () =>
          Effect.map(Clock.currentTimeMillis, (now) => {
            looks += 1
            return new Map<RequestId, RequestStage>([[id, now >= 250 ? "added" : "recorded"]])
          })
      })
    )
    const waiting = yield* Effect.forkChild(
      Effect.gen(function* () {
        const confirmed = yield* makeConfirmed
        const stages = yield* confirmed(tenantId, [id], 2_000)
        return { stage: stages.get(id), took: yield* Clock.currentTimeMillis, looks }
      }).pipe(Effect.provide(world))
    )
    for (let step = 0; step < 20; step++) yield* TestClock.adjust("100 millis")
    return yield* Fiber.join(waiting)
  })

it.effect("OR-06, RT-04: beside another process a reply looks for what that one has done", () =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* wait(false), { stage: "added", took: 300, looks: 3 })
  })
)

it.effect("OR-06: alone it waits for the ring, and looks once when none has come in time", () =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* wait(true), { stage: "added", took: 2_000, looks: 1 })
  })
)
