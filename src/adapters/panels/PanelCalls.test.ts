import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Queue } from "effect"
import { TestClock } from "effect/testing"
import type { PanelSimulator } from "../../../simulators/panel/PanelSimulator.ts"
import type { OrderId } from "../../domain/Ids.ts"
import { Panels } from "../../ports/Panels.ts"
import type { PanelError } from "../../ports/Panels.ts"
import { addOrders, panelId, panelsOf, simulatedPanel, tenantId } from "./PanelWorld.ts"

const cancel = (id: OrderId) =>
  Effect.flatMap(Panels, (panels) => panels.request(tenantId, panelId, "cancel", [id]))
const find = (id: OrderId) => Effect.flatMap(Panels, (panels) => panels.findOrders(tenantId, panelId, [id]))

/** The clock stands still unless a test moves it; the calls are real. */
const against = (
  use: (panel: PanelSimulator, ids: ReadonlyArray<OrderId>) => Effect.Effect<void, PanelError, Panels>
) =>
  Effect.gen(function* () {
    const panel = yield* simulatedPanel()
    const ids = addOrders(panel, 50)
    yield* use(panel, ids).pipe(Effect.provide(panelsOf(panel)))
  })

const arrived = (panel: PanelSimulator, count: number) =>
  Effect.promise(() => panel.traffic.requests.waitFor(() => panel.requests.length >= count))

/** A call that is made all the same fails the test. */
const refusalOf = (call: Effect.Effect<unknown, PanelError, Panels>) =>
  Effect.orDie(Effect.flip(Effect.asVoid(call)))

const isLeftAlone = ({ safeText }: PanelError) => safeText.includes("left alone")

describe("calls of a panel that fails", () => {
  it.effect(
    "after the pause one call alone tries it while 50 wait; its failure doubles the pause, its success ends it",
    () =>
      against((panel, ids) =>
        Effect.gen(function* () {
          yield* Effect.promise(() => panel.down())
          for (const id of ids.slice(0, 5)) assert.isFalse(isLeftAlone(yield* refusalOf(cancel(id))))
          yield* Effect.promise(() => panel.up())
          yield* TestClock.adjust("1900 millis")
          assert.isTrue(isLeftAlone(yield* refusalOf(cancel(ids[0]!))))
          yield* TestClock.adjust("200 millis")

          panel.faults.add({ kind: "hang" })
          const ends = yield* Queue.unbounded<PanelError>()
          for (const id of ids) {
            yield* Effect.forkChild(
              Effect.flatMap(refusalOf(cancel(id)), (error) => Queue.offer(ends, error))
            )
          }
          yield* arrived(panel, 1)
          assert.isTrue((yield* Queue.takeN(ends, 49)).every(isLeftAlone))
          assert.lengthOf(panel.requests, 1)
          yield* TestClock.adjust("15 seconds")
          assert.isTrue((yield* Queue.take(ends)).mayHaveHappened)

          yield* TestClock.adjust("3900 millis")
          assert.isTrue(isLeftAlone(yield* refusalOf(cancel(ids[0]!))))
          assert.lengthOf(panel.requests, 1)
          yield* TestClock.adjust("200 millis")
          for (const id of ids.slice(0, 4)) yield* cancel(id)
          assert.lengthOf(panel.requests, 5)
        })
      )
  )

  it.effect(
    "DI-03: a write that waited for longer than it is claimed is not made: it may be another process's by now",
    () =>
      against((panel, ids) =>
        Effect.gen(function* () {
          panel.faults.add({ kind: "status", status: 429, retryAfter: 40 })
          yield* refusalOf(find(ids[0]!))
          const late = yield* Effect.forkChild(refusalOf(cancel(ids[1]!)))
          yield* TestClock.adjust("41 seconds")
          const { mayHaveHappened, safeText } = yield* Fiber.join(late)
          assert.deepStrictEqual(
            [mayHaveHappened, safeText],
            [false, "The request waited too long for the panel and is made anew."]
          )
          assert.lengthOf(panel.writes, 0)
          yield* cancel(ids[1]!)
          assert.lengthOf(panel.writes, 1)
        })
      )
  )

  it.effect("a read that hangs is cut after 10 seconds, a write after 15", () =>
    against((panel, ids) =>
      Effect.gen(function* () {
        panel.faults.add({ kind: "hang", times: "always" })
        const read = yield* Effect.forkChild(refusalOf(find(ids[0]!)))
        yield* arrived(panel, 1)
        const write = yield* Effect.forkChild(refusalOf(cancel(ids[1]!)))
        yield* arrived(panel, 2)
        yield* TestClock.adjust("9900 millis")
        assert.isUndefined(read.pollUnsafe())
        yield* TestClock.adjust("100 millis")
        assert.isFalse((yield* Fiber.join(read)).mayHaveHappened)
        yield* TestClock.adjust("4900 millis")
        assert.isUndefined(write.pollUnsafe())
        yield* TestClock.adjust("100 millis")
        assert.isTrue((yield* Fiber.join(write)).mayHaveHappened)
      })
    )
  )

  it.live("what was read of an order is not remembered past a request for it", () =>
    against((panel, ids) =>
      Effect.gen(function* () {
        const id = ids[0]!
        const reads = () => panel.requests.filter(({ path }) => path.endsWith("/orders")).length
        yield* find(id)
        yield* find(id)
        assert.strictEqual(reads(), 1)
        yield* cancel(id)
        yield* find(id)
        assert.strictEqual(reads(), 2)
      })
    )
  )
})
