import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { LoginId, type TenantId } from "../../src/domain/Ids.ts"
import { ApiKeys } from "../../src/ports/ApiKeys.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { Logins } from "../../src/ports/Logins.ts"
import { Staff } from "../../src/ports/Staff.ts"
import { Workspaces } from "../../src/ports/Workspaces.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

const hash = "0".repeat(64)
const passwordHash = Redacted.make("$argon2id$none")

describe("staff and API keys, in PostgreSQL", () => {
  let storage: TestStorage
  let tenantId: TenantId
  let other: TenantId
  beforeAll(async () => {
    storage = await openStorage(1)
    tenantId = (await storage.run(smallTenant())).tenantId
    other = (await storage.run(smallTenant())).tenantId
  })
  afterAll(() => storage.close())

  const staff = <A, E>(use: (staff: Staff["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Staff, use))
  const add = (username: string, team: TenantId | null = tenantId) =>
    staff((all) => all.create(team, "owner", { username, passwordHash, permissions: [] }))
  const changes = (of: TenantId) =>
    storage.run(
      Effect.flatMap(AuditLog, (log) =>
        log.list(of, { action: "staff", subjectId: null, search: null, before: null, limit: 20 })
      )
    )

  it("AC-03: a switch is seen by a live login at once, and audited with old and new", async () => {
    const maya = await add("maya")
    await storage.run(
      Effect.flatMap(Logins, (logins) =>
        logins.createSession({
          tokenHash: hash,
          loginId: maya.id,
          expiresAt: Date.now() + 60_000,
          ip: "",
          userAgent: ""
        })
      )
    )
    const session = () =>
      storage.run(Effect.flatMap(Logins, (logins) => logins.findSession(hash, Date.now())))
    expect(await session()).toMatchObject({ value: { login: { role: "staff", permissions: [] } } })

    const permissions = ["inbox.view", "orders.manage"] as const
    await staff((all) => all.change(tenantId, "owner", maya.id, { permissions }))
    expect(await session()).toMatchObject({ value: { login: { permissions, isViewing: false } } })
    const [last] = (await changes(tenantId)).items
    expect(last).toMatchObject({
      actor: "owner",
      action: "staff.changed",
      subject: "maya",
      before: { permissions: [] },
      after: { permissions }
    })

    await staff((all) => all.change(tenantId, "owner", maya.id, { status: "suspended" }))
    expect(await session()).toMatchObject({ _tag: "None" })
    await staff((all) => all.change(tenantId, "owner", maya.id, { status: "active" }))
    expect(await session()).toMatchObject({ _tag: "Some" })

    expect(await staff((all) => all.remove(tenantId, "owner", maya.id))).toBe(true)
    expect(await session()).toMatchObject({ _tag: "None" })
    expect((await changes(tenantId)).items[0]).toMatchObject({
      action: "staff.removed",
      before: { permissions }
    })
  })

  it("AC-03: a login with a history is removed, and its history stays", async () => {
    const tara = await add("tara")
    await storage.run(
      Effect.flatMap(Logins, (logins) =>
        logins.recordAttempt({
          loginId: tara.id,
          username: "tara",
          at: Date.now(),
          ip: "192.0.2.1",
          userAgent: "",
          outcome: "accepted"
        })
      )
    )
    expect((await staff((all) => all.list(tenantId))).find(({ id }) => id === tara.id)?.lastLoginAt).not.toBe(
      null
    )
    expect(await staff((all) => all.remove(tenantId, "owner", tara.id))).toBe(true)
    const rows = await storage.query("select login_id from login_attempt where username = 'tara'")
    expect(rows).toEqual([{ login_id: null }])
  })

  it("AC-03: nobody touches the staff of another workspace, nor an owner", async () => {
    const ravi = await add("ravi", other)
    expect(await staff((all) => all.list(tenantId))).toEqual([])
    const change = { permissions: ["inbox.view"] } as const
    expect(await staff((all) => all.change(tenantId, "x", ravi.id, change))).toMatchObject({ _tag: "None" })
    expect(await staff((all) => all.change(null, "x", ravi.id, change))).toMatchObject({ _tag: "None" })
    expect(await staff((all) => all.remove(tenantId, "x", ravi.id))).toBe(false)
    const owner = LoginId.make(crypto.randomUUID())
    await storage.query(
      `insert into login (id, tenant_id, username, role, password_hash) values ($1::uuid, $2::uuid, 'boss', 'owner', '')`,
      [owner, tenantId]
    )
    expect(await staff((all) => all.remove(tenantId, "x", owner))).toBe(false)
    expect(await staff((all) => all.list(other))).toHaveLength(1)
  })

  it("AC-03: a name is taken once, whoever has it, and whatever its case", async () => {
    await expect(add("RAVI")).rejects.toMatchObject({ _tag: "UsernameTaken" })
  })

  it("AC-03: the platform's staff are its own, and in its log", async () => {
    const help = await staff((all) =>
      all.create(null, "root", { username: "help", passwordHash, permissions: ["users.view"] })
    )
    expect(await staff((all) => all.list(null))).toMatchObject([{ id: help.id, permissions: ["users.view"] }])
    const log = await storage.run(
      Effect.flatMap(Workspaces, (all) => all.log({ search: "help", before: null, limit: 5 }))
    )
    expect(log.items).toMatchObject([{ actor: "root", action: "staff.created", subject: "help" }])
  })

  it("AC-07: a key opens its workspace until it is revoked, and its use is written down", async () => {
    const keys = <A, E>(use: (keys: ApiKeys["Service"]) => Effect.Effect<A, E>) =>
      storage.run(Effect.flatMap(ApiKeys, use))
    const made = await keys((all) =>
      all.create(tenantId, "owner", { name: "n8n", prefix: "rd_live_1", hash, scopes: ["orders.manage"] })
    )
    expect(await keys((all) => all.find("rd_live_1"))).toMatchObject({
      value: { id: made.id, tenantId, hash, scopes: ["orders.manage"], lastUsedAt: null }
    })
    await keys((all) => all.used(made.id, 1_000))
    expect(await keys((all) => all.list(tenantId))).toMatchObject([{ lastUsedAt: 1_000, revokedAt: null }])
    expect(JSON.stringify(await keys((all) => all.list(tenantId)))).not.toContain(hash)
    expect(await keys((all) => all.list(other))).toEqual([])
    expect(await keys((all) => all.revoke(other, "x", made.id))).toBe(false)

    await storage.query("update tenant set status = 'suspended' where id = $1::uuid", [tenantId])
    expect(await keys((all) => all.find("rd_live_1"))).toMatchObject({ _tag: "None" })
    await storage.query("update tenant set status = 'active' where id = $1::uuid", [tenantId])
    expect(await keys((all) => all.find("rd_live_1"))).toMatchObject({ _tag: "Some" })

    expect(await keys((all) => all.revoke(tenantId, "owner", made.id))).toBe(true)
    expect(await keys((all) => all.find("rd_live_1"))).toMatchObject({ _tag: "None" })
    expect(await keys((all) => all.revoke(tenantId, "owner", made.id))).toBe(false)
  })
})
