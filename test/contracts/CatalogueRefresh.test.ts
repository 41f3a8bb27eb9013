import { ConfigProvider, Effect, Fiber, Layer, Redacted } from "effect"
import { TestRunner } from "effect/cluster"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { startPanelSimulator, type PanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { seedPanel } from "../../simulators/panel/seedPanel.ts"
import {
  layerWith,
  type RefreshPace,
  refreshCatalogue,
  refreshDue
} from "../../src/actors/services/CatalogueRefresh.ts"
import * as UndiciEgress from "../../src/adapters/egress/UndiciEgress.ts"
import * as PanelLines from "../../src/adapters/panels/PanelLines.ts"
import * as TenantCatalogue from "../../src/adapters/panels/services/TenantCatalogue.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { Services } from "../../src/ports/Services.ts"
import { SharedBudget } from "../../src/ports/SharedBudget.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Settings } from "../../src/Settings.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

const hour = 3_600_000

describe("OR-08 the refresh of catalogues", () => {
  let storage: TestStorage
  let panel: PanelSimulator
  beforeAll(async () => {
    storage = await openStorage(1)
    panel = await startPanelSimulator({ data: seedPanel({ orders: 5, services: 30 }) })
  })
  afterAll(async () => {
    await panel.stop()
    await storage.close()
  })

  const catalogue = () =>
    TenantCatalogue.layer.pipe(
      Layer.provide(PanelLines.layer),
      Layer.provide(SharedBudget.alone),
      Layer.provide(UndiciEgress.layer),
      Layer.provide(Layer.fresh(Settings.layer)),
      Layer.provide(
        ConfigProvider.layer(
          ConfigProvider.fromUnknown({ DATA_DIR: "unused", EGRESS_ALLOW: new URL(panel.url).host })
        )
      )
    )
  const refresh = (pace?: RefreshPace) => storage.run(refreshDue(pace).pipe(Effect.provide(catalogue())))
  const addPanel = (tenantId: TenantId, name: string, userKey = panel.store.users[0]!.apiKey) =>
    storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addPanel({
          tenantId,
          name,
          baseUrl: panel.url,
          key: Redacted.make(panel.adminKey),
          userKey: Redacted.make(userKey),
          requestsPerSecond: 50
        })
      )
    )
  const statesOf = async (tenantId: TenantId) => {
    const states = await storage.run(Effect.flatMap(Services, (services) => services.states(tenantId)))
    return new Map(states.map((state) => [state.panelName, state]))
  }
  const calls = () => panel.requests.filter(({ api }) => api === "user").length
  const dueIn = async (name: string) => {
    const [row] = await storage.query<{ millis: number }>(
      `select (extract(epoch from next_at - now()) * 1000)::float8 as millis
       from catalogue_refresh r join panel p on p.id = r.panel_id where p.name = $1`,
      [name]
    )
    return row!.millis
  }

  it("reads every panel that is due, notes the ones that fail, and lets them stop nobody", async () => {
    const one = await storage.run(smallTenant())
    const two = await storage.run(smallTenant())
    await addPanel(one.tenantId, "first", "a wrong key")
    await addPanel(one.tenantId, "second")
    await addPanel(two.tenantId, "third")
    await refresh()
    const states = new Map([...(await statesOf(one.tenantId)), ...(await statesOf(two.tenantId))])
    expect(states.get("first")).toMatchObject({
      refreshedAt: null,
      counts: null,
      problem: "The panel does not accept the key of its user API."
    })
    for (const name of ["second", "third"])
      expect(states.get(name)).toMatchObject({ problem: null, counts: { added: 30, changed: 0, gone: 0 } })
    expect(states.get("Panel")).toMatchObject({ hasKey: false, triedAt: null })

    const made = calls()
    await refresh()
    expect(calls()).toBe(made)

    for (const name of ["second", "third"]) {
      expect(await dueIn(name)).toBeGreaterThan(5.3 * hour)
      expect(await dueIn(name)).toBeLessThan(6.6 * hour)
    }
    expect(await dueIn("first")).toBeLessThan(1.1 * hour)
    expect(await dueIn("second")).not.toBe(await dueIn("third"))
  })

  it("comes again when the time has come, and finds what changed", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const panelId = await addPanel(tenantId, "fourth")
    const always: RefreshPace = { every: 0, afterFailure: 0, look: "1 minute" }
    await refresh(always)
    const [service] = panel.store.services.values()
    panel.store.services.set(service!.id, { ...service!, name: `${service!.name} | R30` })
    panel.store.services.set(999_999, { ...service!, id: 999_999 })
    await refresh(always)
    expect((await statesOf(tenantId)).get("fourth")).toMatchObject({
      counts: { added: 1, changed: 1, gone: 0 }
    })
    const counts = await storage.run(refreshCatalogue(tenantId, panelId).pipe(Effect.provide(catalogue())))
    expect(counts).toEqual({ added: 0, changed: 0, gone: 0, total: 31 })
  })

  it("AC-06: asks no panel of a suspended workspace until it is active again", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const panelId = await addPanel(tenantId, "of a suspended one")
    const put = (status: string) =>
      storage.query("update tenant set status = $2 where id = $1", [tenantId, status])
    const due = async () =>
      (await storage.run(Effect.flatMap(Services, (services) => services.due(Date.now(), 1_000)))).some(
        (one) => one.panelId === panelId
      )
    await put("banned")
    expect(await due()).toBe(false)
    await put("active")
    expect(await due()).toBe(true)
    await refresh()
  })

  it("goes on by itself, once in the deployment, also after a look that failed", async () => {
    const { tenantId } = await storage.run(smallTenant())
    await storage.query("alter table catalogue_refresh rename to away")
    const singleton = layerWith({ every: 0, afterFailure: 0, look: "20 millis" }).pipe(
      Layer.provide(TestRunner.layer),
      Layer.provide(catalogue())
    )
    await storage.run(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Layer.launch(singleton))
        yield* Effect.promise(() =>
          vi.waitFor(() => expect(storage.logs.join()).toContain("could not be looked at"), 10_000)
        )
        yield* Effect.promise(() => storage.query("alter table away rename to catalogue_refresh"))
        yield* Effect.promise(() => addPanel(tenantId, "fifth"))
        yield* Effect.promise(() =>
          vi.waitFor(
            async () =>
              expect((await statesOf(tenantId)).get("fifth")).toMatchObject({
                problem: null,
                triedAt: expect.any(Number)
              }),
            10_000
          )
        )
        yield* Fiber.interrupt(fiber)
      })
    )
  })
})
