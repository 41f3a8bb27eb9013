import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { PanelFault } from "../../../simulators/panel/Faults.ts"
import type { PanelSimulator } from "../../../simulators/panel/PanelSimulator.ts"
import type { OrderId } from "../../domain/Ids.ts"
import { Panels } from "../../ports/Panels.ts"
import type { PanelError } from "../../ports/Panels.ts"
import { addOrders, panelId, panelsOf, simulatedPanel, tenantId } from "./PanelWorld.ts"

const find = (ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.findOrders(tenantId, panelId, ids))
const cancel = (ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.request(tenantId, panelId, "cancel", ids))

type Outcome = readonly [PanelError["reason"], mayHaveHappened: boolean]

const always = { times: "always" } as const
const faults: ReadonlyArray<readonly [name: string, fault: PanelFault, read: Outcome, write: Outcome]> = [
  ["5xx", { kind: "status", status: 503, ...always }, ["Unreachable", false], ["Unreachable", true]],
  ["HTML", { kind: "html", ...always }, ["Unreachable", false], ["Unreachable", true]],
  ["HTML and 404", { kind: "html", status: 404, ...always }, ["Unreachable", false], ["Unreachable", true]],
  ["HTML and 403", { kind: "html", status: 403, ...always }, ["Unreachable", false], ["Unreachable", true]],
  ["JSON and 404", { kind: "status", status: 404, ...always }, ["NotConfigured", false], ["Refused", false]],
  [
    "a redirect",
    { kind: "html", status: 301, ...always },
    ["NotConfigured", false],
    ["NotConfigured", false]
  ],
  ["half JSON", { kind: "half-json", ...always }, ["Unreachable", false], ["Unreachable", true]],
  ["a reset", { kind: "drop", ...always }, ["Unreachable", false], ["Unreachable", true]],
  ["an error code", { kind: "error-code", ...always }, ["Refused", false], ["Refused", false]],
  [
    "an error code about the key",
    { kind: "error-code", message: "Invalid API key", ...always },
    ["Unauthorized", false],
    ["Unauthorized", false]
  ],
  [
    "429 for long",
    { kind: "status", status: 429, retryAfter: 30, ...always },
    ["RateLimited", false],
    ["RateLimited", false]
  ]
]

const against = <A>(
  use: (panel: PanelSimulator, ids: ReadonlyArray<OrderId>) => Effect.Effect<A, PanelError, Panels>,
  options?: Parameters<typeof panelsOf>[1]
) =>
  Effect.gen(function* () {
    const panel = yield* simulatedPanel()
    const ids = addOrders(panel, 2)
    return yield* use(panel, ids).pipe(Effect.provide(panelsOf(panel, options)))
  })

const failsAs = (effect: Effect.Effect<unknown, PanelError, Panels>, [reason, mayHaveHappened]: Outcome) =>
  Effect.gen(function* () {
    const error = yield* Effect.orDie(Effect.flip(Effect.asVoid(effect)))
    assert.deepStrictEqual([error.reason, error.mayHaveHappened], [reason, mayHaveHappened])
    assert.notMatch(JSON.stringify(error), /127\.0\.0\.1|[0-9a-f]{32}|adminapi|boostmint|<html/i)
  })

