import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CustomerId } from "../../src/domain/Ids.ts"
import { Customers, type ImportedCustomer } from "../../src/ports/Customers.ts"
import { auditOf, chatsIn, fields, newsReader, number, stranger } from "./People.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("lists of customers, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let lastNumber = 9_779_500_000_000
  beforeAll(async () => {
    storage = await openStorage(2)
  })
  afterAll(() => storage.close())

  const fresh = async () => {
    tenant = await storage.run(smallTenant())
  }
  const aNumber = () => String(++lastNumber)
  const row = (line: number, username: string, more: Partial<ImportedCustomer> = {}): ImportedCustomer => ({
    line,
    username,
    userId: null,
    email: null,
    panelId: null,
    memo: "",
    language: null,
    contacts: [],
    ...more
  })
  const importing = (rows: ReadonlyArray<ImportedCustomer>, isDry = false, mayHaveSeveral = false) =>
    Effect.flatMap(Customers, (c) => c.import(tenant.tenantId, rows, { mayHaveSeveral, isDry, by: "sita" }))
  const bring = (...asked: Parameters<typeof importing>) => storage.run(importing(...asked))
  const add = (username: string, numbers: ReadonlyArray<string> = [], more: object = {}) =>
    storage.run(
      Effect.flatMap(Customers, (c) =>
        c.add(tenant.tenantId, fields(username, more), numbers.map(number), {
          mayHaveSeveral: false,
          by: "sita"
        })
      )
    )
  const tables = ["customer", "customer_contact", "contact", "audit_entry"]
  const everything = () =>
    Promise.all(
      tables.map((table) =>
        storage.query(`select * from ${table} where tenant_id = $1 order by 1, 2, 3`, [tenant.tenantId])
      )
    )
  const read = async (search: string) => {
    const { items } = await storage.run(
      Effect.flatMap(Customers, (c) =>
        c.list(tenant.tenantId, { status: null, search, before: null, limit: 9 })
      )
    )
    return items.map(({ contacts, ...customer }) => ({
      ...customer,
      numbers: contacts.map(({ pn }) => pn?.split("@", 1)[0])
    }))
  }

  it("CU-02: a list adds and changes, keeps what its cells leave blank, and says so beforehand without doing it", async () => {
    await fresh()
    const [old, fresh1, fresh2] = [aNumber(), aNumber(), aNumber()]
    const known = await add("Known", [old], { memo: "kept", email: "old@x.co" })
    await add("same", [], { userId: "9" })
    const rows = [
      row(2, "known", { email: "new@x.co", contacts: [number(old), number(fresh1)] }),
      row(3, "added", { memo: "new", panelId: tenant.panelId, language: "bn", contacts: [number(fresh2)] }),
      row(4, "SAME", { userId: "9" })
    ]
    const before = await everything()
    const expected = { added: 1, changed: 1, unchanged: 1, problems: [] }
    expect(await bring(rows, true)).toEqual(expected)
    expect(await everything()).toEqual(before)
    expect(await bring(rows)).toEqual(expected)
    expect(await read("known")).toMatchObject([
      { username: "Known", email: "new@x.co", memo: "kept", numbers: [old, fresh1], version: 2 }
    ])
    expect(await read("added")).toMatchObject([
      { memo: "new", panelId: tenant.panelId, language: "bn", numbers: [fresh2], isAutoSuspended: true }
    ])
    expect((await storage.run(auditOf(tenant.tenantId, known.id))).at(-1)).toMatchObject({
      actor: "sita",
      action: "customer.changed",
      reason: "import",
      before: { email: "old@x.co" },
      after: { email: "new@x.co", contacts: [fresh1] }
    })
    const again = await everything()
    expect(await bring(rows)).toEqual({ added: 0, changed: 0, unchanged: 3, problems: [] })
    expect(await everything()).toEqual(again)
  })

  it("CU-02, CU-06: lines with problems change nothing, and each problem says what to do", async () => {
    await fresh()
    const [held, twice] = [aNumber(), aNumber()]
    await add("holder", [held])
    const rows = [
      row(2, "first", { contacts: [number(twice)] }),
      row(3, "FIRST", { memo: "again" }),
      row(4, "second", { contacts: [number(held)] }),
      row(5, "third", { contacts: [number(twice)] }),
      row(6, "fourth")
    ]
    const result = await bring(rows)
    expect(result).toMatchObject({ added: 2, changed: 0, unchanged: 0 })
    expect(result.problems).toEqual([
      { line: 3, text: "FIRST is in line 2 already. Keep one of the two lines." },
      {
        line: 4,
        text: `${held} belongs to holder. Take it from that customer first, or remove it from this line.`
      },
      {
        line: 5,
        text: `${twice} is in line 2 already. A number belongs to one customer: remove it from one of the lines.`
      }
    ])
    expect((await read("first")).map(({ memo, numbers }) => [memo, numbers])).toEqual([["", [twice]]])
    expect(await read("second")).toEqual([])
    // Where the owner allows several usernames of a number, these are none.
    const several = await bring(rows.slice(2), false, true)
    expect(several).toEqual({ added: 2, changed: 0, unchanged: 1, problems: [] })
    expect(
      await storage.query(
        `select cu.username, l.slot from customer_contact l join contact ct on ct.id = l.contact_id
           join customer cu on cu.id = l.customer_id where ct.pn = $1 order by l.slot`,
        [`${twice}@s.whatsapp.net`]
      )
    ).toEqual([
      { username: "first", slot: 0 },
      { username: "third", slot: 1 }
    ])
  })

  it("CU-02: chats of imported numbers show the username at once", async () => {
    await fresh()
    const chat = await storage.run(stranger(tenant, aNumber()))
    const news = await storage.run(newsReader(tenant.tenantId))
    await bring([row(2, "ravi", { contacts: [number(String(lastNumber))] })])
    expect(chatsIn(await storage.run(news))).toMatchObject([
      { id: chat.conversationId, customerUsername: "ravi" }
    ])
  })

  it("CU-02: 10,000 lines are one transaction of seconds, and two processes that import them at once add each line once", async () => {
    await fresh()
    const first = lastNumber
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      row(n + 2, `bulk${n}`, { contacts: [number(aNumber())] })
    )
    const started = performance.now()
    const results = await storage.race(2, () => importing(rows))
    const seconds = (performance.now() - started) / 1_000
    console.log(`two imports of 10,000 lines at once: ${seconds.toFixed(1)} s`)
    expect(results.map(({ added }) => added).toSorted((a, b) => a - b)).toEqual([0, 10_000])
    expect(results.map(({ unchanged }) => unchanged).toSorted((a, b) => a - b)).toEqual([0, 10_000])
    const [counts] = await storage.query(
      `select (select count(*)::int from customer where tenant_id = $1) as customers,
        (select count(*)::int from customer_contact where tenant_id = $1) as links,
        (select count(*)::int from contact where tenant_id = $1 and pn > $2) as contacts,
        (select count(*)::int from audit_entry where tenant_id = $1) as entries`,
      [tenant.tenantId, `${first}@`]
    )
    expect(counts).toEqual({ customers: 10_000, links: 10_000, contacts: 10_000, entries: 10_000 })
    expect(seconds).toBeLessThan(25)
  })

  it("SE-01: a list cannot touch another tenant's customers of the same name", async () => {
    await fresh()
    const digits = aNumber()
    const mine = await add("shared", [digits], { memo: "mine" })
    const before = await everything()
    const own = tenant
    await fresh()
    expect(await bring([row(2, "shared", { memo: "theirs", contacts: [number(digits)] })])).toMatchObject({
      added: 1
    })
    expect((await read("shared"))[0]!.id satisfies CustomerId).not.toBe(mine.id)
    await bring([row(2, "astray", { panelId: own.panelId }), row(3, "shared", { panelId: own.panelId })])
    expect((await read("astray")).map(({ panelId }) => panelId)).toEqual([null])
    expect((await read("shared")).map(({ panelId }) => panelId)).toEqual([null])
    tenant = own
    expect(await everything()).toEqual(before)
  })
})
