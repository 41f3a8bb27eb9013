import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { DispatchId, OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import type { PanelDispatch } from "../../ports/Dispatches.ts"
import { makePanelLines } from "./PanelLines.ts"

const dispatch = (n: number): PanelDispatch => ({
  id: DispatchId.make(`d${n}`),
  tenantId: TenantId.make("t"),
  panelId: PanelId.make("p"),
  command: "cancel",
  orderId: OrderId.make(String(n)),
  attempts: 1,
  mayHaveHappened: false
})

describe("BU-04 a panel's line", () => {
  it.effect(
    "DI-03: what a slow panel could not be asked for in time is given back, so that nobody doubts it",
    () =>
      Effect.gen(function* () {
        const called: Array<number> = []
        const returned: Array<number> = []
        const lines = yield* makePanelLines(
          (batch) =>
            Effect.andThen(
              Effect.sleep("7 seconds"),
              Effect.sync(() => void called.push(batch.length))
            ),
          (batch) => Effect.sync(() => void returned.push(batch.length))
        )
        const claimed = Array.from({ length: 250 }, (_, n) => dispatch(n))
        yield* lines.add(claimed, yield* Clock.currentTimeMillis)
        yield* TestClock.adjust("7 seconds")
        yield* TestClock.adjust("7 seconds")
        assert.deepStrictEqual({ called, returned }, { called: [100, 100], returned: [50] })
      })
  )
})
