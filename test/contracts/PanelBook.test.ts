import { Effect, Option, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { PanelId } from "../../src/domain/Ids.ts"
import { PanelKind } from "../../src/domain/PanelKind.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { FollowUps } from "../../src/ports/FollowUps.ts"
import { PanelAccounts } from "../../src/ports/PanelAccounts.ts"
import { PanelBook } from "../../src/ports/PanelBook.ts"
import { Providers } from "../../src/ports/Providers.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { Services } from "../../src/ports/Services.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { oddDescription } from "./PanelKinds.ts"
import { requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("PR-01 panels in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const book = <A>(use: (book: PanelBook["Service"]) => Effect.Effect<A>) =>
    storage.run(Effect.flatMap(PanelBook, use))
  const account = async (panelId: PanelId) =>
    Option.getOrThrow(
      await storage.run(Effect.flatMap(PanelAccounts, (accounts) => accounts.find(tenant.tenantId, panelId)))
    )

  it("keeps every kind, with the description of a generic one and the usual rate of its kind", async () => {
    for (const kind of PanelKind.literals) {
      const settings = kind === "generic" ? { description: oddDescription } : {}
      const panelId = await storage.run(
        Effect.flatMap(TenantSetup, (setup) =>
          setup.addPanel({
            tenantId: tenant.tenantId,
            name: kind,
            kind,
            settings,
            baseUrl: "https://panel.example",
            key: Redacted.make("a-key")
          })
        )
      )
      const found = await account(panelId)
      expect([found.kind, found.settings]).toEqual([kind, settings])
      expect(found.requestsPerSecond).toBe(kind === "rental_admin_v1" ? 1 : 5)
    }
    await expect(storage.query("update panel set kind = 'other'")).rejects.toThrow()
  })

  it("takes settings of a form that it does not know for none, so that nothing is called by them", async () => {
    const { panelId } = tenant
    await storage.query(`update panel set settings = '{"description":{"orders":1}}' where id = $1`, [panelId])
    expect((await account(panelId)).settings).toEqual({})
    const [entry] = await book((b) => b.list(tenant.tenantId))
    expect(entry!.settings).toEqual({})
    await storage.query("update panel set settings = '{}' where id = $1", [panelId])
  })

  it("shows a short key not even by its end", async () => {
    const [entry] = await book((b) => b.list(tenant.tenantId))
    expect(entry).toMatchObject({ id: tenant.panelId, key: "••••", userKey: null })
  })

  it("removes a panel, and none of another tenant", async () => {
    const other = await storage.run(smallTenant())
    expect(await book((b) => b.remove(tenant.tenantId, other.panelId, "sita"))).toBe("missing")
    const free = await storage.run(smallTenant())
    expect(await book((b) => b.remove(free.tenantId, free.panelId, "sita"))).toBe("removed")
    expect(await book((b) => b.list(free.tenantId))).toEqual([])
    expect(await storage.query("select 1 from panel where id = $1", [free.panelId])).toEqual([])
  })

  it("disconnects a panel that requests name: keys, address, providers and services go at once, the name stays for the history", async () => {
    const small = await storage.run(smallTenant())
    const { panelId, tenantId } = small
    await storage.query("update panel set user_secret = 'x', settings = '{}' where id = $1", [panelId])
    const setup = await storage.run(
      Effect.gen(function* () {
        const setup = yield* TenantSetup
        const name = Redacted.make("boostmint.example")
        const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "Quick", name })
        const route = { tenantId, command: null, channelId: small.whatsapp, chatId: "1@g.us", label: "Group" }
        yield* setup.addRoute({ ...route, providerId })
        yield* setup.addRoute({ ...route, providerId: null })
        const customerId = yield* setup.addCustomer({ tenantId, panelId, username: "ravi", contacts: [] })
        const services = yield* Services
        const offered = { serviceId: "1", name: "Likes", category: null, rate: null, min: null, max: null }
        yield* services.replace(
          tenantId,
          panelId,
          [{ ...offered, isRefill: null, isCancel: null }],
          Date.now()
        )
        yield* (yield* Providers).syncFailed(tenantId, panelId, "no", Date.now())
        return { providerId, customerId }
      })
    )
    const request = await storage.run(requestMaker(small))
    await storage.run(
      Effect.flatMap(Requests, (r) => r.accept(request("492000001", { providerId: setup.providerId })))
    )
    expect(await book((b) => b.remove(tenantId, panelId, "sita"))).toBe("disconnected")

    const [row] = await storage.query<Record<string, unknown>>(
      "select name, base_url, secret as key, user_secret, settings from panel where id = $1",
      [panelId]
    )
    expect(row).toEqual({ name: "Panel", base_url: "", key: null, user_secret: null, settings: {} })
    const kept = ["provider", "service", "catalogue_refresh", "provider_sync"]
    for (const table of kept)
      expect([table, await storage.query(`select 1 from ${table} where panel_id = $1`, [panelId])]).toEqual([
        table,
        []
      ])
    const routes = await storage.query("select provider_id from route where tenant_id = $1", [tenantId])
    expect(routes).toEqual([{ provider_id: null }])
    const customers = await storage.query("select panel_id from customer where id = $1", [setup.customerId])
    expect(customers).toEqual([{ panel_id: null }])

    // What was being read when the panel went brings nothing back.
    await storage.run(
      Effect.gen(function* () {
        const services = yield* Services
        const providers = yield* Providers
        const gone = { serviceId: "2", name: "Late", category: null, rate: null, min: null, max: null }
        const late = [{ ...gone, isRefill: null, isCancel: null }]
        const named = { mark: "m", name: Redacted.make("late.example") }
        const reading = { providers: [named], orders: 1, manualOrders: 0 }
        yield* services.replace(tenantId, panelId, late, Date.now())
        yield* services.refreshFailed(tenantId, panelId, "no", Date.now())
        yield* providers.learn(tenantId, panelId, reading, "sita", Date.now())
        yield* providers.syncFailed(tenantId, panelId, "no", Date.now())
      })
    )
    for (const table of kept)
      expect([table, await storage.query(`select 1 from ${table} where panel_id = $1`, [panelId])]).toEqual([
        table,
        []
      ])

    expect(await book((b) => b.list(tenantId))).toEqual([])
    expect(await book((b) => b.find(tenantId, panelId))).toMatchObject({ _tag: "None" })
    expect(await book((b) => b.edit(tenantId, panelId, { name: "x" }, "sita"))).toBe(false)
    expect(await book((b) => b.remove(tenantId, panelId, "sita"))).toBe("missing")
    const seen = await storage.run(
      Effect.gen(function* () {
        const page = { before: null, limit: 10, status: null, search: null }
        return {
          requests: yield* (yield* Desk).requests(tenantId, page),
          account: yield* (yield* PanelAccounts).find(tenantId, panelId),
          panels: (yield* (yield* Tenants).config(tenantId)).panels,
          services: yield* (yield* Services).states(tenantId),
          providers: yield* (yield* Providers).states(tenantId),
          held: yield* (yield* FollowUps).claim(Date.now() + 3_600_000, Date.now() + 7_200_000, 1_000)
        }
      })
    )
    expect(seen.requests.items.map(({ orderId }) => orderId)).toEqual(["492000001"])
    expect(seen).toMatchObject({ account: { _tag: "None" }, panels: [], services: [], providers: [] })
    expect(seen.held.filter((one) => one.panelId === panelId)).toEqual([])
  })
})
