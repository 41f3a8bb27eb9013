import { Effect } from "effect"
import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { TenantSql } from "../../src/adapters/postgres/Database.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
import { type AuditEntry, AuditLog } from "../../src/ports/AuditLog.ts"
import { openStorage, smallTenant, type TestStorage } from "../contracts/TestStorage.ts"

describe("SE-06: the chain of the audit log", () => {
  let storage: TestStorage
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())

  const entry = (n: number): AuditEntry => ({
    actor: "sita",
    action: "customer.changed",
    subjectKind: "customer",
    subjectId: `c${n % 3}`,
    subject: `customer ${n} — “नमस्ते”`,
    ...(n % 2 === 0 ? { before: { memo: "a", z: 1.5 }, after: { memo: null, a: [1, { b: true }] } } : {})
  })
  const write = (tenantId: TenantId, n: number) =>
    Effect.flatMap(AuditLog, (log) => log.write(tenantId, entry(n)))
  const verify = (tenantId: TenantId) => storage.run(Effect.flatMap(AuditLog, (log) => log.verify(tenantId)))

  /** A tenant with ten entries, and their ids from the oldest on. */
  const filled = async () => {
    const { tenantId } = await storage.run(smallTenant())
    for (let n = 0; n < 10; n++) await storage.run(write(tenantId, n))
    const links = await storage.query<{ entry_id: string; hash: string }>(
      "select entry_id, hash from audit_link where tenant_id = $1 order by number",
      [tenantId]
    )
    return { tenantId, ids: links.map(({ entry_id }) => entry_id), hash: links.at(-1)!.hash }
  }

  /** What somebody with all rights on the server could do: one statement with the triggers off. */
  const forge = async (statement: string, parameters: ReadonlyArray<unknown>) => {
    await storage.query("alter table audit_entry disable trigger user")
    await storage.query("alter table audit_link disable trigger user")
    await storage.query(statement, parameters)
    await storage.query("alter table audit_entry enable trigger user")
    await storage.query("alter table audit_link enable trigger user")
  }

  it("has a link for every entry and is whole", async () => {
    const { tenantId, hash } = await filled()
    expect(await verify(tenantId)).toEqual({ checked: 10, from: 1, last: 10, hash, broken: null })
  })

  it("names the first entry that was changed, in any of its fields", async () => {
    for (const change of [
      "actor = 'hari'",
      "action = 'customer.added'",
      "at = at + interval '1 microsecond'",
      "subject_id = 'c9'",
      "subject = 'x'",
      "reason = ''",
      "before = null",
      "after = '{}'"
    ]) {
      const { tenantId, ids } = await filled()
      await forge(`update audit_entry set ${change} where id = $1`, [ids[4]])
      await forge(`update audit_entry set ${change} where id = $1`, [ids[8]])
      const { broken, checked } = await verify(tenantId)
      expect({ broken, checked }, change).toEqual({
        broken: { number: 5, entryId: ids[4], reason: "changed" },
        checked: 4
      })
    }
  })

  it("notices an entry taken out, with and without its link, and one put in beside the chain", async () => {
    const first = await filled()
    await forge("delete from audit_entry where id = $1", [first.ids[2]])
    expect((await verify(first.tenantId)).broken).toEqual({
      number: 3,
      entryId: first.ids[2],
      reason: "missing"
    })
    const second = await filled()
    await forge("delete from audit_entry where id = $1", [second.ids[2]])
    await forge("delete from audit_link where entry_id = $1", [second.ids[2]])
    expect((await verify(second.tenantId)).broken).toEqual({ number: 3, entryId: null, reason: "missing" })
    const third = await filled()
    const planted = randomUUID()
    await forge(
      `insert into audit_entry (id, tenant_id, at, actor, action, subject_kind, subject_id, subject)
       values ($1, $2, now(), 'sita', 'x', 'x', 'x', 'x')`,
      [planted, third.tenantId]
    )
    expect((await verify(third.tenantId)).broken).toEqual({
      number: null,
      entryId: planted,
      reason: "unlinked"
    })
  })

  it("cut off at its end ends with another number and hash than were noted", async () => {
    const { tenantId, ids, hash } = await filled()
    await forge("delete from audit_entry where id = $1", [ids[9]])
    await forge("delete from audit_link where entry_id = $1", [ids[9]])
    const proof = await verify(tenantId)
    expect(proof.broken).toBeNull()
    expect(proof.last).toBe(9)
    expect(proof.hash).not.toBe(hash)
  })

  it("is refused to be changed, emptied or deleted from by the platform's role as well", async () => {
    const { tenantId, ids } = await filled()
    await storage.query(
      `insert into platform_audit_entry (id, at, actor, action, subject_kind, subject_id, subject)
       values ($1, now(), 'admin', 'x', 'x', 'x', 'x')`,
      [randomUUID()]
    )
    for (const statement of [
      "update platform_audit_entry set actor = 'x'",
      "delete from platform_audit_entry",
      "truncate platform_audit_entry",
      `update audit_entry set actor = 'x' where id = '${ids[0]}'`,
      `delete from audit_entry where id = '${ids[0]}'`,
      "truncate audit_entry",
      `update audit_link set hash = 'x' where entry_id = '${ids[0]}'`,
      `delete from audit_link where entry_id = '${ids[0]}'`,
      "truncate audit_link"
    ]) {
      await expect(storage.query(statement), statement).rejects.toThrow()
    }
    expect((await verify(tenantId)).broken).toBeNull()
  })

  it("cannot be written, purged or linked by a tenant's role", async () => {
    const { tenantId } = await filled()
    for (const statement of [
      `insert into audit_link values ('${tenantId}', 99, '${randomUUID()}', 'x')`,
      "delete from audit_link",
      "update audit_anchor set number = 0",
      `insert into audit_anchor values ('${tenantId}', 5, 'x', now())`,
      `select purge_audit('${tenantId}', now(), '${randomUUID()}')`,
      "select link_audit_entry(e) from audit_entry e",
      "set local app.audit_purge = 'on'; delete from audit_entry"
    ]) {
      const error = await storage.run(
        Effect.flatMap(TenantSql, ({ sql, within }) => Effect.flip(within(tenantId, sql.unsafe(statement))))
      )
      expect(String(error.reason.cause), statement).toMatch(
        /permission denied|cannot insert multiple commands/
      )
    }
  })

  it("is one line without gaps when many write at once, and nothing of a transaction that failed", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const failing = Effect.flatMap(TenantSql, ({ within }) =>
      Effect.ignore(within(tenantId, Effect.andThen(write(tenantId, 0), Effect.fail("no"))))
    )
    await storage.race(120, (n) => (n % 6 === 0 ? failing : write(tenantId, n)))
    const proof = await verify(tenantId)
    expect(proof).toMatchObject({ checked: 100, last: 100, broken: null })
    console.log(`audit chain: ${proof.checked} entries written by 120 racing transactions, none broken`)
  })

  it("holds up nobody: while one transaction with an entry is open, another of the tenant commits", async () => {
    const { tenantId } = await storage.run(smallTenant())
    const order: Array<string> = []
    await storage.run(
      Effect.flatMap(TenantSql, ({ within }) =>
        within(
          tenantId,
          Effect.gen(function* () {
            yield* write(tenantId, 1)
            yield* Effect.promise(() => storage.processes[1]!.runPromise(write(tenantId, 2)))
            order.push("the other")
          })
        )
      )
    )
    order.push("the first")
    expect(order).toEqual(["the other", "the first"])
    expect(await verify(tenantId)).toMatchObject({ checked: 2, broken: null })
  })

  it("can still be checked after a purge, which it tells of, and names the entry changed after it", async () => {
    const { tenantId, ids } = await filled()
    await forge("update audit_entry set at = at - interval '2 years' where id = any($1::uuid[])", [
      ids.slice(0, 6)
    ])
    const [gone] = await storage.query<{ purge_audit: number }>(
      "select purge_audit($1, now() - interval '1 year', $2)",
      [tenantId, randomUUID()]
    )
    expect(gone!.purge_audit).toBe(6)
    expect(await verify(tenantId)).toMatchObject({ checked: 5, from: 7, last: 11, broken: null })
    const { items } = await storage.run(
      Effect.flatMap(AuditLog, (log) =>
        log.list(tenantId, { action: "audit", search: null, before: null, limit: 5 })
      )
    )
    expect(items).toMatchObject([{ action: "audit.purged", after: { entries: 6, through: 6 } }])
    await forge("update audit_entry set actor = 'x' where id = $1", [ids[7]])
    expect((await verify(tenantId)).broken).toEqual({ number: 8, entryId: ids[7], reason: "changed" })
  })

  it("is read by what was changed", async () => {
    const { tenantId } = await filled()
    const list = (subjectId: string) =>
      storage.run(
        Effect.flatMap(AuditLog, (log) =>
          log.list(tenantId, { action: null, search: null, subjectId, before: null, limit: 50 })
        )
      )
    expect((await list("c1")).items.map(({ subjectId }) => subjectId)).toEqual(["c1", "c1", "c1"])
    expect((await list("c0")).items).toHaveLength(4)
    expect((await list("nobody")).items).toEqual([])
  })
})
