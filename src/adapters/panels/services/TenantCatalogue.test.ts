import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { seedPanel } from "../../../../simulators/panel/seedPanel.ts"
import { Catalogue } from "../../../ports/Catalogue.ts"
import { PanelPriority } from "../../../ports/PanelPriority.ts"
import { Panels } from "../../../ports/Panels.ts"
import { addOrders, panelId, panelsOf, simulatedPanel, tenantId } from "../PanelWorld.ts"
import { readServiceList } from "../kinds/user/ServiceList.ts"

const read = Effect.flatMap(Catalogue, (catalogue) => catalogue.services(tenantId, panelId))
const seeded = simulatedPanel({ data: seedPanel({ orders: 10, services: 40 }) })
const someUser = (panel: {
  readonly store: { readonly users: ReadonlyArray<{ readonly apiKey: string }> }
}) => panel.store.users[0]!.apiKey

describe("the services of a panel", () => {
  it.live("OR-08 reads every service with its limits and flags by the user API", () =>
    Effect.gen(function* () {
      const panel = yield* seeded
      const services = yield* read.pipe(Effect.provide(panelsOf(panel, { userKey: someUser(panel) })))
      assert.deepStrictEqual(
        services,
        [...panel.store.services.values()].map((service) => ({
          serviceId: String(service.id),
          name: service.name.trim(),
          category: service.category,
          rate: service.rate.toFixed(2),
          min: service.min,
          max: service.max,
          isRefill: service.canRefill,
          isCancel: service.canCancel
        }))
      )
      assert.lengthOf(panel.requests, 1)
      assert.strictEqual(panel.requests[0]!.path, "/api/v2")
    })
  )

  it.live("says what is missing without a key, and asks the panel nothing", () =>
    Effect.gen(function* () {
      const panel = yield* seeded
      const error = yield* Effect.flip(read).pipe(Effect.provide(panelsOf(panel)))
      assert.strictEqual(error.reason, "NotConfigured")
      assert.include(error.safeText, "no key")
      assert.lengthOf(panel.requests, 0)
    })
  )

  it.live("says why a list cannot be had, never with the key in the words", () =>
    Effect.gen(function* () {
      const panel = yield* seeded
      const userKey = someUser(panel)
      const reasonOf = (options: Parameters<typeof panelsOf>[1]) =>
        Effect.flip(read).pipe(
          Effect.provide(panelsOf(panel, options)),
          Effect.tap(({ safeText }) => Effect.sync(() => assert.notInclude(safeText, userKey))),
          Effect.map(({ reason }) => reason)
        )
      assert.strictEqual(yield* reasonOf({ userKey: "wrong" }), "Unauthorized")
      for (const [fault, reason] of [
        [{ kind: "html", status: 503 }, "Unreachable"],
        [{ kind: "html" }, "Unreachable"],
        [{ kind: "half-json" }, "Unreachable"],
        [{ kind: "wrong-types" }, "Unreachable"],
        [{ kind: "drop" }, "Unreachable"],
        [{ kind: "status", status: 429, retryAfter: 1 }, "RateLimited"],
        [{ kind: "status", status: 403 }, "Unauthorized"]
      ] as const) {
        panel.faults.add({ ...fault, api: "user" })
        assert.strictEqual(yield* reasonOf({ userKey }), reason, JSON.stringify(fault))
      }
    })
  )

  it.live("BU-04 shares the panel's budget with the reads of orders, and waits behind people", () =>
    Effect.gen(function* () {
      const panel = yield* seeded
      const [id] = addOrders(panel, 1)
      yield* Effect.gen(function* () {
        const panels = yield* Panels
        yield* panels.findOrders(tenantId, panelId, [id!])
        const began = Date.now()
        yield* Effect.all(
          [
            Effect.provideService(read, PanelPriority, "background"),
            panels.request(tenantId, panelId, "cancel", [id!])
          ],
          { concurrency: "unbounded" }
        )
        assert.isAtLeast(Date.now() - began, 1_900)
      }).pipe(Effect.provide(panelsOf(panel, { userKey: someUser(panel), requestsPerSecond: 1 })))
      assert.deepStrictEqual(
        panel.requests.map(({ api }) => api),
        ["admin", "admin", "user"]
      )
    })
  )
})

describe("a list of services", () => {
  const listed = (json: unknown, status = 200) =>
    readServiceList({ status, headers: {}, text: JSON.stringify(json) })

  it("is read in the shapes of old and careless scripts, each id once", () => {
    const services = [
      { service: "7", name: "Likes", rate: 0.9, min: "10", max: 1e30, refill: "1" },
      { service: 7, name: "Likes, newer", category: " IG ", cancel: false },
      { service: 8, name: "\0\ud800 " },
      { service: null, name: "no number" },
      { service: 9 },
      "nonsense"
    ]
    for (const json of [services, { data: services }, { services }]) {
      assert.deepStrictEqual(listed(json), listed(services))
    }
    const found = listed(services)
    assert.isTrue(found._tag === "Success")
    if (found._tag !== "Success") return
    assert.deepStrictEqual(found.success[0], {
      serviceId: "7",
      name: "Likes, newer",
      category: "IG",
      rate: null,
      min: null,
      max: null,
      isRefill: null,
      isCancel: false
    })
    assert.deepStrictEqual(
      found.success.map(({ serviceId }) => serviceId),
      ["7", "8"]
    )
  })

  it("is never taken for empty when the panel fails", () => {
    for (const json of [[], {}, null, { error: "Incorrect request" }, { status: "fail" }]) {
      assert.strictEqual(listed(json)._tag, "Failure")
    }
  })
})
