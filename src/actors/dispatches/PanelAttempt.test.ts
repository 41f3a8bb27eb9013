import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { DispatchId, OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import type { PanelDispatch } from "../../ports/Dispatches.ts"
import { PanelError, Panels } from "../../ports/Panels.ts"
import { makePanelAttempt } from "./PanelAttempt.ts"

const call = (orderId: string, mayHaveHappened: boolean): PanelDispatch => ({
  id: DispatchId.make(`d${orderId}`),
  tenantId: TenantId.make("t"),
  panelId: PanelId.make("p"),
  command: "cancel",
  orderId: OrderId.make(orderId),
  attempts: 2,
  mayHaveHappened
})

const error = (reason: PanelError["reason"], mayHaveHappened = false) =>
  new PanelError({ reason, mayHaveHappened, safeText: reason })

/** A panel that has 1 already, shows nothing of 2, and takes the others unless it is told otherwise. */
const panel = (asked: Array<string>, write: PanelError | null = null, read: PanelError | null = null) =>
  Layer.succeed(Panels, {
    findOrders: () => Effect.die("not asked for orders"),
    canRequest: () => Effect.succeed(true),
    alreadyRequested: (_tenant, _panel, _command, ids) => {
      if (read !== null) return Effect.fail(read)
      if (ids.includes(OrderId.make("2"))) return Effect.fail(error("Refused", true))
      return Effect.succeed(new Set(ids.filter((id) => id === "1")))
    },
    request: (_tenant, _panel, _command, ids) => {
      asked.push(ids.join(","))
      const results = ids.map((orderId) => ({ orderId, isAccepted: true, message: "" }))
      return write === null ? Effect.succeed(results) : Effect.fail(write)
    }
  })

const attempt = Effect.fnUntraced(function* (
  layer: Layer.Layer<Panels>,
  batch: ReadonlyArray<PanelDispatch>
) {
  const ends = yield* Effect.provide(
    Effect.flatMap(makePanelAttempt, (carryOut) => carryOut(batch)),
    layer
  )
  const words = ends.map(({ dispatch: { orderId }, outcome }) => {
    const doubt = outcome._tag !== "Done" && outcome.mayHaveHappened ? ", may have happened" : ""
    return `${orderId} ${outcome._tag}${doubt}`
  })
  return words.toSorted()
})

const batch = [call("1", true), call("2", true), call("3", false), call("4", true)]

describe("DI-03 an attempt at panel calls", () => {
  it.effect("takes down only the order of which no read can tell, not those beside it", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      assert.deepStrictEqual(yield* attempt(panel(asked), batch), [
        "1 Done",
        "2 Dead, may have happened",
        "3 Done",
        "4 Done"
      ])
      assert.deepStrictEqual(asked, ["3,4"])
    })
  )

  it.effect("keeps what is known to be made when the others are refused or meet silence", () =>
    Effect.gen(function* () {
      const two = [call("1", true), call("3", false)]
      assert.deepStrictEqual(yield* attempt(panel([], error("Refused")), two), ["1 Done", "3 Dead"])
      assert.deepStrictEqual(yield* attempt(panel([], error("Unreachable", true)), two), [
        "1 Done",
        "3 Retry, may have happened"
      ])
    })
  )

  it.effect("asks for nothing while the panel cannot be read, and knows of each what it knew", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      assert.deepStrictEqual(yield* attempt(panel(asked, null, error("Unreachable")), batch), [
        "1 Retry, may have happened",
        "2 Retry, may have happened",
        "3 Retry",
        "4 Retry, may have happened"
      ])
      assert.deepStrictEqual(asked, [])
    })
  )
})
