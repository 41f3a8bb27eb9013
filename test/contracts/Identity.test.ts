import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sender } from "../../src/domain/Inbound.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { holder, inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("who is who, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const sender = (lid: string | null, pn: string | null): Sender => ({
    lid,
    pn,
    telegramId: null,
    name: null
  })
  const store = (fields: Parameters<typeof inbound>[0]) =>
    storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(tenant.tenantId, tenant.whatsapp)
        return Option.getOrThrow(yield* (yield* Inbox).accept(channel, inbound(fields))).conversationId
      })
    )
  const writer = (conversationId: Parameters<Conversations["Service"]["writer"]>[1], from: Sender) =>
    storage.run(
      Effect.flatMap(Conversations, (service) => service.writer(tenant.tenantId, conversationId, from))
    )
  const customer = (username: string, from: Sender) =>
    storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addCustomer({
          tenantId: tenant.tenantId,
          panelId: tenant.panelId,
          username,
          contacts: [from]
        })
      )
    )

  it("CH-06: a LID of the group and a number of the direct chat become one contact when a message shows both", async () => {
    const [lid, pn] = ["201@lid", "201@s.whatsapp.net"]
    const group = await store({ chatId: "20@g.us", chatKind: "group", chatPn: null })
    const direct = await store({ chatId: pn, chatPn: null })
    const inGroup = await writer(group, sender(lid, null))
    const alone = await writer(direct, sender(null, pn))
    expect(alone.contactId).not.toBe(inGroup.contactId)
    const both = await writer(direct, sender(lid, pn))
    expect(await storage.query("select lid, pn from contact where lid = $1 or pn = $2", [lid, pn])).toEqual([
      { lid, pn }
    ])
    for (const from of [sender(lid, null), sender(null, pn), sender(lid, pn)]) {
      expect((await writer(group, from)).contactId).toBe(both.contactId)
    }
    expect(await storage.query("select contact_id as id from conversation where id = $1", [direct])).toEqual([
      { id: both.contactId }
    ])
  })

  it("CH-06: the row that has a customer stays, although it is the younger one", async () => {
    const [lid, pn] = ["202@lid", "202@s.whatsapp.net"]
    const chat = await store({ chatId: lid, chatPn: pn })
    await writer(chat, sender(lid, null))
    await customer("second", sender(null, pn))
    expect(await writer(chat, sender(lid, pn))).toMatchObject({
      customers: [{ username: "second", status: "active" }]
    })
    expect(await storage.query("select 1 from contact where lid = $1 or pn = $2", [lid, pn])).toHaveLength(1)
  })

  it("CH-06, CU-06: two contacts with a customer each become one with both, the older link first", async () => {
    const [lid, pn] = ["203@lid", "203@s.whatsapp.net"]
    const chat = await store({ chatId: lid, chatPn: null })
    await customer("third", sender(lid, null))
    await customer("third_too", sender(null, pn))
    const { customers } = await writer(chat, sender(lid, pn))
    expect(customers.map(({ username }) => username)).toEqual(["third", "third_too"])
    expect(await storage.query("select 1 from contact where lid = $1 or pn = $2", [lid, pn])).toHaveLength(1)
  })

  it("CU-01: in a customer's group everybody writes for him, and who has a username of his own for himself", async () => {
    const group = await store({ chatId: "206@g.us", chatKind: "group", chatPn: null })
    await customer("reseller", sender("206@lid", null))
    await customer("guest", sender("2066@lid", null))
    await storage.query(
      "update conversation set customer_id = (select id from customer where username = 'reseller') where id = $1",
      [group]
    )
    const namesFor = async (from: string) =>
      (await writer(group, sender(from, null))).customers.map(({ username }) => username)
    expect(await namesFor("20666@lid")).toEqual(["reseller"])
    expect(await namesFor("2066@lid")).toEqual(["guest"])
  })

  it("CH-06: a person who changes the number keeps the LID, and with it the customer", async () => {
    const lid = "204@lid"
    await customer("fourth", sender(lid, "204@s.whatsapp.net"))
    const chat = await store({ chatId: lid, chatPn: null })
    expect(await writer(chat, sender(lid, "2044@s.whatsapp.net"))).toMatchObject({
      customers: [{ username: "fourth" }]
    })
    expect(await storage.query("select pn from contact where lid = $1", [lid])).toEqual([
      { pn: "2044@s.whatsapp.net" }
    ])
  })

  it("CH-06: a direct chat is one conversation, in whatever form and order LID and number come", async () => {
    const [lid, pn] = ["205@lid", "205@s.whatsapp.net"]
    const first = await store({ chatId: pn, chatPn: pn })
    expect(await store({ chatId: lid, chatPn: pn })).toBe(first)
    // The number alone, because the session does not know its LID any more.
    expect(await store({ chatId: pn, chatPn: pn })).toBe(first)
    expect(await store({ chatId: pn, chatPn: null })).toBe(first)
    expect(await store({ chatId: lid, chatPn: null })).toBe(first)
    expect(
      await storage.query("select chat_id, chat_pn, unread from conversation where id = $1", [first])
    ).toEqual([{ chat_id: lid, chat_pn: pn, unread: 5 }])
    const [otherLid, otherPn] = ["206@lid", "206@s.whatsapp.net"]
    const second = await store({ chatId: otherLid, chatPn: otherPn })
    expect(await store({ chatId: otherPn, chatPn: null })).toBe(second)
    expect(second).not.toBe(first)
  })

  it("CH-06, CU-01: a customer who is switched off is known, and not active", async () => {
    const from = sender("207@lid", null)
    await customer("seventh", from)
    await storage.query("update customer set status = 'disabled' where username = 'seventh'")
    const chat = await store({ chatId: "207@lid", chatPn: null })
    expect(await writer(chat, from)).toMatchObject({
      customers: [{ username: "seventh", status: "disabled" }]
    })
  })
})
