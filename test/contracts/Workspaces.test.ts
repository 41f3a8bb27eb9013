import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { LoginId, TenantId } from "../../src/domain/Ids.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { Ledger } from "../../src/ports/Ledger.ts"
import { Logins } from "../../src/ports/Logins.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { Workspaces } from "../../src/ports/Workspaces.ts"
import { everyPage } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const tokenHash = "a".repeat(64)

describe("the platform's view of workspaces, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  const root = LoginId.make(crypto.randomUUID())
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
    await storage.query(
      `insert into login (id, tenant_id, username, role, password_hash) values
        ($1::uuid, null, 'root', 'admin', ''), (gen_random_uuid(), $2::uuid, 'sita', 'owner', '')`,
      [root, tenant.tenantId]
    )
    await storage.query(
      `insert into login_attempt (tenant_id, login_id, username, at, ip, user_agent, outcome)
       select tenant_id, id, username, '2026-01-02', '192.0.2.7', '', 'accepted' from login where username = 'sita'`
    )
  })
  afterAll(() => storage.close())

  const all = <A, E>(use: (workspaces: Workspaces["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Workspaces, use))
  const list = (query: Partial<Parameters<Workspaces["Service"]["list"]>[1]> = {}) =>
    all((workspaces) =>
      workspaces.list("root", {
        status: null,
        search: null,
        hasChannels: null,
        neverLoggedIn: false,
        lastLoginBefore: null,
        creditBelow: null,
        plan: null,
        sort: "created",
        before: null,
        limit: 50,
        ...query
      })
    )
  const log = () => all((workspaces) => workspaces.log({ search: null, before: null, limit: 50 }))
  const own = () =>
    storage.run(
      Effect.flatMap(AuditLog, (audit) =>
        audit.list(tenant.tenantId, { action: null, subjectId: null, search: null, before: null, limit: 50 })
      )
    )

  it("AC-08: a row says who, since when, from where, and how much is set up; the read is in the log", async () => {
    const { items } = await list({ search: "SITA" })
    expect(items).toMatchObject([
      {
        id: tenant.tenantId,
        username: "sita",
        status: "active",
        discountPercent: 0,
        messagePrices: { whatsapp: null, telegram: null, group: null },
        lastLoginAt: Date.parse("2026-01-02"),
        lastLoginIp: "192.0.2.7",
        whatsapp: 1,
        telegram: 1,
        panels: 1,
        staff: 0
      }
    ])
    expect((await log()).items[0]).toMatchObject({
      actor: "root",
      action: "users.listed",
      after: { search: "SITA", rows: 1 }
    })
    expect(await list({ search: "%" })).toMatchObject({ items: [], counts: { all: 0 } })
  })

  it("AC-08: pages hold every workspace once, whatever came at the same moment", async () => {
    await storage.query(
      "insert into tenant (id, name, created_at) select gen_random_uuid(), 'many ' || n, '2026-01-01' from generate_series(1, 25) n"
    )
    const pages = await everyPage((before) => list({ before, limit: 7, search: "many" }))
    const found = pages.flat()
    expect(new Set(found.map(({ id }) => id)).size).toBe(25)
    expect(found).toHaveLength(25)
    await expect(list({ before: "nonsense" })).rejects.toMatchObject({ _tag: "BadCursor" })
  })

  it("AC-06: a suspended workspace holds no channel, until it comes back", async () => {
    const { tenantId, telegram } = tenant
    const hold = () => storage.run(Effect.flatMap(Channels, (channels) => channels.hold(tenantId, telegram)))
    const awake = () => storage.run(Effect.flatMap(Tenants, (tenants) => tenants.withChannels))
    const save = (handle: Option.Option.Value<Awaited<ReturnType<typeof hold>>>) =>
      storage.run(Effect.flatMap(Channels, (channels) => channels.saveState(handle, { _tag: "Open" }, 1)))
    const held = Option.getOrThrow(await hold())
    expect(await save(held)).toBe(true)
    expect(await awake()).toContain(tenantId)

    const suspend = all((workspaces) => workspaces.setStatus("root", [tenantId], "suspended", "unpaid"))
    expect(await suspend).toEqual([tenantId])
    expect(await save(held)).toBe(false)
    expect(Option.isNone(await hold())).toBe(true)
    expect(await awake()).not.toContain(tenantId)
    const told = { action: "user.suspended", reason: "unpaid", before: { status: "active" } }
    expect((await log()).items[0]).toMatchObject({ ...told, actor: "root" })
    expect((await own()).items[0]).toMatchObject({ ...told, actor: "root (platform)" })
    // What is so already is changed by nobody and told by nobody.
    expect(await all((workspaces) => workspaces.setStatus("root", [tenantId], "suspended", null))).toEqual([])

    await all((workspaces) => workspaces.setStatus("root", [tenantId], "active", null))
    expect(Option.isSome(await hold())).toBe(true)
    expect(await awake()).toContain(tenantId)
  })

  it("AC-06: discount and message prices are kept and told with old and new", async () => {
    const terms = {
      discountPercent: 15,
      messagePrices: { whatsapp: 3, telegram: null, group: 1 },
      plan: "Gold",
      overdraft: 40
    }
    const set = await all((workspaces) => workspaces.setTerms("root", tenant.tenantId, terms))
    expect(set).toMatchObject({ value: terms })
    expect((await list({ search: "sita" })).items).toMatchObject([terms])
    expect((await own()).items[0]).toMatchObject({
      action: "user.terms",
      before: { discountPercent: 0, plan: null, overdraft: 0 },
      after: { discountPercent: 15, plan: "Gold", overdraft: 40 }
    })
    const nobody = TenantId.make(crypto.randomUUID())
    expect(Option.isNone(await all((workspaces) => workspaces.setTerms("root", nobody, terms)))).toBe(true)
  })

  it("AC-08: filters by channels, last log-in, credit and plan, sorts by log-in and credit, and gives plans to many", async () => {
    const names = async (query: Parameters<typeof list>[0]) =>
      (await list({ limit: 200, ...query })).items.map(({ name }) => name)
    const many = (await list({ search: "many", limit: 3 })).items
    const [first, second] = many
    for (const [{ id }, amount] of [
      [first!, 5],
      [second!, 7]
    ] as const) {
      await storage.run(
        Effect.flatMap(Ledger, (ledger) =>
          ledger.adjust("root", id, { id: crypto.randomUUID(), amount, reason: "paid" })
        )
      )
    }
    expect(await names({ hasChannels: true })).toEqual(["Small"])
    expect(await names({ hasChannels: false })).toHaveLength(25)
    expect(await names({ neverLoggedIn: true })).toHaveLength(25)
    expect(await names({ lastLoginBefore: Date.parse("2026-01-03") })).toEqual(["Small"])
    expect(await names({ lastLoginBefore: Date.parse("2026-01-01") })).toEqual([])
    expect(await names({ creditBelow: 5, search: "many" })).toHaveLength(23)
    expect(await list({ creditBelow: 6, search: "many", limit: 1 })).toMatchObject({ counts: { all: 24 } })

    const ids = many.map(({ id }) => id)
    const set = (plan: string | null) => all((workspaces) => workspaces.setPlan("root", ids, plan))
    expect(await set("Silver")).toBe(3)
    expect(await set("Silver")).toBe(0)
    expect((await list({ plan: "Silver" })).items).toHaveLength(3)
    expect((await list()).plans).toEqual(["Gold", "Silver"])
    expect((await log()).items.find(({ action }) => action === "user.terms")).toMatchObject({
      before: { plan: null },
      after: { plan: "Silver" }
    })

    for (const sort of ["created", "lastLogin", "credit"] as const) {
      const pages = await everyPage((before) => list({ before, limit: 7, sort }))
      const found = pages.flat()
      expect(new Set(found.map(({ id }) => id)).size).toBe(26)
      if (sort === "lastLogin") expect(found[0]).toMatchObject({ name: "Small" })
      if (sort === "credit") expect(found.slice(-2).map(({ credit }) => credit)).toEqual([5, 7])
    }
  })

  it("AC-06: looking at a workspace shows it to that session alone, and tells both logs what was opened", async () => {
    const { tenantId } = tenant
    const other = "b".repeat(64)
    const find = (hash: string) =>
      storage.run(Effect.flatMap(Logins, (logins) => logins.findSession(hash, Date.now())))
    for (const hash of [tokenHash, other]) {
      await storage.run(
        Effect.flatMap(Logins, (logins) =>
          logins.createSession({
            tokenHash: hash,
            loginId: root,
            expiresAt: Date.now() + 60_000,
            ip: "",
            userAgent: ""
          })
        )
      )
    }
    const view = { tokenHash, loginId: root, by: "root", tenantId }
    // A suspended workspace is looked at too.
    await all((workspaces) => workspaces.setStatus("root", [tenantId], "suspended", null))
    expect(await all((workspaces) => workspaces.startView(view))).toBe(true)
    expect(await find(tokenHash)).toMatchObject({ value: { login: { id: root, tenantId, isViewing: true } } })
    expect(await find(other)).toMatchObject({ value: { login: { tenantId: null, isViewing: false } } })
    for (const family of ["desk", "desk", "customers"]) {
      await all((workspaces) => workspaces.viewed({ loginId: root, by: "root", tenantId, family }))
    }
    await all((workspaces) => workspaces.endView({ tokenHash, by: "root" }))
    expect(await find(tokenHash)).toMatchObject({ value: { login: { tenantId: null, isViewing: false } } })

    const told = ["view.ended", "view.opened", "view.opened", "view.started"]
    expect((await own()).items.slice(0, 4).map(({ action }) => action)).toEqual(told)
    expect((await log()).items.slice(0, 4).map(({ action }) => action)).toEqual(told)
    expect((await own()).items.slice(1, 3).map(({ after }) => after?.["page"])).toEqual(["customers", "desk"])
    await all((workspaces) => workspaces.setStatus("root", [tenantId], "active", null))
    const nobody = { ...view, tenantId: TenantId.make(crypto.randomUUID()) }
    expect(await all((workspaces) => workspaces.startView(nobody))).toBe(false)
  })

  it("AC-06: who may no longer act on users looks no longer either, though his session goes on", async () => {
    const { tenantId } = tenant
    const loginId = LoginId.make(crypto.randomUUID())
    const session = {
      tokenHash: "c".repeat(64),
      loginId,
      expiresAt: Date.now() + 60_000,
      ip: "",
      userAgent: ""
    }
    const may = (permissions: string) =>
      storage.query("update login set permissions = $2::text[] where id = $1", [loginId, permissions])
    const find = () =>
      storage.run(Effect.flatMap(Logins, (logins) => logins.findSession(session.tokenHash, Date.now())))
    await storage.query(
      `insert into login (id, username, role, password_hash, permissions) values ($1, 'helper', 'adminStaff', '', '{users.act}')`,
      [loginId]
    )
    await storage.run(Effect.flatMap(Logins, (logins) => logins.createSession(session)))
    await all((workspaces) =>
      workspaces.startView({ tokenHash: session.tokenHash, loginId, by: "helper", tenantId })
    )
    expect(await find()).toMatchObject({ value: { login: { tenantId, isViewing: true } } })
    await may("{users.view}")
    expect(await find()).toMatchObject({ value: { login: { tenantId: null, isViewing: false } } })
  })

  it("AC-06: a workspace's activity is its log-ins and changes", async () => {
    const found = Option.getOrThrow(await all((workspaces) => workspaces.activity("root", tenant.tenantId)))
    expect(found.logins).toMatchObject([{ username: "sita", ip: "192.0.2.7", outcome: "accepted" }])
    expect(found.changes.length).toBeGreaterThan(3)
    expect((await log()).items[0]).toMatchObject({ action: "user.read", subject: "sita" })
  })
})
