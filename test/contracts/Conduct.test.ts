import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ContactId } from "../../src/domain/Ids.ts"
import type { ConductKind, ConductLimit } from "../../src/domain/ConductLimits.ts"
import { Conduct } from "../../src/ports/Conduct.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { auditOf, fields, lastAudit, stranger } from "./People.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const start = Date.UTC(2026, 0, 1)
const limit: ConductLimit = { limit: 3, windowSeconds: 60, blockSeconds: 600 }

describe("what people did lately, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let contactId: ContactId
  let lastNumber = 9_779_700_000_000
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const someone = async () => {
    contactId = (await storage.run(stranger(tenant, String(++lastNumber)))).contactId
  }
  const note = (at: number, count = 1, kind: ConductKind = "command", of: ContactId | null = contactId) =>
    Effect.flatMap(Conduct, (conduct) =>
      conduct.note(tenant.tenantId, of, kind, count, start + at * 1_000, limit)
    )
  const run = (...asked: Parameters<typeof note>) => storage.run(note(...asked))

  it("CU-08: more than the limit within the window blocks for its time, and the window starts anew after it", async () => {
    await someone()
    for (const at of [0, 10, 20]) {
      expect(await run(at)).toMatchObject({ blockedUntil: null, isFirst: false })
    }
    const until = start + 630_000
    expect(await run(30)).toEqual({ count: 0, blockedUntil: until, isFirst: true })
    expect(await run(629, 0)).toMatchObject({ blockedUntil: until })
    expect(await run(631)).toEqual({ count: 1, blockedUntil: null, isFirst: false })
    await someone()
    for (const at of [0, 10, 20, 61, 70, 80]) expect(await run(at)).toMatchObject({ blockedUntil: null })
  })

  it("CU-09: of counts that come at once only one is told that the block begins", async () => {
    await someone()
    const verdicts = await storage.race(50, () => note(0))
    expect(verdicts.filter(({ isFirst }) => isFirst)).toHaveLength(1)
    expect(verdicts.filter(({ blockedUntil }) => blockedUntil === null)).toHaveLength(3)
    // Who goes on during the block is not told again.
    expect((await storage.race(20, () => note(300))).some(({ isFirst }) => isFirst)).toBe(false)
  })

  it("CU-08: a look counts nothing and leaves nothing", async () => {
    await someone()
    expect(await run(0, 0)).toEqual({ count: 0, blockedUntil: null, isFirst: false })
    expect(await storage.query("select 1 from conduct where contact_id = $1", [contactId])).toEqual([])
    await run(0, 2)
    expect(await run(59, 0)).toMatchObject({ count: 2 })
    expect(await run(60, 0)).toMatchObject({ count: 0 })
  })

  it("CU-08: a wait that begins is in the audit log once, with its reason, and what only keeps a text from being repeated is not", async () => {
    await someone()
    await storage.race(20, () => note(0))
    await run(0, 9, "unregistered")
    await run(0, 9, "wrong_order")
    expect(await storage.run(auditOf(tenant.tenantId, contactId))).toMatchObject([
      {
        at: start,
        actor: "system",
        action: "contact.paused",
        subjectKind: "contact",
        subject: String(lastNumber),
        reason: "Too many commands in a short time",
        after: { minutes: 10 }
      }
    ])
  })

  it("CU-08: kinds, numbers and tenants are counted apart, and the tenant as a whole as well", async () => {
    await someone()
    expect(await run(0, 9)).toMatchObject({ isFirst: true })
    expect(await run(0, 1, "not_owned")).toMatchObject({ count: 1 })
    expect(await run(0, 2, "lookup", null)).toMatchObject({ count: 2, blockedUntil: null })
    expect(await run(0, 2, "lookup", null)).toMatchObject({ isFirst: true })
    const first = contactId
    await someone()
    expect(await run(0)).toMatchObject({ count: 1 })
    const other = await storage.run(smallTenant())
    const elsewhere = Effect.flatMap(Conduct, (conduct) =>
      conduct.note(other.tenantId, first, "command", 0, start, limit)
    )
    expect(await storage.run(elsewhere)).toMatchObject({ count: 0, blockedUntil: null })
  })

  it("CU-08: a customer is suspended once, with the reason in the audit log, and never when the owner exempted him", async () => {
    const { tenantId } = tenant
    const add = (username: string, isAutoSuspended: boolean) =>
      storage.run(
        Effect.flatMap(Customers, (customers) =>
          customers.add(tenantId, fields(username, { isAutoSuspended }), [], {
            mayHaveSeveral: false,
            by: "sita"
          })
        )
      )
    const ravi = await add("ravi", true)
    const spared = await add("spared", false)
    const suspend = (id = ravi.id, of = tenantId) =>
      Effect.flatMap(Conduct, (conduct) => conduct.suspend(of, id, "Abusive words", start))
    const results = await storage.race(20, () => suspend())
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await storage.run(suspend(spared.id))).toBe(false)
    const other = await storage.run(smallTenant())
    const hari = await add("hari", true)
    expect(await storage.run(suspend(hari.id, other.tenantId))).toBe(false)
    expect(await storage.run(lastAudit(tenantId, ravi.id))).toMatchObject({
      actor: "system",
      action: "customer.suspended",
      subject: "ravi",
      reason: "Abusive words",
      after: { status: "suspended" }
    })
    expect((await storage.run(auditOf(tenantId, ravi.id))).map(({ action }) => action)).toEqual([
      "customer.added",
      "customer.suspended"
    ])
  })
})
