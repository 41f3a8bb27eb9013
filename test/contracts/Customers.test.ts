import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Customer } from "../../src/domain/Customer.ts"
import type { ContactId, CustomerId, PanelId } from "../../src/domain/Ids.ts"
import { Conduct } from "../../src/ports/Conduct.ts"
import { type CustomerFields, type CustomerQuery, Customers } from "../../src/ports/Customers.ts"
import { BadCursor } from "../../src/ports/Desk.ts"
import { auditOf, fields, lastAudit, number, stranger } from "./People.ts"
import { everyPage } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const options = { mayHaveSeveral: false, by: "sita" }
const unknown = "0190a000-0000-7000-8000-00000000000a"

describe("customers, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let lastNumber = 9_779_600_000_000
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const fresh = async () => {
    tenant = await storage.run(smallTenant())
  }
  const aNumber = () => String(++lastNumber)
  const use = <A, E>(asked: (service: Customers["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Customers, asked))
  const add = (username: string, more: Partial<CustomerFields> = {}, numbers: ReadonlyArray<string> = []) =>
    use((c) => c.add(tenant.tenantId, fields(username, more), numbers.map(number), options))
  const conflict = async (
    asked: (service: Customers["Service"]) => Effect.Effect<unknown, { reason: string }>
  ) => (await use((c) => Effect.flip(asked(c)))).reason
  const find = async (id: CustomerId) => Option.getOrThrow(await use((c) => c.find(tenant.tenantId, id)))
  const numbersOf = (customer: Customer) => customer.contacts.map(({ pn }) => pn?.split("@", 1)[0])
  const audit = (id: string) => storage.run(lastAudit(tenant.tenantId, id))
  const query = (more: Partial<CustomerQuery> = {}): CustomerQuery => ({
    status: null,
    search: null,
    before: null,
    limit: 100,
    ...more
  })
  const list = (more: Partial<CustomerQuery> = {}) => use((c) => c.list(tenant.tenantId, query(more)))

  it("CU-01, CU-02: a customer is added with everything the owner knows, and audited", async () => {
    const [one, two] = [aNumber(), aNumber()]
    const { panelId } = tenant
    const set = {
      userId: "12",
      email: "r@x.co",
      panelId,
      memo: "pays late",
      language: "bn",
      isAutoSuspended: false
    }
    const added = await add("Ravi77", set, [one, two])
    expect(added).toMatchObject({
      username: "Ravi77",
      ...set,
      status: "active",
      suspension: null,
      chats: [],
      version: 1
    })
    expect(numbersOf(added)).toEqual([one, two])
    expect(added.contacts[0]).toMatchObject({ linkedBy: "owner", lid: null, telegramId: null, name: null })
    expect(Math.abs(Date.now() - added.createdAt)).toBeLessThan(60_000)
    expect(await find(added.id)).toEqual(added)
    expect(await audit(added.id)).toMatchObject({
      actor: "sita",
      action: "customer.added",
      subject: "Ravi77",
      before: null,
      after: { username: "Ravi77", ...set, contacts: [one, two] }
    })
  })

  it("CU-02: a username and a number belong to one customer, and a panel must be the tenant's", async () => {
    const taken = aNumber()
    const holder = await add("holder", {}, [taken])
    const other = await storage.run(smallTenant())
    const { tenantId } = tenant
    const made = (
      username: string,
      more: Partial<CustomerFields> = {},
      numbers: ReadonlyArray<string> = []
    ) => conflict((c) => c.add(tenantId, fields(username, more), numbers.map(number), options))
    expect(await made("HOLDER")).toBe("UsernameTaken")
    expect(await made("next", {}, [aNumber(), taken])).toBe("AddressTaken")
    expect(await made("next", { panelId: other.panelId })).toBe("UnknownPanel")
    expect(await made("next", { panelId: unknown as PanelId })).toBe("UnknownPanel")
    expect((await list({ search: "next" })).items).toEqual([])
    const second = await add("second")
    expect(await conflict((c) => c.edit(tenantId, second.id, 1, { username: "Holder" }, "sita"))).toBe(
      "UsernameTaken"
    )
    expect(await conflict((c) => c.edit(tenantId, second.id, 1, { panelId: other.panelId }, "sita"))).toBe(
      "UnknownPanel"
    )
    expect(await conflict((c) => c.addContact(tenantId, second.id, number(taken), options))).toBe(
      "AddressTaken"
    )
    expect(numbersOf(await find(holder.id))).toEqual([taken])
  })

  it("CU-02: an edit is audited with old and new values of what changed, and refused when somebody was quicker", async () => {
    const { id } = await add("edited", { memo: "old" })
    const edit = (version: number, what: Partial<CustomerFields>) =>
      use((c) => c.edit(tenant.tenantId, id, version, what, "hari"))
    expect(Option.getOrThrow(await edit(1, { memo: "new", email: "e@x.co" }))).toMatchObject({
      memo: "new",
      version: 2
    })
    expect(await audit(id)).toMatchObject({
      actor: "hari",
      action: "customer.changed",
      before: { memo: "old", email: null },
      after: { memo: "new", email: "e@x.co" }
    })
    expect(await conflict((c) => c.edit(tenant.tenantId, id, 1, { memo: "late" }, "sita"))).toBe("Changed")
    expect(Option.getOrThrow(await edit(2, { memo: "new" })).version).toBe(2)
    expect(await storage.run(auditOf(tenant.tenantId, id))).toHaveLength(2)
    expect(Option.isNone(await use((c) => c.edit(tenant.tenantId, unknown as CustomerId, 1, {}, "x")))).toBe(
      true
    )
  })

  it("CU-02: the list is sorted by username, goes on without a gap or a repeat and counts by status", async () => {
    await fresh()
    const names = ["b_2", "A1", "c", "a2", "B1", "é", "9"]
    for (const name of names) await add(name)
    const pages = await everyPage((before) => list({ before, limit: 3 }))
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    const shown = pages.flat().map(({ username }) => username)
    expect(new Set(shown)).toEqual(new Set(names))
    expect(shown.filter((name) => /^[a-c]/i.test(name))).toEqual(
      ["A1", "a2", "B1", "b_2", "c"].toSorted((a, b) => shown.indexOf(a) - shown.indexOf(b))
    )
    expect(shown.indexOf("A1")).toBeLessThan(shown.indexOf("a2"))
    expect(shown.indexOf("a2")).toBeLessThan(shown.indexOf("B1"))
    const { items } = await list({ search: "A1" })
    await use((c) => c.setStatus(tenant.tenantId, items[0]!.id, "disabled", "sita"))
    expect((await list({ status: "active", limit: 1 })).counts).toEqual({
      all: 7,
      active: 6,
      disabled: 1,
      suspended: 0
    })
    expect((await list({ status: "disabled" })).items.map(({ username }) => username)).toEqual(["A1"])
    for (const before of [
      "x",
      Buffer.from('["a"]').toString("base64url"),
      Buffer.from('["a","b"]').toString("base64url")
    ]) {
      expect(await use((c) => Effect.flip(c.list(tenant.tenantId, query({ before }))))).toBeInstanceOf(
        BadCursor
      )
    }
  })

  it("CU-02: a customer is found by name, e-mail, number, Telegram id and memo, and % and _ are letters", async () => {
    await fresh()
    const digits = aNumber()
    await add("rahim_smm", { email: "boss@shop.co", memo: "gets 50% off" }, [digits])
    await add("sita", { userId: "4711" })
    await use((c) =>
      c.add(tenant.tenantId, fields("tele"), [{ lid: null, pn: null, telegramId: "777000111" }], options)
    )
    const names = async (search: string) => (await list({ search })).items.map(({ username }) => username)
    for (const search of [
      "him_S",
      "BOSS@",
      digits,
      `+${digits.slice(0, 3)} ${digits.slice(3)}`,
      digits.slice(-5),
      "50%"
    ]) {
      expect(await names(search), search).toEqual(["rahim_smm"])
    }
    expect(await names("4711")).toEqual(["sita"])
    expect(await names("777000")).toEqual(["tele"])
    expect(await names("_")).toEqual(["rahim_smm"])
    expect(await names("nobody")).toEqual([])
    expect((await list({ search: "sita" })).counts.all).toBe(1)
  })

  it("CU-08: enabling ends a suspension and the waits of his numbers; both were in the list of the silenced", async () => {
    await fresh()
    const { tenantId } = tenant
    const { contactId } = await storage.run(stranger(tenant, aNumber()))
    const digits = String(lastNumber)
    const { id } = await add("noisy", {}, [digits])
    const now = Date.now()
    const limit = { limit: 0, windowSeconds: 60, blockSeconds: 600 }
    const note = (kind: "command" | "unregistered", of: ContactId) =>
      storage.run(Effect.flatMap(Conduct, (conduct) => conduct.note(tenantId, of, kind, 1, now, limit)))
    await note("command", contactId)
    await note("unregistered", contactId)
    const alone = (await storage.run(stranger(tenant, aNumber()))).contactId
    await note("command", alone)
    await storage.run(
      Effect.flatMap(Conduct, (conduct) => conduct.suspend(tenantId, id, "Abusive words", now - 5_000))
    )
    expect(await find(id)).toMatchObject({
      status: "suspended",
      suspension: { at: now - 5_000, reason: "Abusive words" }
    })
    const silenced = (at = now) => use((c) => c.silenced(tenantId, at))
    const wait = { reason: "Too many commands in a short time", since: now, until: now + 600_000 }
    expect(await silenced()).toEqual([
      { customerId: id, contactId, who: `${digits} · Stranger`, ...wait },
      { customerId: null, contactId: alone, who: `${lastNumber} · Stranger`, ...wait },
      {
        customerId: id,
        contactId: null,
        who: "noisy",
        reason: "Abusive words",
        since: now - 5_000,
        until: null
      }
    ])
    expect(await silenced(now + 600_000)).toHaveLength(1)
    expect(await use((c) => c.setStatus(tenantId, id, "active", "sita"))).toBe(true)
    expect(await find(id)).toMatchObject({ status: "active", suspension: null })
    expect(await audit(id)).toMatchObject({
      action: "customer.enabled",
      before: { status: "suspended", suspension: "Abusive words", waits: ["command"] },
      after: { status: "active" }
    })
    expect(await silenced()).toMatchObject([{ contactId: alone }])
    expect(await use((c) => c.release(tenantId, alone, "sita"))).toBe(true)
    expect(await silenced()).toEqual([])
    expect(await audit(alone)).toMatchObject({
      action: "contact.released",
      subject: String(lastNumber),
      actor: "sita"
    })
    await storage.run(
      Effect.flatMap(Conduct, (conduct) => conduct.note(tenantId, null, "lookup", 1, now, limit))
    )
    const [all] = await silenced()
    expect(all).toMatchObject({
      customerId: null,
      who: "Everybody who is not registered",
      until: now + 600_000
    })
    expect(await use((c) => c.release(tenantId, all!.contactId!, "sita"))).toBe(true)
    expect(await silenced()).toEqual([])
    expect(await use((c) => c.release(tenantId, unknown as ContactId, "sita"))).toBe(false)
    expect(await use((c) => c.setStatus(tenantId, unknown as CustomerId, "active", "sita"))).toBe(false)
  })
})
