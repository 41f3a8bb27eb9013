import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CustomerId, TenantId } from "../../src/domain/Ids.ts"
import { type CustomerFields, Customers } from "../../src/ports/Customers.ts"
import { auditOf, chatsIn, fields, lastAudit, newsReader, number, stranger } from "./People.ts"
import { received } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const options = { mayHaveSeveral: false, by: "sita" }
const unknown = "0190a000-0000-7000-8000-00000000000a"

describe("customers' numbers and chats, in PostgreSQL", () => {
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
  const audit = (id: string) => storage.run(lastAudit(tenant.tenantId, id))

  it("CU-02: what dashboards show of his chats follows a new name, a new number and his removal, and grows in version", async () => {
    await fresh()
    const { tenantId } = tenant
    const read = await storage.run(newsReader(tenantId))
    const chat = await storage.run(stranger(tenant, aNumber()))
    const group = await storage.run(
      received(tenant, { chatId: `${unknown}@g.us`, chatKind: "group", chatPn: null })
    )
    await storage.run(read)
    const told = async () =>
      chatsIn(await storage.run(read)).map(({ customerUsername, id }) => [id, customerUsername] as const)
    const { id } = await add("first", {}, [String(lastNumber)])
    expect(await told()).toEqual([[chat.conversationId, "first"]])
    await use((c) => c.setChat(tenantId, group.conversationId, { customerId: id }, "sita"))
    expect(await told()).toEqual([[group.conversationId, "first"]])
    await use((c) => c.edit(tenantId, id, 1, { username: "second" }, "sita"))
    expect(new Map(await told())).toEqual(
      new Map([
        [chat.conversationId, "second"],
        [group.conversationId, "second"]
      ])
    )
    expect(await use((c) => c.removeContact(tenantId, id, chat.contactId, "sita"))).toBe(true)
    expect(await told()).toEqual([[chat.conversationId, null]])
    expect(await audit(id)).toMatchObject({
      action: "customer.contact_removed",
      before: { contact: String(lastNumber) }
    })
    expect(await use((c) => c.removeContact(tenantId, id, chat.contactId, "sita"))).toBe(false)
    await use((c) => c.addContact(tenantId, id, number(String(lastNumber)), options))
    expect(await told()).toEqual([[chat.conversationId, "second"]])
    const versions = "select version::int as version from conversation where id = $1"
    const [before] = await storage.query<{ version: number }>(versions, [chat.conversationId])
    expect(await use((c) => c.remove(tenantId, id, "sita"))).toBe(true)
    expect(new Map(await told())).toEqual(
      new Map([
        [chat.conversationId, null],
        [group.conversationId, null]
      ])
    )
    const [after] = await storage.query<{ version: number }>(versions, [chat.conversationId])
    expect(after!.version).toBe(before!.version + 1)
    expect(await audit(id)).toMatchObject({
      action: "customer.removed",
      before: { username: "second", status: "active" }
    })
    expect(await use((c) => c.remove(tenantId, id, "sita"))).toBe(false)
    expect(
      await storage.query("select 1 from message where conversation_id = $1", [chat.conversationId])
    ).toHaveLength(1)
  })

  it("CU-06: where the owner allows several usernames of a number, the next one moves up when the first goes", async () => {
    const digits = aNumber()
    const several = { mayHaveSeveral: true, by: "sita" }
    const first = await add("several1", {}, [digits])
    const second = await use((c) => c.add(tenant.tenantId, fields("several2"), [number(digits)], several))
    const third = await add("several3")
    await use((c) => c.addContact(tenant.tenantId, third.id, number(digits), several))
    const slots = () =>
      storage.query(
        `select cu.username, l.slot from customer_contact l join customer cu on cu.id = l.customer_id
         where cu.username like 'several%' order by l.slot`
      )
    expect(await slots()).toEqual([
      { username: "several1", slot: 0 },
      { username: "several2", slot: 1 },
      { username: "several3", slot: 2 }
    ])
    await use((c) => c.remove(tenant.tenantId, first.id, "sita"))
    expect(await slots()).toMatchObject([{ username: "several2", slot: 0 }, { username: "several3" }])
    await use((c) => c.removeContact(tenant.tenantId, second.id, second.contacts[0]!.id, "sita"))
    expect(await slots()).toEqual([{ username: "several3", slot: 0 }])
  })

  it("CH-06: a LID and a number that are known apart become one person when the owner gives both", async () => {
    const digits = aNumber()
    const lid = `${digits}7@lid`
    const apart = await add("apart", {}, [digits])
    await storage.query("insert into contact (id, tenant_id, lid) values (gen_random_uuid(), $1, $2)", [
      tenant.tenantId,
      lid
    ])
    const both = { ...number(digits), lid }
    const joined = Option.getOrThrow(await use((c) => c.addContact(tenant.tenantId, apart.id, both, options)))
    expect(joined.contacts).toHaveLength(1)
    expect(joined.contacts[0]).toMatchObject(both)
  })

  it("CU-01, CU-03, OR-10: a group belongs to a customer, a chat to a panel, and a direct chat is no group", async () => {
    const { tenantId, panelId } = tenant
    const group = await storage.run(
      received(tenant, { chatId: `${aNumber()}@g.us`, chatKind: "group", chatPn: null, chatTitle: "Team" })
    )
    const direct = await storage.run(stranger(tenant, aNumber()))
    const { id } = await add(`team${lastNumber}`)
    const set = (settings: object, of = group.conversationId) =>
      use((c) => c.setChat(tenantId, of, settings, "sita"))
    expect(await set({ customerId: id, panelId, isSupport: true })).toBe(true)
    expect((await find(id)).chats).toEqual([{ id: group.conversationId, title: "Team" }])
    expect(await audit(group.conversationId)).toMatchObject({
      action: "conversation.changed",
      subject: "Team",
      before: { customerId: null, panelId: null, isSupport: false },
      after: { customerId: id, panelId, isSupport: true }
    })
    expect(await set({ customerId: null })).toBe(true)
    expect((await find(id)).chats).toEqual([])
    expect(await set({ panelId }, direct.conversationId)).toBe(true)
    const refused = (settings: object, of = group.conversationId) =>
      conflict((c) => c.setChat(tenantId, of, settings, "sita"))
    expect(await refused({ isSupport: true }, direct.conversationId)).toBe("NotAGroup")
    expect(await refused({ customerId: id }, direct.conversationId)).toBe("NotAGroup")
    expect(await refused({ customerId: unknown })).toBe("UnknownCustomer")
    expect(await refused({ panelId: unknown })).toBe("UnknownPanel")
    expect(await set({ isSupport: true }, unknown as never)).toBe(false)
  })

  it("CU-10: identities are trusted, changed and distrusted, also before they ever wrote", async () => {
    await fresh()
    const { tenantId } = tenant
    const digits = aNumber()
    const trust = (label: string, getsNotices: boolean) =>
      use((c) => c.trust(tenantId, number(digits), { label, getsNotices }, "sita"))
    const chat = await trust("Sita", true)
    expect(chat).toEqual({
      contactId: chat.contactId,
      label: "Sita",
      address: digits,
      name: null,
      getsNotices: true
    })
    expect(await trust("Sita's phone", true)).toMatchObject({
      contactId: chat.contactId,
      label: "Sita's phone"
    })
    expect(await use((c) => c.adminChats(tenantId))).toHaveLength(1)
    expect(await use((c) => c.distrust(tenantId, chat.contactId, "hari"))).toBe(true)
    expect(await use((c) => c.distrust(tenantId, chat.contactId, "hari"))).toBe(false)
    expect(await use((c) => c.adminChats(tenantId))).toEqual([])
    expect(await storage.run(auditOf(tenantId, chat.contactId))).toMatchObject([
      { action: "contact.trusted", actor: "sita", after: { label: "Sita", getsNotices: true } },
      { action: "contact.changed", before: { label: "Sita" }, after: { label: "Sita's phone" } },
      { action: "contact.distrusted", actor: "hari", before: { label: "Sita's phone", getsNotices: true } }
    ])
  })

  it("SE-01: another tenant's ids do nothing", async () => {
    const [own, digits] = [tenant, aNumber()]
    const { id, contacts } = await add(`mine${digits}`, { memo: "mine" }, [digits])
    const other = await storage.run(smallTenant())
    const tables = ["customer", "customer_contact", "contact", "conversation", "audit_entry"]
    const everything = () =>
      Promise.all(
        tables.map((table) =>
          storage.query(`select * from ${table} where tenant_id = $1 order by 1, 2, 3`, [own.tenantId])
        )
      )
    const before = await everything()
    const of: TenantId = other.tenantId
    const group = await storage.run(
      received(other, { chatId: `${digits}@g.us`, chatKind: "group", chatPn: null })
    )
    expect(Option.isNone(await use((c) => c.find(of, id)))).toBe(true)
    expect(Option.isNone(await use((c) => c.edit(of, id, 1, { memo: "x" }, "x")))).toBe(true)
    expect(Option.isNone(await use((c) => c.addContact(of, id, number(aNumber()), options)))).toBe(true)
    expect(await use((c) => c.setStatus(of, id, "disabled", "x"))).toBe(false)
    expect(await use((c) => c.removeContact(of, id, contacts[0]!.id, "x"))).toBe(false)
    expect(await use((c) => c.remove(of, id, "x"))).toBe(false)
    expect(await use((c) => c.release(of, contacts[0]!.id, "x"))).toBe(false)
    expect(await use((c) => c.distrust(of, contacts[0]!.id, "x"))).toBe(false)
    expect(await conflict((c) => c.setChat(of, group.conversationId, { customerId: id }, "x"))).toBe(
      "UnknownCustomer"
    )
    expect(
      (await use((c) => c.list(of, { status: null, search: null, before: null, limit: 100 }))).items
    ).toEqual([])
    // The same number is somebody else's customer there.
    const there = await use((c) => c.add(of, fields(`mine${digits}`), [number(digits)], options))
    expect(there.contacts[0]!.id).not.toBe(contacts[0]!.id)
    expect(await everything()).toEqual(before)
  })
})