describe("a panel that answers", () => {
  for (const [name, fault, read, write] of faults) {
    it.live(`${name}: reads and writes fail as what they are`, () =>
      Effect.gen(function* () {
        yield* against((panel, ids) => {
          panel.faults.add(fault)
          return failsAs(find(ids), read)
        })
        yield* against((panel, ids) => {
          panel.faults.add(fault)
          return Effect.andThen(
            failsAs(cancel(ids), write),
            Effect.sync(() => assert.lengthOf(panel.requests, 1, "a write is not repeated"))
          )
        })
      })
    )
  }

  it.live("badly once: a read is repeated and nobody notices", () =>
    Effect.gen(function* () {
      const once: ReadonlyArray<PanelFault> = [
        { kind: "status", status: 502 },
        { kind: "status", status: 429, retryAfter: 1 },
        { kind: "html" },
        { kind: "half-json" },
        { kind: "drop" }
      ]
      for (const fault of once) {
        yield* against((panel, ids) => {
          panel.faults.add(fault)
          return Effect.map(find(ids), (found) => {
            assert.strictEqual(found.size, 2)
            assert.lengthOf(panel.requests, 2)
          })
        })
      }
    })
  )

  it.live("429: no call leaves before the time it names", () =>
    against((panel, ids) =>
      Effect.gen(function* () {
        panel.faults.add({ kind: "status", status: 429, retryAfter: 2 })
        yield* failsAs(cancel(ids), ["RateLimited", false])
        yield* find(ids)
        assert.isAtLeast(panel.requests[1]!.at - panel.requests[0]!.at, 2_000)
      })
    )
  )

  it.live("wrong types: what can be understood is", () =>
    against((panel, ids) =>
      Effect.gen(function* () {
        panel.faults.add({ kind: "wrong-types", ...always })
        const found = yield* find(ids)
        assert.deepStrictEqual([...found.keys()].sort(), [...ids])
        assert.strictEqual(found.get(ids[0]!)!.quantity, 1_000)
        assert.strictEqual(found.get(ids[0]!)!.status, "unknown")
        assert.isTrue((yield* cancel(ids)).every(({ isAccepted }) => isAccepted))
      })
    )
  )

  it.live("with a refusal of the key", () =>
    against((_, ids) => failsAs(find(ids), ["Unauthorized", false]), { key: "wrong" })
  )

  it.live("under an address with slashes and no panel", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 1)
      const there = find(ids).pipe(Effect.provide(panelsOf(panel, { baseUrl: `${panel.url}//` })))
      assert.strictEqual((yield* there).size, 1)
      const elsewhere = { baseUrl: `${panel.url}/shop` }
      yield* failsAs(find(ids), ["Unreachable", false]).pipe(Effect.provide(panelsOf(panel, elsewhere)))
      const hostile = { baseUrl: "http://169.254.169.254" }
      yield* failsAs(find(ids), ["NotConfigured", false]).pipe(Effect.provide(panelsOf(panel, hostile)))
    })
  )

  it.live("after its work with 504, half JSON or a reset: the unknown outcome is settled by a read", () =>
    Effect.gen(function* () {
      const after: ReadonlyArray<PanelFault> = [
        { kind: "status-after", status: 504 },
        { kind: "half-json" },
        { kind: "drop-after" }
      ]
      for (const fault of after) {
        yield* against((panel, ids) =>
          Effect.gen(function* () {
            yield* find(ids)
            panel.faults.add({ ...fault, path: "request-cancel" })
            yield* failsAs(cancel([ids[0]!]), ["Unreachable", true])
            const panels = yield* Panels
            const already = yield* panels.alreadyRequested(tenantId, panelId, "cancel", ids)
            assert.deepStrictEqual([...already], [ids[0]])
            assert.lengthOf(panel.writes, 1)
          })
        )
      }
    })
  )

  it.live("not at all: refused at once, left alone after five failures, tried again by one call", () =>
    against((panel, ids) =>
      Effect.gen(function* () {
        yield* Effect.promise(() => panel.down())
        for (let i = 0; i < 5; i++) yield* failsAs(cancel(ids), ["Unreachable", false])
        yield* Effect.promise(() => panel.up())
        yield* failsAs(cancel(ids), ["Unreachable", false])
        yield* failsAs(find(ids), ["Unreachable", false])
        assert.isEmpty(panel.requests)
        yield* Effect.sleep(2_100)
        assert.strictEqual((yield* find(ids)).size, 2)
        assert.lengthOf(yield* cancel(ids), 2)
      })
    )
  )

  it.live("with silence: hung calls are cut without holding up others", () =>
    against(
      (panel, ids) =>
        Effect.gen(function* () {
          panel.faults.add({ kind: "hang", method: "GET" })
          panel.faults.add({ kind: "hang-after", path: "request-cancel" })
          const started = Date.now()
          const took = (effect: Effect.Effect<unknown, PanelError, Panels>, outcome: Outcome) =>
            Effect.map(failsAs(effect, outcome), () => Date.now() - started)
          const [read, write, other] = yield* Effect.all(
            [
              took(find([ids[0]!]), ["Unreachable", false]),
              took(cancel([ids[1]!]), ["Unreachable", true]),
              Effect.sleep(100).pipe(
                Effect.andThen(find([ids[1]!])),
                Effect.map(() => Date.now() - started)
              )
            ],
            { concurrency: "unbounded" }
          )
          assert.isBelow(other, read)
          assert.isAtLeast(read, 395)
          assert.isAtLeast(write, 795)
          assert.isBelow(write, 3_000)
          assert.lengthOf(panel.writes, 1)
        }),
      { readTimeoutMillis: 400, writeTimeoutMillis: 800 }
    )
  )
})
