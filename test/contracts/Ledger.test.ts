import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { TenantSql } from "../../src/adapters/postgres/Database.ts"
import { TenantId } from "../../src/domain/Ids.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { Ledger } from "../../src/ports/Ledger.ts"
import { Workspaces } from "../../src/ports/Workspaces.ts"
import { everyPage } from "./Rows.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

describe("the ledger of credit, in PostgreSQL", () => {
  let storage: TestStorage
  let anna: TenantId
  let boris: TenantId
  beforeAll(async () => {
    storage = await openStorage(2)
    anna = (await storage.run(smallTenant())).tenantId
    boris = (await storage.run(smallTenant())).tenantId
  })
  afterAll(() => storage.close())

  const ledger = <A, E>(use: (ledger: Ledger["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Ledger, use))
  const adjust = (tenantId: TenantId, amount: number, id: string = crypto.randomUUID(), reason = "by hand") =>
    ledger((all) => all.adjust("root", tenantId, { id, amount, reason }))
  const wallet = (tenantId: TenantId) => ledger((all) => all.wallet(tenantId))
  const allow = (overdraft: number) =>
    storage.run(
      Effect.flatMap(Workspaces, (workspaces) =>
        workspaces.setTerms("root", anna, {
          discountPercent: 0,
          messagePrices: { whatsapp: null, telegram: null, group: null },
          plan: null,
          overdraft
        })
      )
    )

  /** That what is kept is what the transfers come to, and that nothing came from nowhere. */
  const isBalanced = async () => {
    expect(
      await storage.query(`
        select a.tenant_id, a.kind, a.balance, s.sum from ledger_account a, lateral (
          select coalesce(sum(case a.kind when credited then amount when debited then -amount end), 0) as sum
          from ledger_transfer t where t.tenant_id = a.tenant_id) s
        where s.sum <> a.balance`)
    ).toEqual([])
    expect(await storage.query("select sum(balance)::int as sum from ledger_account")).toEqual([{ sum: 0 }])
  }

  it("MO-07: credit is added and taken by hand, told in both logs with old and new", async () => {
    expect(await wallet(anna)).toEqual({ balance: 0, overdraft: 0 })
    expect(await adjust(anna, 30)).toEqual(Option.some({ before: 0, credit: 30 }))
    expect(await adjust(anna, -10)).toEqual(Option.some({ before: 30, credit: 20 }))
    expect(await wallet(anna)).toEqual({ balance: 20, overdraft: 0 })
    const told = {
      action: "user.credit",
      before: { credit: 30 },
      after: { credit: 20 },
      reason: "by hand"
    }
    const list = { search: null, before: null, limit: 1 }
    const own = await storage.run(
      Effect.flatMap(AuditLog, (audit) => audit.list(anna, { ...list, action: null }))
    )
    expect(own.items[0]).toMatchObject({ ...told, actor: "root (platform)" })
    const log = await storage.run(Effect.flatMap(Workspaces, (workspaces) => workspaces.log(list)))
    expect(log.items[0]).toMatchObject({ ...told, actor: "root" })
    expect(Option.isNone(await adjust(TenantId.make(crypto.randomUUID()), 1))).toBe(true)
    await isBalanced()
  })

  it("MO-01: the same id moves once, also when it comes ten times at once, and is nothing else's", async () => {
    const id = crypto.randomUUID()
    const { balance } = await wallet(anna)
    const answers = await storage.race(10, () =>
      Effect.flatMap(Ledger, (all) => all.adjust("root", anna, { id, amount: 5, reason: "paid" }))
    )
    for (const answer of answers)
      expect(answer).toEqual(Option.some({ before: balance, credit: balance + 5 }))
    expect((await wallet(anna)).balance).toBe(balance + 5)
    const taken = { _tag: "CreditRefused", why: "taken" }
    await expect(adjust(anna, 6, id, "paid")).rejects.toMatchObject(taken)
    await expect(adjust(anna, -5, id, "paid")).rejects.toMatchObject(taken)
    await expect(adjust(anna, 5, id, "for something else")).rejects.toMatchObject(taken)
    await expect(adjust(boris, 5, id, "paid")).rejects.toMatchObject({ ...taken, balance: 0 })
    await isBalanced()
  })

  it("MO-01: of a hundred who take at once none takes more than there is and may be owed", async () => {
    await allow(7)
    const { balance } = await wallet(anna)
    const id = crypto.randomUUID()
    await adjust(anna, 100 - balance, id)
    const results = await storage.race(100, () =>
      Effect.flatMap(Ledger, (all) =>
        Effect.result(
          all.adjust("root", anna, { id: crypto.randomUUID(), amount: -3, reason: "one of many" })
        )
      )
    )
    expect(results.filter(({ _tag }) => _tag === "Success")).toHaveLength(35)
    for (const result of results) {
      if (result._tag === "Failure") expect(result.failure).toMatchObject({ why: "short" })
    }
    expect(await wallet(anna)).toEqual({ balance: -5, overdraft: 7 })
    await isBalanced()
    // What is owed already cannot be forbidden.
    await expect(allow(4)).rejects.toMatchObject({ _tag: "OverdraftUsed", owed: 5 })
    await allow(5)
    await expect(adjust(anna, -1)).rejects.toMatchObject({ why: "short", balance: -5 })
    await expect(adjust(anna, 1e15)).resolves.toEqual(Option.some({ before: -5, credit: 1e15 - 5 }))
    await expect(adjust(anna, 6)).rejects.toMatchObject({ why: "full" })
    await adjust(anna, -1e15)
    await isBalanced()
  })

  it("MO-01: terms and changes of credit at the same time wait for each other and never lock up", async () => {
    await allow(90)
    await storage.race(40, (n) =>
      n % 4 === 0
        ? Effect.promise(() => allow(100 + n)).pipe(Effect.asVoid)
        : Effect.flatMap(Ledger, (all) =>
            all.adjust("root", anna, {
              id: crypto.randomUUID(),
              amount: n % 2 === 0 ? 1 : -1,
              reason: "mixed"
            })
          ).pipe(Effect.asVoid)
    )
    await isBalanced()
  })

  it("MO-01: transfers are read newest first, each once, with what was there after it", async () => {
    const pages = await everyPage((before) => ledger((all) => all.transfers(anna, { before, limit: 9 })))
    const found = pages.flat()
    const [rows] = await storage.query<{ n: number }>(
      "select count(*)::int as n from ledger_transfer where tenant_id = $1",
      [anna]
    )
    expect(found).toHaveLength(rows!.n)
    expect(found[0]!.balance).toBe((await wallet(anna)).balance)
    let after = 0
    for (const { amount, balance } of found.toReversed()) {
      after += amount
      expect(balance).toBe(after)
    }
    await expect(ledger((all) => all.transfers(anna, { before: "x", limit: 9 }))).rejects.toMatchObject({
      _tag: "BadCursor"
    })
  })

  it("SE-01: another workspace sees neither wallet nor transfers", async () => {
    expect(await ledger((all) => all.transfers(boris, { before: null, limit: 50 }))).toEqual({
      items: [],
      next: null
    })
    expect(await wallet(boris)).toEqual({ balance: 0, overdraft: 0 })
    const seen = await storage.run(
      Effect.flatMap(TenantSql, ({ sql, within }) =>
        within(
          boris,
          sql`select tenant_id from ledger_transfer union all select tenant_id from ledger_account`
        )
      )
    )
    expect(seen.filter(({ tenant_id }) => tenant_id !== boris)).toEqual([])
  })

  const rights: ReadonlyArray<string> = [
    "insert into ledger_account (tenant_id, kind) values (app_tenant(), 'wallet')",
    "update ledger_account set overdraft = 1000",
    "update ledger_account set balance = 1000",
    "delete from ledger_account",
    `insert into ledger_transfer (id, tenant_id, debited, credited, amount, balance, reason, by, at)
     values (gen_random_uuid(), app_tenant(), 'adjustment', 'wallet', 1, 1, '', '', now())`,
    "update ledger_transfer set amount = 1",
    "delete from ledger_transfer",
    "truncate ledger_transfer",
    "select move_credit(gen_random_uuid(), app_tenant(), 1, 'adjustment', '', '', now())",
    "update tenant set plan = 'Gold'",
    "update tenant set discount_percent = 100",
    "update tenant set status = 'active'"
  ]
  it("MO-01: a workspace's role writes nothing of it, nor its own terms", async () => {
    for (const statement of rights) {
      const tried = storage.run(
        Effect.flatMap(TenantSql, ({ sql, within }) => within(anna, sql.unsafe(statement)))
      )
      await expect(tried, statement).rejects.toMatchObject({
        reason: { cause: { message: expect.stringMatching(/permission denied|the platform alone/) } }
      })
    }
  })

  it("MO-01: even the owner of the tables changes no transfer, and no balance without one", async () => {
    for (const statement of [
      "update ledger_transfer set reason = ''",
      "delete from ledger_transfer",
      "truncate ledger_transfer",
      "update ledger_account set balance = balance + 1",
      `insert into ledger_account (tenant_id, kind, balance) values ('${boris}', 'adjustment', 1)`
    ]) {
      await expect(storage.query(statement), statement).rejects.toMatchObject({
        reason: { cause: { message: expect.stringMatching(/only ever added|transfers alone/) } }
      })
    }
    await isBalanced()
  })
})
