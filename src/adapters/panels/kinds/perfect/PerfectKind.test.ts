import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { OrderId, PanelId } from "../../../../domain/Ids.ts"
import { PanelPriority } from "../../../../ports/PanelPriority.ts"
import { Panels } from "../../../../ports/Panels.ts"
import { Vault } from "../../../../ports/Vault.ts"
import { addOrders, panelId, panelsOf, simulatedPanel, tenantId } from "../../PanelWorld.ts"

const find = (ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.findOrders(tenantId, panelId, ids))
const cancel = (ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.request(tenantId, panelId, "cancel", ids))
const requested = (ids: ReadonlyArray<OrderId>) =>
  Effect.flatMap(Panels, (panels) => panels.alreadyRequested(tenantId, panelId, "cancel", ids))

describe("a Perfect Panel", () => {
  it.live("reads an order with everything the panel says, but the provider's name", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.addOrder({
        id: 492007588,
        user: "Rami",
        status: "completed",
        serviceName: "Followers",
        provider: "https://www.BoostMint.example/",
        externalId: "xc34-433-yu3",
        created: 1_790_000_000,
        lastUpdate: 1_790_003_600,
        quantity: 500,
        startCount: 20
      })
      const id = OrderId.make("492007588")
      yield* Effect.gen(function* () {
        const order = (yield* find([id])).get(id)
        const { serviceId, ...rest } = order!
        assert.isString(serviceId)
        assert.deepStrictEqual(rest, {
          id,
          panelId,
          username: "Rami",
          status: "completed",
          serviceName: "Followers",
          externalId: "xc34-433-yu3",
          providerMark: (yield* Vault).mark(tenantId, "boostmint.example"),
          link: "https://social.example/someone",
          quantity: 500,
          startCount: 20,
          remains: 0,
          createdAt: 1_790_000_000_000,
          updatedAt: 1_790_003_600_000,
          isRefillOffered: true,
          isCancelOffered: false
        })
        assert.notInclude(JSON.stringify(order).toLowerCase(), "boostmint")
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  it.live("has no mark for a manual service, and leaves unknown orders out", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const id = OrderId.make(String(panel.addOrder({ provider: "N/A" }).id))
      yield* Effect.gen(function* () {
        const found = yield* find([id, OrderId.make("1"), OrderId.make("1&user=x"), OrderId.make("")])
        assert.deepStrictEqual([...found.keys()], [id])
        assert.isNull(found.get(id)!.providerMark)
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.strictEqual(new URLSearchParams(panel.requests[0]!.query).get("ids"), `${id},1`)
    })
  )

  it.live("reads 100 orders in one call, and nothing for nothing", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 100)
      yield* Effect.gen(function* () {
        assert.strictEqual((yield* find(ids)).size, 100)
        assert.strictEqual((yield* find([])).size, 0)
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.lengthOf(panel.requests, 1)
    })
  )

  it.live("merges what 20 callers ask at once into one call, and remembers it for a moment", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 20)
      yield* Effect.gen(function* () {
        const found = yield* Effect.forEach(ids, (id) => find([id]), { concurrency: "unbounded" })
        assert.deepStrictEqual(
          found.map((orders) => [...orders.keys()]),
          ids.map((id) => [id])
        )
        yield* find(ids)
        assert.lengthOf(panel.requests, 1)
        yield* Effect.sleep(1_600)
        yield* find(ids)
        assert.lengthOf(panel.requests, 2)
      }).pipe(Effect.provide(panelsOf(panel)))
    })
  )

  it.live("shares a call that is under way with those who ask later", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.faults.add({ kind: "latency", ms: 200 })
      const ids = addOrders(panel, 1)
      yield* Effect.gen(function* () {
        const first = yield* Effect.forkChild(find(ids))
        yield* Effect.promise(() => panel.waitForRequest(() => true))
        yield* find(ids)
        yield* Fiber.join(first)
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.lengthOf(panel.requests, 1)
    })
  )

  it.live("never makes more than 5 calls in any second for 200 callers of 4 seconds, writes among them", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      panel.faults.add({ kind: "latency", ms: 50, times: "always" })
      const ids = addOrders(panel, 200)
      const results = yield* Effect.forEach(
        ids,
        (id, index) =>
          Effect.sleep(index * 20).pipe(
            Effect.andThen(index % 20 === 0 ? Effect.asVoid(cancel([id])) : Effect.asVoid(find([id]))),
            Effect.result
          ),
        { concurrency: "unbounded" }
      ).pipe(Effect.provide(panelsOf(panel)))
      assert.isTrue(results.every((result) => result._tag === "Success"))
      assert.isAtMost(panel.traffic.maxInAnySecond(), 5)
      assert.isTrue(panel.requests.every(({ outcome }) => outcome === 200))
      assert.isEmpty(panel.claims)
    })
  )

  it.live("reads what the list leaves out order by order, and not for manual services", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { listDetail: "thin" } })
      const [first, second] = addOrders(panel, 2)
      const manual = OrderId.make(String(panel.addOrder({ provider: "N/A" }).id))
      yield* Effect.gen(function* () {
        const found = yield* find([first!, second!, manual])
        const mark = (yield* Vault).mark(tenantId, "boostmint.example")
        assert.deepStrictEqual(
          [...found.values()].map((order) => order.providerMark),
          [mark, mark, null]
        )
        assert.isNumber(found.get(first!)!.updatedAt)
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.deepStrictEqual(panel.requests.map(({ path }) => path).sort(), [
        "/adminapi/v2/orders",
        `/adminapi/v2/orders/${first}`,
        `/adminapi/v2/orders/${second}`
      ])
    })
  )

  it.live("reads no details where that is switched off", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({ settings: { listDetail: "thin" } })
      const ids = addOrders(panel, 2)
      const found = yield* find(ids).pipe(Effect.provide(panelsOf(panel, { readsDetails: false })))
      assert.isNull(found.get(ids[0]!)!.providerMark)
      assert.lengthOf(panel.requests, 1)
    })
  )

  it.live("requests cancels in one call and tells each order's answer", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 2)
      const done = OrderId.make(String(panel.addOrder({ status: "completed" }).id))
      yield* Effect.gen(function* () {
        yield* find([...ids, done])
        assert.deepStrictEqual(yield* cancel([...ids, done]), [
          { orderId: ids[0]!, isAccepted: true, message: "" },
          { orderId: ids[1]!, isAccepted: true, message: "" },
          { orderId: done, isAccepted: false, message: "Cancel is not available for this order" }
        ])
        // The write made the cached orders worthless.
        assert.isFalse((yield* find(ids)).get(ids[0]!)!.isCancelOffered)
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.deepStrictEqual(
        panel.writes.map(({ path, body }) => [path, body]),
        [["/adminapi/v2/orders/request-cancel", { ids: [...ids, done].join(",") }]]
      )
    })
  )

  it.live("has no request for refill and speedup", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 1)
      yield* Effect.gen(function* () {
        const panels = yield* Panels
        assert.isTrue(yield* panels.canRequest(tenantId, panelId, "cancel"))
        for (const command of ["refill", "speedup"] as const) {
          assert.isFalse(yield* panels.canRequest(tenantId, panelId, command))
          const error = yield* Effect.flip(panels.request(tenantId, panelId, command, ids))
          assert.deepStrictEqual([error.reason, error.mayHaveHappened], ["Refused", false])
          assert.strictEqual((yield* panels.alreadyRequested(tenantId, panelId, command, ids)).size, 0)
        }
      }).pipe(Effect.provide(panelsOf(panel)))
      assert.isEmpty(panel.requests)
    })
  )

  it.live("tells by a fresh read which orders carry a request already", () =>
    Effect.gen(function* () {
      for (const listDetail of ["full", "thin"] as const) {
        const panel = yield* simulatedPanel({ settings: { listDetail } })
        const [asked, free, gone] = addOrders(panel, 3) as [OrderId, OrderId, OrderId]
        const done = OrderId.make(String(panel.addOrder({ status: "completed" }).id))
        yield* Effect.gen(function* () {
          yield* find([asked, free])
          panel.store.addCancelTask(panel.order(Number(asked)), "admin")
          panel.store.setStatus(panel.order(Number(gone)), "canceled")
          assert.deepStrictEqual([...(yield* requested([asked, free, gone, done]))], [asked, gone])
        }).pipe(Effect.provide(panelsOf(panel)))
      }
    })
  )

  it.live("lets background reads wait while a person waits", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 3)
      yield* Effect.gen(function* () {
        yield* find([ids[0]!])
        const background = yield* Effect.forkChild(
          Effect.provideService(find([ids[1]!]), PanelPriority, "background")
        )
        yield* Effect.yieldNow
        yield* find([ids[2]!])
        yield* Fiber.join(background)
      }).pipe(Effect.provide(panelsOf(panel, { requestsPerSecond: 1 })))
      // A person's call takes what waits in the background along.
      assert.lengthOf(panel.requests, 2)
      assert.include(decodeURIComponent(panel.requests[1]!.query), `${ids[2]},${ids[1]}`)
    })
  )

  it.live("knows panels of their tenant only", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel()
      const ids = addOrders(panel, 1)
      const error = yield* Effect.flatMap(Panels, (panels) =>
        Effect.flip(panels.findOrders(tenantId, PanelId.make("other"), ids))
      ).pipe(Effect.provide(panelsOf(panel)))
      assert.strictEqual(error.reason, "NotConfigured")
    })
  )
})
