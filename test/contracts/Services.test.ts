import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { OrderId, PanelId, TenantId } from "../../src/domain/Ids.ts"
import type { Order } from "../../src/domain/Order.ts"
import type { OfferedService } from "../../src/ports/Catalogue.ts"
import { PanelAccounts } from "../../src/ports/PanelAccounts.ts"
import { Services, type ServiceQuery } from "../../src/ports/Services.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { openStorage, type SmallTenant, smallTenant, type TestStorage } from "./TestStorage.ts"

const offered = (serviceId: string, name: string, more: Partial<OfferedService> = {}): OfferedService => ({
  serviceId,
  name,
  category: "Instagram",
  rate: "0.90",
  min: 10,
  max: 10_000,
  isRefill: true,
  isCancel: false,
  ...more
})

const order = (serviceId: string, serviceName: string, more: Partial<Order> = {}): Order => ({
  id: OrderId.make("1"),
  panelId: PanelId.make("unused"),
  username: "john",
  status: "completed",
  serviceId,
  serviceName,
  externalId: null,
  providerMark: "a1",
  link: null,
  quantity: null,
  startCount: null,
  remains: null,
  createdAt: null,
  updatedAt: null,
  isRefillOffered: null,
  isCancelOffered: null,
  ...more
})

describe("Services in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    tenant = await storage.run(smallTenant())
  })

  const services = <A, E>(use: (service: Services["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Services, use))
  const replace = (list: ReadonlyArray<OfferedService>, panelId = tenant.panelId) =>
    services((s) => s.replace(tenant.tenantId, panelId, list, Date.now() + 3_600_000))
  const list = (query: Partial<ServiceQuery> = {}, tenantId = tenant.tenantId) =>
    services((s) =>
      s.list(tenantId, { before: null, limit: 200, filter: "all", search: null, panelId: null, ...query })
    )
  const ids = async (query: Partial<ServiceQuery> = {}) =>
    (await list(query)).items.map(({ serviceId }) => serviceId)
  const setRules = (rules: Readonly<Record<string, unknown>>) =>
    storage.run(Effect.flatMap(TenantSetup, (setup) => setup.setRules(tenant.tenantId, rules)))

  it("OR-08 lists disagreements first, then what is unclear, each by its number, with counts", async () => {
    await replace([
      offered("100", "Likes R30"),
      offered("20", "Likes Refill ♻️"),
      offered("3", "Likes No Refill"),
      offered("9", "Likes R30", { isRefill: false }),
      offered("10", "Likes Lifetime Refill", { isRefill: false }),
      offered("50", "Likes")
    ])
    expect(await ids()).toEqual(["3", "9", "10", "20", "50", "100"])
    expect((await list()).counts).toEqual({ all: 6, disagree: 3, unclear: 1 })
    expect(await ids({ filter: "disagree" })).toEqual(["3", "9", "10"])
    expect(await ids({ filter: "unclear" })).toEqual(["20"])
    const [first] = (await list()).items
    expect(first).toEqual({
      panelId: tenant.panelId,
      panelName: expect.any(String),
      ...offered("3", "Likes No Refill"),
      isManual: null,
      isListed: true,
      seenAt: expect.any(Number)
    })
  })

  it("goes through all pages without a gap or a repeat", async () => {
    const many = Array.from({ length: 605 }, (_, n) =>
      offered(String(n), ["Likes R30", "Likes ♻️", "Likes No Refill"][n % 3]!)
    )
    await replace(many)
    const seen: Array<string> = []
    let before: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ before, limit: 97 })
      seen.push(...page.items.map(({ serviceId }) => serviceId))
      before = page.next
    } while (before !== null)
    expect(seen).toHaveLength(605)
    expect(new Set(seen).size).toBe(605)
    expect(seen.slice(0, 3)).toEqual(["2", "5", "8"])
  })

  it("refuses a place that it did not give out", async () => {
    for (const before of [
      "x",
      Buffer.from('{"place":3,"panelId":"x","serviceId":"1"}').toString("base64url")
    ])
      await expect(list({ before })).rejects.toMatchObject({ _tag: "BadCursor" })
  })

  it("searches by number, name and category, and takes % and _ for letters", async () => {
    await replace([
      offered("7", "Real Likes 100%", { category: "Insta_gram" }),
      offered("77", "Views", { category: "Youtube" })
    ])
    expect(await ids({ search: "7" })).toEqual(["7"])
    expect(await ids({ search: "real l" })).toEqual(["7"])
    expect(await ids({ search: "tube" })).toEqual(["77"])
    expect(await ids({ search: "0%" })).toEqual(["7"])
    expect(await ids({ search: "a_g" })).toEqual(["7"])
    expect(await ids({ search: "%%" })).toEqual([])
    expect((await list({ search: "views" })).counts.all).toBe(1)
  })

  it("sorts anew when the owner's rules change", async () => {
    await replace([offered("1", "Likes gold"), offered("2", "Likes R30", { isRefill: false })])
    expect(await ids({ filter: "disagree" })).toEqual(["2"])
    await setRules({
      guaranteeRules: [{ kind: "word", pattern: "gold", gives: "none" }],
      guaranteeDaysByService: { "2": 30 }
    })
    // The rules are kept for a second.
    await vi.waitFor(async () => expect(await ids({ filter: "disagree" })).toEqual(["1"]), { timeout: 5_000 })
  })

  it("counts what a refresh adds, changes and no longer finds, and keeps what is gone for its orders", async () => {
    expect(await replace([offered("1", "a"), offered("2", "b"), offered("3", "c")])).toEqual({
      added: 3,
      changed: 0,
      gone: 0,
      total: 3
    })
    expect(await replace([offered("1", "a"), offered("2", "b", { rate: "1" }), offered("4", "d")])).toEqual({
      added: 1,
      changed: 1,
      gone: 1,
      total: 3
    })
    const rows = (await list()).items
    expect(rows.map(({ isListed, serviceId }) => [serviceId, isListed])).toEqual([
      ["1", true],
      ["2", true],
      ["3", false],
      ["4", true]
    ])
    expect(await replace([offered("3", "c")])).toMatchObject({ added: 1, gone: 3 })
    const [state] = await services((s) => s.states(tenant.tenantId))
    expect(state).toMatchObject({ hasKey: false, counts: { added: 1, changed: 0, gone: 3 }, problem: null })
    expect(state!.refreshedAt).toBe(state!.triedAt)
  })

  it("lets refreshes of one panel at the same time count each change once", async () => {
    const all = Array.from({ length: 50 }, (_, n) => offered(String(n), "Likes"))
    const counts = await storage.race(6, () =>
      Effect.flatMap(Services, (s) => s.replace(tenant.tenantId, tenant.panelId, all, Date.now()))
    )
    expect(counts.map(({ added }) => added).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 50])
  })

  it("keeps what is known when a refresh fails, and says why", async () => {
    await replace([offered("1", "a")])
    await services((s) => s.refreshFailed(tenant.tenantId, tenant.panelId, "No answer.", Date.now()))
    const [state] = await services((s) => s.states(tenant.tenantId))
    expect(state).toMatchObject({ problem: "No answer.", counts: { added: 1 } })
    expect(state!.triedAt).toBeGreaterThanOrEqual(state!.refreshedAt!)
    expect(await ids()).toEqual(["1"])
  })

  const learn = (...orders: ReadonlyArray<Order>) =>
    services((s) => s.learn(tenant.tenantId, tenant.panelId, orders))
  const learned = async (expected: ReadonlyArray<Readonly<Record<string, unknown>>>) =>
    vi.waitFor(async () => expect((await list()).items).toMatchObject(expected), { timeout: 5_000 })

  it("learns services from orders, and that a manual one is manual", async () => {
    await learn(
      order("5", "Likes R30", { providerMark: null }),
      order("6", "Views", { isRefillOffered: true })
    )
    await learned([
      { serviceId: "5", name: "Likes R30", isManual: true, isRefill: null, isListed: false },
      { serviceId: "6", name: "Views", isManual: false, isRefill: true }
    ])
    await learn(order("5", "Likes R60"), order("6", "Views", { isRefillOffered: false }))
    await learned([
      { serviceId: "5", name: "Likes R60", isManual: false },
      { serviceId: "6", isRefill: true }
    ])
  })

  it("believes the panel's list more than its orders", async () => {
    await replace([offered("5", "Likes | R30", { isRefill: false })])
    await learn(order("5", "An old name", { isRefillOffered: true }))
    await learned([{ name: "Likes | R30", isRefill: false, isManual: false, isListed: true }])
  })

  it("stores any name that an order may have, and passes over orders without one", async () => {
    await learn(order("5", "Likes \ud800\0 x"), order("6", " "), order("7", "y".repeat(5_000)))
    await learn(order("8", "z", { serviceId: null }), order("9", "z", { serviceName: null }))
    await learned([{ serviceId: "5", name: "Likes \ufffd x" }, { serviceId: "7" }])
  })

  it("knows who is due: panels with a key whose time has come, the longest due first", async () => {
    const now = Date.now()
    const mine = (await services((s) => s.due(now, 100))).filter(
      ({ tenantId }) => tenantId === tenant.tenantId
    )
    expect(mine).toEqual([])
    const addPanel = (name: string) =>
      storage.run(
        Effect.flatMap(TenantSetup, (setup) =>
          setup.addPanel({
            tenantId: tenant.tenantId,
            name,
            baseUrl: "https://panel.example",
            key: Redacted.make("k".repeat(64)),
            userKey: Redacted.make("user-key-of-the-panel")
          })
        )
      )
    const [fresh, late, early] = [await addPanel("fresh"), await addPanel("late"), await addPanel("early")]
    const at = (panelId: PanelId, next: number) =>
      services((s) => s.refreshFailed(tenant.tenantId, panelId, "x", next))
    await at(late, now - 1_000)
    await at(early, now + 60_000)
    const due = (await services((s) => s.due(now, 100))).filter(
      ({ tenantId }) => tenantId === tenant.tenantId
    )
    expect(due.map(({ panelId }) => panelId)).toEqual([fresh, late])
    expect((await services((s) => s.states(tenant.tenantId))).map(({ hasKey }) => hasKey)).toEqual([
      false,
      true,
      true,
      true
    ])
    const account = await storage.run(Effect.flatMap(PanelAccounts, (a) => a.find(tenant.tenantId, fresh)))
    expect(
      Redacted.value((account as { value: { userKey: { value: Redacted.Redacted } } }).value.userKey.value)
    ).toBe("user-key-of-the-panel")
    const [row] = await storage.query<{ secret: Buffer }>(
      "select user_secret as secret from panel where id = $1",
      [fresh]
    )
    expect(row!.secret.toString()).not.toContain("user-key")
  })

  it("SE-01 shows and changes one tenant's services only", async () => {
    await replace([offered("1", "a")])
    const other = await storage.run(smallTenant())
    expect((await list({}, other.tenantId)).items).toEqual([])
    expect((await list({ panelId: tenant.panelId }, other.tenantId)).items).toEqual([])
    await services((s) => s.replace(other.tenantId, tenant.panelId, [offered("2", "b")], Date.now()))
    await services((s) => s.refreshFailed(other.tenantId, tenant.panelId, "x", Date.now()))
    await services((s) => s.learn(TenantId.make(other.tenantId), tenant.panelId, [order("3", "c")]))
    // Written after the other tenant's try, by the same fiber.
    await learn(order("9", "z"))
    await vi.waitFor(async () => expect(await ids()).toContain("9"), { timeout: 5_000 })
    expect(await ids()).toEqual(["1", "9"])
    expect((await services((s) => s.states(tenant.tenantId)))[0]).toMatchObject({ problem: null })
    expect(storage.logs.filter((line) => line.includes("not remembered"))).toEqual([])
  })
})
