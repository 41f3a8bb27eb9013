import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { TenantSql } from "../../src/adapters/postgres/Database.ts"
import { AuditLog, type AuditEntry } from "../../src/ports/AuditLog.ts"
import { BadCursor } from "../../src/ports/Desk.ts"
import { everyPage } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("the audit log, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
    for (const entry of entries) await write(entry)
  })
  afterAll(() => storage.close())

  const entries: ReadonlyArray<AuditEntry> = [
    {
      actor: "sita",
      action: "rules.changed",
      subjectKind: "rules",
      subjectId: "1",
      subject: "Rules",
      before: { a: 1 },
      after: { a: 2 }
    },
    {
      actor: "system",
      action: "customer.suspended",
      subjectKind: "customer",
      subjectId: "2",
      subject: "ravi",
      reason: "100% spam"
    },
    { actor: "hari", action: "customer.enabled", subjectKind: "customer", subjectId: "2", subject: "ravi" },
    { actor: "hari", action: "customers.told", subjectKind: "customer", subjectId: "3", subject: "other" }
  ]
  const write = (entry: AuditEntry) =>
    storage.run(Effect.flatMap(AuditLog, (log) => log.write(tenant.tenantId, entry)))
  const list = (query: Partial<Parameters<AuditLog["Service"]["list"]>[1]> = {}, of = tenant.tenantId) =>
    storage.run(
      Effect.flatMap(AuditLog, (log) =>
        log.list(of, { action: null, search: null, before: null, limit: 50, ...query })
      )
    )
  const actions = async (query: Parameters<typeof list>[0]) =>
    (await list(query)).items.map(({ action }) => action)

  it("CU-02: shows who changed what, from what to what, newest first, page by page", async () => {
    const { items } = await list()
    expect(items.map(({ action }) => action)).toEqual(entries.map(({ action }) => action).toReversed())
    expect(items.at(-1)).toMatchObject({ ...entries[0], reason: null })
    expect(Math.abs(Date.now() - items[0]!.at)).toBeLessThan(60_000)
    const pages = await everyPage((before) => list({ before, limit: 3 }))
    expect(pages.flat()).toEqual(items)
    const refused = Effect.flatMap(AuditLog, (log) =>
      Effect.flip(log.list(tenant.tenantId, { action: null, search: null, before: "no", limit: 3 }))
    )
    expect(await storage.run(refused)).toBeInstanceOf(BadCursor)
  })

  it("CU-08: is searched by person, subject and reason, and narrowed to one kind of action", async () => {
    expect(await actions({ search: "100%" })).toEqual(["customer.suspended"])
    expect(await actions({ search: "HARI" })).toEqual(["customers.told", "customer.enabled"])
    expect(await actions({ action: "customer" })).toEqual(["customer.enabled", "customer.suspended"])
    expect(await actions({ action: "customer.enabled" })).toEqual(["customer.enabled"])
    expect(await actions({ action: "customer", search: "sita" })).toEqual([])
  })

  it("SE-06: a tenant's role can add to it and read it, and neither change, delete nor empty it", async () => {
    const before = await storage.query("select * from audit_entry order by id")
    for (const statement of [
      "update audit_entry set actor = 'nobody'",
      "delete from audit_entry",
      "truncate audit_entry",
      "insert into audit_entry select * from audit_entry on conflict (id) do update set actor = 'nobody'"
    ]) {
      const refused = Effect.flatMap(TenantSql, ({ sql, within }) =>
        Effect.flip(within(tenant.tenantId, sql.unsafe(statement)))
      )
      const error = await storage.run(refused)
      expect(error.reason._tag, statement).toBe("AuthorizationError")
    }
    expect(await storage.query("select * from audit_entry order by id")).toEqual(before)
  })

  it("SE-01: another tenant reads none of it", async () => {
    const other = await storage.run(smallTenant())
    expect((await list({}, other.tenantId)).items).toEqual([])
  })
})
