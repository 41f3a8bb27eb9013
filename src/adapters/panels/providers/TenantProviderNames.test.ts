import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { oddDescription } from "../../../../test/contracts/PanelKinds.ts"
import type { PanelSimulator } from "../../../../simulators/panel/PanelSimulator.ts"
import { OrderId } from "../../../domain/Ids.ts"
import { Panels } from "../../../ports/Panels.ts"
import { ProviderNames } from "../../../ports/ProviderNames.ts"
import { panelId, panelsOf, simulatedPanel, tenantId } from "../PanelWorld.ts"

const worldOf = (...of: Parameters<typeof panelsOf>) => Layer.orDie(panelsOf(...of))

const read = (ids: ReadonlyArray<OrderId> = []) =>
  Effect.flatMap(ProviderNames, (names) => names.read(tenantId, panelId, ids))

const namesOf = (reading: { readonly providers: ReadonlyArray<{ readonly name: Redacted.Redacted }> }) =>
  reading.providers.map(({ name }) => Redacted.value(name)).toSorted()

const add = (panel: PanelSimulator, providers: ReadonlyArray<string>) =>
  providers.map((provider, at) =>
    OrderId.make(String(panel.addOrder({ provider, serviceName: `Likes ${at}` }).id))
  )

const rental = { kind: "rental_admin_v1" as const, requestsPerSecond: 100 }
const apis = (...names: PanelSimulator["settings"]["apis"]) => ({
  settings: { apis: names, ratePerSecond: 0 }
})

describe("PR-02 who a panel buys from", () => {
  it.live(
    "is read from a Perfect Panel's recent orders, each provider once, without the owner's own staff",
    () =>
      Effect.gen(function* () {
        const panel = yield* simulatedPanel(apis("admin"))
        const spelled = [
          "boostmint.example",
          "https://www.BoostMint.example/",
          "Rush",
          "N/A",
          "",
          "manual",
          "0"
        ]
        const ids = add(panel, spelled)
        const reading = yield* read().pipe(Effect.provide(worldOf(panel)))
        assert.lengthOf(reading.providers, 2)
        assert.strictEqual(reading.orders, 7)
        assert.strictEqual(reading.manualOrders, 4)
        const [order] = yield* Effect.flatMap(Panels, (panels) =>
          panels.findOrders(tenantId, panelId, [ids[0]!])
        ).pipe(
          Effect.provide(worldOf(panel)),
          Effect.map((found) => [...found.values()])
        )
        assert.include(
          reading.providers.map(({ mark }) => mark),
          order!.providerMark
        )
        assert.notInclude(JSON.stringify(reading), "oost")
      })
  )

  it.live("goes through several pages, and through orders that are older than they", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel(apis("admin"))
      const [oldest] = add(panel, ["ancient.example"])
      for (let n = 0; n < 2_100; n += 1)
        panel.addOrder({ provider: n < 150 ? "old.example" : "new.example", created: Date.now() / 1000 + n })
      const run = (ids: ReadonlyArray<OrderId>) => read(ids).pipe(Effect.provide(worldOf(panel)))
      assert.deepStrictEqual(namesOf(yield* run([])), ["new.example", "old.example"])
      assert.deepStrictEqual(namesOf(yield* run([oldest!])), [
        "ancient.example",
        "new.example",
        "old.example"
      ])
      assert.isTrue(
        panel.requests.every(({ method, path }) => method === "GET" && path === "/adminapi/v2/orders")
      )
      assert.deepStrictEqual(panel.claims, [])
    })
  )

  it.live("is looked up once for each service where the list leaves it out", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel({
        settings: { apis: ["admin"], ratePerSecond: 0, listDetail: "thin" }
      })
      for (let n = 0; n < 40; n += 1)
        panel.addOrder({ provider: n % 2 === 0 ? "a.example" : "b.example", serviceName: `Likes ${n % 2}` })
      const reading = yield* read().pipe(Effect.provide(worldOf(panel, { requestsPerSecond: 100 })))
      assert.deepStrictEqual(namesOf(reading), ["a.example", "b.example"])
      assert.lengthOf(panel.requests, 3)
    })
  )

  it.live("is a Rental Panel's own list, and without it what the asked orders name", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel(apis("rental"))
      const ids = add(panel, ["Rush", "Smm Gen", "N/A"])
      add(panel, ["Later"])
      const run = (some: ReadonlyArray<OrderId>) => read(some).pipe(Effect.provide(worldOf(panel, rental)))
      const refused = yield* Effect.flip(run([]))
      assert.strictEqual(refused.reason, "NotConfigured")
      assert.include(refused.safeText, "getProviders")
      const fromOrders = yield* run(ids)
      assert.deepStrictEqual(namesOf(fromOrders), ["Rush", "Smm Gen"])
      assert.strictEqual(fromOrders.manualOrders, 1)
      panel.settings.listsProviders = true
      assert.deepStrictEqual(namesOf(yield* run([])), ["Later", "Rush", "Smm Gen"])
      assert.deepStrictEqual(panel.claims, [])
    })
  )

  it.live("is a described panel's, from the asked orders, and where the description says it", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel(apis("odd"))
      const ids = add(panel, ["boostmint.example", "N/A", "Rush"])
      const run = (description: typeof oddDescription, some = ids) =>
        read(some).pipe(Effect.provide(worldOf(panel, { kind: "generic", settings: { description } })))
      const reading = yield* run(oddDescription)
      assert.deepStrictEqual(namesOf(reading), ["Rush", "boostmint.example"])
      assert.strictEqual(reading.manualOrders, 1)
      assert.include((yield* Effect.flip(run(oddDescription, []))).safeText, "first requests")
      const { provider: _, ...fields } = oddDescription.orders.fields
      const silent = { ...oddDescription, orders: { ...oddDescription.orders, fields } }
      assert.include((yield* Effect.flip(run(silent))).safeText, "description")
    })
  )

  it.live("cannot be read with a customer's key, and a bad key is said to be bad", () =>
    Effect.gen(function* () {
      const panel = yield* simulatedPanel(apis("admin", "rental", "user"))
      const ids = add(panel, ["a.example"])
      const failure = (options: Parameters<typeof panelsOf>[1]) =>
        Effect.flip(read(ids).pipe(Effect.provide(worldOf(panel, options))))
      assert.strictEqual((yield* failure({ kind: "user_api_v2" })).reason, "NotConfigured")
      assert.strictEqual((yield* failure({ key: "wrong" })).reason, "Unauthorized")
      assert.strictEqual((yield* failure({ ...rental, key: "wrong" })).reason, "Unauthorized")
    })
  )
})
