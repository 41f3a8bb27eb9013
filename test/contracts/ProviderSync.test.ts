import { ConfigProvider, Effect, Fiber, Layer, Redacted } from "effect"
import { TestRunner } from "effect/cluster"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { defaultPace, layerWith, syncDue, type SyncPace } from "../../src/actors/providers/ProviderSync.ts"
import * as UndiciEgress from "../../src/adapters/egress/UndiciEgress.ts"
import * as PanelLines from "../../src/adapters/panels/PanelLines.ts"
import * as TenantProviderNames from "../../src/adapters/panels/providers/TenantProviderNames.ts"
import type { PanelId, TenantId } from "../../src/domain/Ids.ts"
import { Providers } from "../../src/ports/Providers.ts"
import { RecoveryVault } from "../../src/ports/RecoveryVault.ts"
import { SharedBudget } from "../../src/ports/SharedBudget.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Settings } from "../../src/Settings.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

const hour = 3_600_000

describe("PR-02 the sync of providers", () => {
  let storage: TestStorage
  let panel: PanelSimulator
  beforeAll(async () => {
    storage = await openStorage(2)
    panel = await startPanelSimulator({ settings: { ratePerSecond: 0 } })
    panel.addOrder({ provider: "boostmint.example" })
    panel.addOrder({ provider: "Rush" })
  })
  afterAll(async () => {
    await panel.stop()
    await storage.close()
  })

  const names = () =>
    TenantProviderNames.layer.pipe(
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
  const sync = (pace: SyncPace = defaultPace, process = 0) =>
    storage.processes[process]!.runPromise(syncDue(pace).pipe(Effect.provide(names())))
  /** A panel that was added so long ago that it is due. */
  const addPanel = async (tenantId: TenantId, name: string, key = panel.adminKey) => {
    const panelId = await storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addPanel({
          tenantId,
          name,
          baseUrl: panel.url,
          key: Redacted.make(key),
          requestsPerSecond: 50
        })
      )
    )
    await storage.query("update panel set created_at = now() - interval '1 day' where id = $1", [panelId])
    return panelId
  }
  const aliases = async (tenantId: TenantId) =>
    (await storage.run(Effect.flatMap(Providers, (p) => p.list(tenantId, Date.now())))).map(
      ({ alias }) => alias
    )
  const state = async (tenantId: TenantId, panelId: PanelId) =>
    (await storage.run(Effect.flatMap(Providers, (p) => p.states(tenantId)))).find(
      (one) => one.panelId === panelId
    )
  const dueIn = async (panelId: PanelId) => {
    const [row] = await storage.query<{ millis: number; held: Date | null }>(
      `select (extract(epoch from next_at - now()) * 1000)::float8 as millis, held_until as held
       from provider_sync where panel_id = $1`,
      [panelId]
    )
    expect(row!.held).toBeNull()
    return row!.millis
  }

  it("asks every panel that is due, once for two processes, notes the ones that fail, and lets them stop nobody", async () => {
    const one = await storage.run(smallTenant())
    const bad = await addPanel(one.tenantId, "bad key", "a wrong key")
    const good = await addPanel(one.tenantId, "good")
    const before = panel.requests.length
    await Promise.all([sync(), sync(defaultPace, 1)])
    expect(panel.requests.length - before).toBe(2)
    expect(await aliases(one.tenantId)).toEqual(["Provider 1", "Rush"])
    expect(await state(one.tenantId, good)).toMatchObject({ problem: null, syncedAt: expect.any(Number) })
    expect(await state(one.tenantId, bad)).toMatchObject({
      syncedAt: null,
      problem: "The panel does not accept the API key, or the key lacks a right."
    })
    expect(await dueIn(good)).toBeGreaterThan(5.3 * hour)
    expect(await dueIn(good)).toBeLessThan(6.6 * hour)
    expect(await dueIn(bad)).toBeLessThan(1.1 * hour)
    await sync()
    expect(panel.requests.length - before).toBe(2)
    expect(panel.claims).toEqual([])
  })

  it("AC-06: asks no panel of a suspended workspace until it is active again", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const panelId = await addPanel(tenantId, "of a suspended one")
    const put = (status: string) =>
      storage.query("update tenant set status = $2 where id = $1", [tenantId, status])
    await put("suspended")
    await sync()
    expect(await aliases(tenantId)).toEqual([])
    await put("active")
    await sync()
    expect(await aliases(tenantId)).not.toEqual([])
    expect((await state(tenantId, panelId))?.problem).toBeNull()
  })

  it("MA-03: copies what it found into the recovery vault", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const panelId = await addPanel(tenantId, "copied")
    await sync()
    const list = await storage.run(Effect.flatMap(RecoveryVault, ({ list }) => list))
    expect(list.find((entry) => entry.panelId === panelId)).toMatchObject({ providers: 2, removedAt: null })
  })

  it("takes up new ones by itself and deletes old copies, once in the deployment, also after a look that failed", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const gone = await addPanel(tenantId, "gone")
    await storage.run(Effect.flatMap(RecoveryVault, ({ keep }) => keep(tenantId, gone)))
    await storage.query("delete from panel where id = $1", [gone])
    await storage.query("update recovery_copy set removed_at = now() - interval '91 days' where id = $1", [
      gone
    ])
    await storage.query("alter table provider_sync rename to away")
    const pace: SyncPace = { every: 0, afterFailure: 0, hold: 0, look: "20 millis", purge: "20 millis" }
    const singletons = layerWith(pace).pipe(Layer.provide(TestRunner.layer), Layer.provide(names()))
    await storage.run(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Layer.launch(singletons))
        yield* Effect.promise(() =>
          vi.waitFor(() => expect(storage.logs.join()).toContain("could not be looked at"), 10_000)
        )
        yield* Effect.promise(() => storage.query("alter table away rename to provider_sync"))
        yield* Effect.promise(() => addPanel(tenantId, "later"))
        panel.addOrder({ provider: "newcomer.example" })
        yield* Effect.promise(() =>
          vi.waitFor(async () => expect(await aliases(tenantId)).toContain("Provider 2"), 10_000)
        )
        yield* Effect.promise(() =>
          vi.waitFor(
            async () =>
              expect(await storage.query("select 1 from recovery_copy where id = $1", [gone])).toEqual([]),
            10_000
          )
        )
        yield* Fiber.interrupt(fiber)
      })
    )
  })
})
