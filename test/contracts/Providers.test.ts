import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { PanelId, ProviderId, TenantId } from "../../src/domain/Ids.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import type { ProviderReading } from "../../src/ports/ProviderNames.ts"
import { Providers } from "../../src/ports/Providers.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { Vault } from "../../src/ports/Vault.ts"
import { requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

const minute = 60_000
const day = 24 * 60 * minute

describe("PR-02, PR-03, PR-08 the providers of a tenant", () => {
  let storage: TestStorage
  let tenantId: TenantId
  let panelId: PanelId
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())

  const fresh = async () => {
    const tenant = await storage.run(smallTenant())
    ;({ tenantId, panelId } = tenant)
    return tenant
  }
  const with_ = <A>(use: (providers: Providers["Service"]) => Effect.Effect<A>) =>
    storage.run(Effect.flatMap(Providers, use))
  const reading = (...names: ReadonlyArray<string>) =>
    Effect.map(Vault, (vault): ProviderReading => ({
      providers: names.map((name) => ({
        mark: vault.mark(tenantId, name.toLowerCase()),
        name: Redacted.make(name)
      })),
      orders: 10,
      manualOrders: 3
    }))
  const learning = (names: ReadonlyArray<string>, by = "sita", panel = panelId) =>
    Effect.gen(function* () {
      const providers = yield* Providers
      return yield* providers.learn(tenantId, panel, yield* reading(...names), by, Date.now() + day)
    })
  const learn = (...names: ReadonlyArray<string>) => storage.run(learning(names))
  const list = () => with_((p) => p.list(tenantId, Date.now()))
  const aliases = async () => (await list()).map(({ alias }) => alias)
  const edit = (id: ProviderId, fields: Parameters<Providers["Service"]["edit"]>[2]) =>
    with_((p) => p.edit(tenantId, id, fields, "sita"))

  it("takes up who is new once, by his own alias, and by a number where that is a domain", async () => {
    await fresh()
    const first = await learn("boostmint.example", "Rush", "Fast.example")
    expect(first).toMatchObject({ known: 0, manualOrders: 3 })
    expect(first.added.map(({ alias }) => alias)).toEqual(["Provider 1", "Rush", "Provider 2"])
    const second = await learn("boostmint.example", "RUSH", "smm gen")
    expect(second.added.map(({ alias }) => alias)).toEqual(["smm gen"])
    expect(second.known).toBe(2)
    const other = await storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addPanel({ tenantId, name: "Second", baseUrl: "https://x.example", key: Redacted.make("k") })
      )
    )
    await storage.run(learning(["Rush", "boostmint.example"], "sita", other))
    expect(await aliases()).toEqual(["Provider 1", "Provider 2", "Rush", "smm gen", "Provider 3", "Rush 2"])
  })

  it("takes him up once and under one alias when two processes learn of him at the same time", async () => {
    await fresh()
    await storage.race(8, (n) => learning(["a.example", "Rush", `n${n}.example`]))
    const found = await aliases()
    expect(found.filter((alias) => alias === "Rush")).toHaveLength(1)
    expect(new Set(found).size).toBe(found.length)
    expect(found).toHaveLength(10)
  })

  it("keeps the domain sealed: no row, no audit entry and no answer has it", async () => {
    await fresh()
    const { added } = await learn("hidden-shop.example")
    expect(await edit(added[0]!.id, { alias: "Quick" })).toBe("edited")
    for (const table of ["provider", "audit_entry", "provider_sync"]) {
      const rows = await storage.query<{ text: string }>(`select t::text as text from ${table} t`)
      const hex = Buffer.from("hidden-shop.example").toString("hex")
      expect(rows.some(({ text }) => text.includes("hidden-shop") || text.includes(hex))).toBe(false)
    }
    expect(JSON.stringify(await list())).not.toContain("hidden-shop")
    const page = { action: "provider", search: null, before: null, limit: 10 }
    const log = await storage.run(Effect.flatMap(AuditLog, (audit) => audit.list(tenantId, page)))
    expect(log.items.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
      ["provider.changed", "sita", "Quick"],
      ["provider.added", "sita", "Provider 1"]
    ])
    expect(log.items[0]).toMatchObject({ before: { alias: "Provider 1" }, after: { alias: "Quick" } })
  })

  it("gives an alias to one provider of a tenant, letter case aside, and takes none that holds the domain", async () => {
    await fresh()
    const { added } = await learn("one.example", "two.example")
    const [one, two] = added.map(({ id }) => id) as [ProviderId, ProviderId]
    expect(await edit(one, { alias: "Quick" })).toBe("edited")
    expect(await edit(two, { alias: "QUICK" })).toBe("taken")
    expect(await edit(one, { alias: "quick" })).toBe("edited")
    expect(await edit(one, { words: { cancel: "cancel at One.example" } })).toBe("reveals")
    expect(await edit(one, { format: "{external_ids} one.example" })).toBe("reveals")
    const stranger = await storage.run(smallTenant())
    expect(await with_((p) => p.edit(stranger.tenantId, one, { alias: "x" }, "hari"))).toBe("missing")
    expect(await with_((p) => p.remove(stranger.tenantId, one, "hari"))).toBe(false)
    expect(await aliases()).toEqual(["Provider 2", "quick"])
  })

  it("PR-08: what is switched off for a command reaches who plans dispatches", async () => {
    await fresh()
    const { added } = await learn("one.example")
    const config = () => storage.run(Effect.flatMap(Tenants, (tenants) => tenants.config(tenantId)))
    expect((await config()).providers[0]).toMatchObject({ offForward: [], offPanel: [] })
    const fields = {
      offForward: ["refill", "speedup"] as const,
      offPanel: ["cancel"] as const,
      isForwarded: false,
      words: { "cancel@processing": "speed" },
      format: "bulk"
    }
    await edit(added[0]!.id, fields)
    await expect.poll(async () => (await config()).providers[0], { timeout: 5_000 }).toMatchObject(fields)
    await expect(storage.query("update provider set off_panel = '{status}'")).rejects.toThrow()
  })

  it("counts a provider's requests of the last 30 days", async () => {
    const tenant = await fresh()
    const { added } = await learn("one.example")
    const providerId = added[0]!.id
    const request = await storage.run(requestMaker(tenant))
    const accept = (orderId: string, at: number) =>
      storage.run(Effect.flatMap(Requests, (r) => r.accept(request(orderId, { providerId, at }))))
    await accept("492000001", Date.now())
    await accept("492000002", Date.now() - 29 * day)
    await accept("492000003", Date.now() - 31 * day)
    expect((await list())[0]).toMatchObject({ requests: 2 })
  })

  it("removes a provider with his routes; requests stay, and he comes back when the panel names him again", async () => {
    const tenant = await fresh()
    const { added } = await learn("one.example")
    const providerId = added[0]!.id
    const request = await storage.run(requestMaker(tenant))
    await storage.run(Effect.flatMap(Requests, (r) => r.accept(request("492000009", { providerId }))))
    expect(await with_((p) => p.remove(tenantId, providerId, "sita"))).toBe(true)
    expect(await list()).toEqual([])
    expect(await storage.query("select 1 from request where order_id = '492000009'")).toHaveLength(1)
    expect((await learn("one.example")).added).toHaveLength(1)
  })

  it("asks for the orders of nobody known first", async () => {
    const tenant = await fresh()
    const { added } = await learn("one.example")
    const request = await storage.run(requestMaker(tenant))
    const at = Date.now()
    const accept = (orderId: string, fields: Parameters<typeof request>[1]) =>
      storage.run(Effect.flatMap(Requests, (r) => r.accept(request(orderId, fields))))
    await accept("492100001", { at: at - 3_000 })
    await accept("492100002", { at: at - 2_000, providerId: added[0]!.id })
    await accept("492100003", { at: at - 1_000, externalId: null })
    expect(await with_((p) => p.askedOrders(tenantId, panelId))).toEqual([
      "492100001",
      "492100003",
      "492100002"
    ])
  })

  it("gives a panel that is due to one of two processes, and a new one some minutes after it was added", async () => {
    const tenant = await fresh()
    const now = Date.now()
    const claims = async (at: number) => {
      const all = await storage.race(6, () =>
        Effect.flatMap(Providers, (p) => p.claimDue(at, at + 5 * minute, 500))
      )
      return all.flat().filter((due) => due.panelId === panelId).length
    }
    expect(await claims(now)).toBe(0)
    expect(await claims(now + 11 * minute)).toBe(1)
    expect(await claims(now + 12 * minute)).toBe(0)
    // Who took it died: it is given again when its time is up.
    expect(await claims(now + 17 * minute)).toBe(1)
    await learn("one.example")
    expect(await claims(now + 30 * minute)).toBe(0)
    expect(await claims(now + day + minute)).toBe(1)

    // A request for a provider nobody knows brings the next look forward.
    await learn("one.example")
    const request = await storage.run(requestMaker(tenant))
    const accept = (orderId: string, externalId: string | null) =>
      storage.run(
        Effect.flatMap(Requests, (r) => r.accept(request(orderId, { externalId, at: now + minute })))
      )
    await accept("492200001", null)
    expect(await claims(now + 11 * minute)).toBe(0)
    await accept("492200002", "8492200002")
    expect(await claims(now + 5 * minute)).toBe(0)
    expect(await claims(now + 12 * minute)).toBe(1)
  })

  it("says how a panel's providers came here", async () => {
    await fresh()
    const state = async () => (await with_((p) => p.states(tenantId)))[0]
    expect(await state()).toMatchObject({ triedAt: null, syncedAt: null, problem: null, hasRequests: false })
    await with_((p) => p.syncFailed(tenantId, panelId, "The panel cannot be reached.", Date.now()))
    expect(await state()).toMatchObject({ syncedAt: null, problem: "The panel cannot be reached." })
    await learn()
    expect(await state()).toMatchObject({ syncedAt: expect.any(Number), problem: null })
  })
})
