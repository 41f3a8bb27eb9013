import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { ORDER_STATUSES } from "../../simulators/panel/Model.ts"
import type { PanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { panelId, tenantId } from "../../src/adapters/panels/PanelWorld.ts"
import type { RequestCommand } from "../../src/domain/CommandName.ts"
import { OrderId } from "../../src/domain/Ids.ts"
import { isOwner } from "../../src/domain/Ownership.ts"
import { kindAbility } from "../../src/domain/PanelKind.ts"
import { Catalogue } from "../../src/ports/Catalogue.ts"
import { Panels } from "../../src/ports/Panels.ts"
import type { PanelError } from "../../src/ports/Panels.ts"
import { PanelUsers } from "../../src/ports/PanelUsers.ts"
import { Vault } from "../../src/ports/Vault.ts"
import { johnsOrders, type KindWorld, kindWorlds, reach, startKind } from "./PanelKinds.ts"

type Ports = Panels | PanelUsers | Catalogue | Vault

const find = (ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.findOrders(tenantId, panelId, ids))
const ask = (command: RequestCommand, ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.request(tenantId, panelId, command, ids))
const asked = (command: RequestCommand, ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.alreadyRequested(tenantId, panelId, command, ids))
const findUser = (username: string) =>
  Effect.flatMap(PanelUsers, (users) => users.find(tenantId, panelId, { _tag: "Username", username }))

const idOf = (order: { readonly id: number }) => OrderId.make(String(order.id))

describe.each(kindWorlds)("PR-01 $name", (world: KindWorld) => {
  const against = <A, E>(
    use: (panel: PanelSimulator) => Effect.Effect<A, E, Ports>,
    options?: Parameters<typeof reach>[2],
    keyOf = world.key
  ) =>
    Effect.gen(function* () {
      const panel = yield* startKind(world)
      const result = yield* use(panel).pipe(
        Effect.provide(reach(world, panel, { key: keyOf(panel), ...options }))
      )
      assert.isEmpty(panel.claims, "no order is ever claimed")
      return result
    })

  const failsAs = (
    panel: PanelSimulator,
    effect: Effect.Effect<unknown, PanelError, Ports>,
    reason: PanelError["reason"],
    mayHaveHappened = false
  ) =>
    Effect.gen(function* () {
      const error = yield* Effect.orDie(Effect.flip(Effect.asVoid(effect)))
      assert.deepStrictEqual([error.reason, error.mayHaveHappened], [reason, mayHaveHappened])
      const text = JSON.stringify(error)
      assert.notInclude(text, world.key(panel))
      assert.notMatch(text, /127\.0\.0\.1|adminapi|api\/v2|odd\/v3|boostmint|<html/i)
    })

  it.live("finds the orders there are, whose they are if it says so, and leaves unknown ones out", () =>
    against((panel) =>
      Effect.gen(function* () {
        const [own] = johnsOrders(panel, 1)
        const foreign = idOf(panel.addOrder({ user: "mary", provider: "N/A", externalId: "" }))
        const found = yield* find([own!, foreign, OrderId.make("1")])
        assert.isUndefined(found.get(OrderId.make("1")))
        const asker = { username: "JOHN", userId: null }
        assert.strictEqual(isOwner(asker, found.get(own!)!), world.showsOwners)
        if (!world.showsOwners) return assert.isUndefined(found.get(foreign))
        assert.strictEqual(found.get(foreign)!.username, "mary")
        assert.isNull(found.get(foreign)!.providerMark)
        const order = found.get(own!)!
        assert.strictEqual(order.externalId, "xc34-0-yu3")
        assert.strictEqual(order.providerMark, (yield* Vault).mark(tenantId, "boostmint.example"))
        assert.strictEqual(order.quantity, 1_000)
        assert.strictEqual(order.createdAt, panel.order(Number(own)).created * 1_000)
        assert.notInclude(JSON.stringify(order).toLowerCase(), "boostmint")
      })
    )
  )

  it("says whether it can prove ownership", () => {
    if (world.kind !== "generic") {
      assert.strictEqual(kindAbility(world.kind).ownership, world.showsOwners)
    }
  })

  it.live("shows no external id to a key without that right", () =>
    against(
      (panel) =>
        Effect.gen(function* () {
          const ids = johnsOrders(panel, 1)
          assert.isNull((yield* find(ids)).get(ids[0]!)!.externalId)
        }),
      {},
      (panel) => (world.showsOwners ? panel.addAdminKey({ canSeeExternalIds: false }).key : world.key(panel))
    )
  )

  it.live("reads 100 orders in as few calls as it can, and nothing for nothing", () =>
    against((panel) =>
      Effect.gen(function* () {
        const ids = johnsOrders(panel, 100)
        assert.strictEqual((yield* find(ids)).size, 100)
        assert.strictEqual((yield* find([OrderId.make("1&user=x"), OrderId.make("")])).size, 0)
        assert.lengthOf(panel.requests, 100 / world.idsPerCall)
      })
    )
  )

  it.live("OR-05 writes every status in one spelling", () =>
    against((panel) =>
      Effect.gen(function* () {
        const ids = ORDER_STATUSES.map((status) => idOf(panel.addOrder({ status })))
        const found = yield* find(ids)
        assert.deepStrictEqual(
          ids.map((id) => found.get(id)!.status),
          ["pending", "processing", "in_progress", "completed", "partial", "cancelled", "error", "error"]
        )
      })
    )
  )

  it.live("finds accounts by their exact name, or says that it cannot", () =>
    against((panel) =>
      Effect.gen(function* () {
        for (const name of ["John2", "xjohn"]) panel.setUser(name)
        if (!world.findsUsers) return yield* failsAs(panel, findUser("john"), "NotConfigured")
        assert.strictEqual(Option.getOrThrow(yield* findUser("JOHN")).username, "john")
        assert.strictEqual(Option.getOrThrow(yield* findUser("john")).status, "active")
        for (const nobody of ["joh", "..", "nobody", "john/../mary"]) {
          assert.isTrue(Option.isNone(yield* findUser(nobody)), nobody)
        }
      })
    )
  )

  it.live("OR-08 lists its services", () =>
    against((panel) =>
      Effect.gen(function* () {
        panel.addOrder()
        const catalogue = yield* Catalogue
        const services = yield* catalogue.services(tenantId, panelId)
        const [service] = [...panel.store.services.values()]
        assert.strictEqual(services[0]!.name, service!.name)
        assert.deepStrictEqual([services[0]!.max, services[0]!.isRefill], [100_000, true])
      })
    )
  )

  it.live("makes the requests it has, tells each order's answer, and refuses the others unasked", () =>
    against((panel) =>
      Effect.gen(function* () {
        const panels = yield* Panels
        const [running] = johnsOrders(panel, 1)
        const done = idOf(panel.addOrder({ status: "completed" }))
        for (const command of ["cancel", "refill", "speedup"] as const) {
          const can = world.requests.some((known) => known === command)
          assert.strictEqual(yield* panels.canRequest(tenantId, panelId, command), can)
          if (!can) {
            yield* failsAs(panel, ask(command, [running!]), "Refused")
            assert.strictEqual((yield* asked(command, [running!])).size, 0)
            continue
          }
          const results = yield* ask(command, [running!, done])
          const taken = command === "cancel" ? running : done
          assert.deepStrictEqual(
            results.map(({ orderId, isAccepted }) => [orderId, isAccepted]),
            [
              [running, taken === running],
              [done, taken === done]
            ]
          )
          assert.isNotEmpty(results.find(({ isAccepted }) => !isAccepted)!.message)
        }
        assert.lengthOf(panel.store.cancelTasks, world.requests.includes("cancel") ? 1 : 0)
        assert.strictEqual(panel.store.refillTasks.size, world.requests.includes("refill") ? 1 : 0)
      })
    )
  )

  it.live("DI-03 settles an unknown outcome by a read, or leaves it to a person", () =>
    against((panel) =>
      Effect.gen(function* () {
        const [id, free] = johnsOrders(panel, 2)
        if (!world.requests.includes("cancel")) return assert.isEmpty([...(yield* asked("cancel", [id!]))])
        yield* find([id!])
        panel.faults.add({ kind: "drop-after", ...world.onCancel })
        yield* failsAs(panel, ask("cancel", [id!]), "Unreachable", true)
        assert.lengthOf(panel.store.cancelTasks, 1)
        if (world.showsRequests) {
          return assert.deepStrictEqual([...(yield* asked("cancel", [id!, free!]))], [id])
        }
        yield* failsAs(panel, asked("cancel", [id!]), "Refused", true)
        panel.store.settleCancel(Number(id), "canceled")
        assert.deepStrictEqual([...(yield* asked("cancel", [id!]))], [id])
      })
    )
  )

  it.live("DI-03 leaves no doubt about what was taken before the rest failed", () =>
    against((panel) =>
      Effect.gen(function* () {
        if (world.kind !== "generic") return
        const [first, second] = johnsOrders(panel, 2)
        const onSecond = { path: `/orders/${second}/stop` }
        panel.faults.add({ kind: "error-code", message: "Invalid API key", ...onSecond })
        const answers = yield* ask("cancel", [first!, second!])
        assert.deepStrictEqual(
          answers.map(({ isAccepted }) => isAccepted),
          [true, false]
        )
        panel.store.settleCancel(Number(first), "rejected")
        panel.faults.add({ kind: "drop", ...onSecond })
        yield* failsAs(panel, ask("cancel", [first!, second!]), "Unreachable", true)
        assert.deepStrictEqual([...(yield* asked("cancel", [first!, second!]))], [first])
      })
    )
  )

  const faults = [
    ["5xx", { kind: "status", status: 503 }, "Unreachable", true],
    ["HTML", { kind: "html" }, "Unreachable", true],
    ["HTML and 403", { kind: "html", status: 403 }, "Unreachable", true],
    ["a redirect", { kind: "html", status: 302 }, "NotConfigured", false],
    ["half JSON", { kind: "half-json" }, "Unreachable", true],
    ["a reset", { kind: "drop" }, "Unreachable", true],
    ["silence", { kind: "hang" }, "Unreachable", true],
    [
      "an error in a good answer",
      { kind: "error-code", message: "From boostmint.example" },
      "Refused",
      false
    ],
    ["a refused key", { kind: "error-code", message: "Invalid API key" }, "Unauthorized", false],
    ["429 for long", { kind: "status", status: 429, retryAfter: 30 }, "RateLimited", false]
  ] as const
  it.live.each(faults)("that answers with %s fails as what it is, without key and domain", (row) =>
    Effect.gen(function* () {
      const [, fault, reason, isDoubtful] = row
      const options = { readTimeoutMillis: 400, writeTimeoutMillis: 400 }
      yield* against((panel) => {
        const ids = johnsOrders(panel, 2)
        panel.faults.add({ ...fault, times: "always" })
        return failsAs(panel, find(ids), reason)
      }, options)
      if (!world.requests.includes("cancel")) return
      yield* against(
        (panel) =>
          Effect.gen(function* () {
            const ids = johnsOrders(panel, 1)
            panel.faults.add({ ...fault, times: "always" })
            const isAnswered = world.kind === "generic" && reason === "Refused"
            if (isAnswered) assert.isFalse((yield* ask("cancel", ids))[0]!.isAccepted)
            else yield* failsAs(panel, ask("cancel", ids), reason, isDoubtful)
            assert.lengthOf(panel.requests, 1, "a write is not repeated")
          }),
        options
      )
    })
  )

  it.live("BU-04 is never called more than 5 times in any second by 200 callers, requests among them", () =>
    against((panel) =>
      Effect.gen(function* () {
        panel.faults.add({ kind: "latency", ms: 50, times: "always" })
        const ids = johnsOrders(panel, 200)
        const results = yield* Effect.forEach(
          ids,
          (id, at) =>
            Effect.sleep(at * 10).pipe(
              Effect.andThen(
                at % 20 === 0 && world.requests.includes("cancel")
                  ? Effect.asVoid(ask("cancel", [id]))
                  : Effect.asVoid(find([id]))
              ),
              Effect.result
            ),
          { concurrency: "unbounded" }
        )
        assert.isTrue(results.every((result) => result._tag === "Success"))
        assert.isAbove(panel.requests.length, 5)
        assert.isAtMost(panel.traffic.maxInAnySecond(world.api), 5)
        assert.isTrue(panel.requests.every(({ outcome }) => outcome === 200))
      })
    )
  )
})
