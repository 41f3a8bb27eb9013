import { Effect, Option } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { ConversationId } from "../../src/domain/Ids.ts"
import type { Inbound, Sender } from "../../src/domain/Inbound.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { Takeovers } from "../../src/ports/Takeovers.ts"
import { auditOf, chatsIn, fields, newsReader, number } from "./People.ts"
import { holder, inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const sita = { id: "0190a000-0000-7000-8000-0000000000aa" as never, name: "Sita" }

describe("CH-06: one person is one contact and one chat, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let last = 9_779_700_000_000
  let lid: string
  let pn: string
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  beforeEach(() => {
    lid = `${++last}@lid`
    pn = `${last}@s.whatsapp.net`
  })
  afterAll(() => storage.close())

  const from = (own: string | null, phone: string | null): Sender => ({
    lid: own,
    pn: phone,
    telegramId: null,
    name: null
  })
  const byLid = (): Partial<Inbound> => ({ chatId: lid, chatPn: null, sender: from(lid, null) })
  const byNumber = (): Partial<Inbound> => ({ chatId: pn, chatPn: null, sender: from(null, pn) })
  const byBoth = (): Partial<Inbound> => ({ chatId: lid, chatPn: pn, sender: from(lid, pn) })
  const accept = (message: Partial<Inbound>, process = 0) =>
    storage.processes[process]!.runPromise(
      Effect.gen(function* () {
        const channel = yield* holder(tenant.tenantId, tenant.whatsapp)
        return Option.getOrNull(yield* (yield* Inbox).accept(channel, inbound(message)))
      })
    )
  const write = async (message: Partial<Inbound>) => (await accept(message))!
  /** The message is stored and its writer is looked for, as its chat's actor does. */
  const hear = async (message: Partial<Inbound>) => {
    const stored = await write(message)
    const writer = await storage.run(
      Effect.flatMap(Conversations, (all) =>
        all.writer(tenant.tenantId, stored.conversationId, inbound(message).sender)
      )
    )
    return { ...stored, writer }
  }
  const chats = () =>
    storage.query<{ id: ConversationId; chat_id: string; chat_pn: string; unread: number; controller: string }>(
      "select id, chat_id, chat_pn, unread, controller from conversation where chat_id in ($1, $2) or chat_pn = $2",
      [lid, pn]
    )
  const contacts = () =>
    storage.query("select lid, pn from contact where lid = $1 or pn = $2", [lid, pn])
  const texts = async (id: ConversationId) =>
    (
      await storage.query<{ text: string }>("select text from message where conversation_id = $1 order by id", [id])
    ).map(({ text }) => text)
  const customer = (username: string, address: Pick<Sender, "lid" | "pn" | "telegramId">) =>
    storage.run(
      Effect.flatMap(Customers, (all) =>
        all.add(tenant.tenantId, fields(username), [address], { mayHaveSeveral: false, by: "sita" })
      )
    )
  const unite = () =>
    storage.run(Effect.flatMap(Conversations, (all) => all.unite(tenant.tenantId, lid, pn)))

  it.each([
    ["a message that shows both", async () => void (await hear({ ...byBoth(), text: "third" }))],
    ["a message of a group that shows both", async () => {
      const group = { chatId: `${last}@g.us`, chatKind: "group", chatPn: null } as const
      await hear({ ...group, sender: from(lid, pn) })
    }],
    ["the network's word, without any message", unite]
  ])("two chats with everything in them become one by %s", async (_, learn) => {
    const first = await hear({ ...byLid(), text: "first" })
    const second = await hear({ ...byNumber(), text: "second" })
    expect(second.conversationId).not.toBe(first.conversationId)
    expect(second.writer.contactId).not.toBe(first.writer.contactId)
    const news = await storage.run(newsReader(tenant.tenantId))
    await storage.run(news)
    await learn()
    expect(await contacts()).toEqual([{ lid, pn }])
    const [chat, ...others] = await chats()
    expect(others).toEqual([])
    expect(chat).toMatchObject({ id: first.conversationId, chat_id: lid, chat_pn: pn })
    const said = await texts(first.conversationId)
    expect(said.slice(0, 2)).toEqual(["first", "second"])
    expect(chat!.unread).toBe(said.length)
    // Dashboards let go of the other chat.
    expect(chatsIn(await storage.run(news)).flatMap(({ replaces }) => replaces ?? [])).toEqual([second.conversationId])
    // Under whichever address he writes now, it is this chat and this contact.
    for (const message of [byLid(), byNumber(), byBoth()]) {
      const { conversationId, writer } = await hear(message)
      expect([conversationId, writer.contactId]).toEqual([first.conversationId, writer.contactId])
    }
    expect(await chats()).toHaveLength(1)
  })

  it("what nobody has read stays unread, exactly, and reading on counts down to nothing", async () => {
    const a = await write({ ...byLid(), text: "1" })
    await write({ ...byNumber(), text: "2" })
    const b = await write({ ...byLid(), text: "3" })
    await storage.run(Effect.flatMap(Desk, (desk) => desk.markSeen(tenant.tenantId, a.conversationId, b.messageId)))
    await write({ ...byNumber(), text: "4" })
    await unite()
    const unread = async () => (await chats())[0]!.unread
    // Two of the number's chat; the LID's were read.
    expect(await unread()).toBe(2)
    const [counted] = await storage.query<{ n: number }>(
      `select count(*)::int as n from message m join conversation c on c.id = m.conversation_id
       where c.id = $1 and m.direction = 'in' and m.id > coalesce(c.seen_id, '00000000-0000-0000-0000-000000000000')`,
      [a.conversationId]
    )
    expect(counted!.n).toBe(2)
    const newest = await write({ ...byNumber(), text: "5" })
    expect(await unread()).toBe(3)
    await storage.run(
      Effect.flatMap(Desk, (desk) => desk.markSeen(tenant.tenantId, a.conversationId, newest.messageId))
    )
    expect(await unread()).toBe(0)
  })

  it("LD-02: a person keeps the chat he took, and what the bot had not sent in the other is not sent", async () => {
    const mine = await write(byLid())
    const theirs = await hear({ ...byNumber(), text: "492007588 cancel" })
    const reply = (causeId: typeof mine.messageId, channelId = tenant.whatsapp, conversationId = mine.conversationId) =>
      storage.run(
        Effect.flatMap(Outbox, (outbox) =>
          outbox.reply({
            tenantId: tenant.tenantId,
            channelId,
            conversationId,
            causeId,
            parts: ["Cancelled"],
            quotedId: null,
            at: Date.now()
          } as never)
        )
      )
    await storage.run(
      Effect.flatMap(Takeovers, (all) =>
        all.takeOver(tenant.tenantId, mine.conversationId, sita, { isForced: false, until: null, now: Date.now() })
      )
    )
    await reply(theirs.messageId)
    await unite()
    expect((await chats()).map(({ controller }) => controller)).toEqual(["human"])
    const stages = () =>
      storage.query("select stage from message where conversation_id = $1 and direction = 'out'", [mine.conversationId])
    expect(await stages()).toEqual([{ stage: "failed" }])
    // Answered is answered: the bot does not begin anew, and nothing of what comes is sent.
    expect(await reply(theirs.messageId)).toBe(false)
    expect(await reply(mine.messageId)).toBe(true)
    expect(await stages()).toEqual([{ stage: "failed" }, { stage: "failed" }])
  })

  it("RT-02: a message that came under both addresses is answered once", async () => {
    const one = await write({ ...byLid(), networkId: `SAME${last}` })
    const same = await write({ ...byNumber(), networkId: `SAME${last}` })
    expect(same.messageId).not.toBe(one.messageId)
    await unite()
    const open = await storage.query("select id from message where conversation_id = $1 and stage = 'received'", [
      one.conversationId
    ])
    expect(open).toEqual([{ id: one.messageId }])
    expect(await texts(one.conversationId)).toHaveLength(2)
    expect(await accept({ ...byBoth(), networkId: `SAME${last}` })).toBeNull()
  })

  it("who still works on the other chat finds the one it has become", async () => {
    await hear(byLid())
    const gone = await hear(byNumber())
    await unite()
    const found = await storage.run(
      Effect.gen(function* () {
        const all = yield* Conversations
        const writer = yield* all.writer(tenant.tenantId, gone.conversationId, from(null, pn))
        return { writer, record: yield* all.load(tenant.tenantId, gone.conversationId) }
      })
    )
    expect(found.writer.chat.controller).toBe("bot")
    expect(Option.getOrThrow(found.record)).toMatchObject({ chatId: lid, kind: "direct" })
  })

  describe("of what limits him the stricter stays", () => {
    const switched = async (on: "lid" | "pn", column: string, value: string) => {
      await hear(byLid())
      await hear(byNumber())
      await storage.query(`update conversation set ${column} = ${value} where chat_id = $1`, [on === "lid" ? lid : pn])
      await unite()
      return (await storage.query<Record<string, unknown>>(`select ${column} as value from conversation where chat_id = $1`, [lid]))[0]!["value"]
    }
    it.each([
      ["lid", "is_silent", "true", true],
      ["pn", "is_silent", "true", true],
      ["pn", "is_provider", "true", true],
      ["lid", "is_marketing", "false", false],
      ["pn", "is_marketing", "false", false],
      ["pn", "controller", "'paused'", "paused"],
      ["pn", "controller", "'human'", "human"]
    ] as const)("of the %s's chat: %s = %s", async (on, column, value, expected) => {
      expect(await switched(on, column, value)).toBe(expected)
    })

    it("his waits and counts of both, the longest wait of all", async () => {
      const a = await hear(byLid())
      const b = await hear(byNumber())
      const count = (id: string, n: number, until: string) =>
        storage.query(
          `insert into conduct (tenant_id, contact_id, kind, since, count, blocked_until)
           values ($1, $2, 'command', now(), $3, now() + $4::interval)`,
          [tenant.tenantId, id, n, until]
        )
      await count(a.writer.contactId, 2, "1 hour")
      await count(b.writer.contactId, 3, "5 hours")
      await unite()
      expect(
        await storage.query(
          `select count, blocked_until > now() + interval '4 hours' as long from conduct
           where contact_id in ($1, $2)`,
          [a.writer.contactId, b.writer.contactId]
        )
      ).toEqual([{ count: 5, long: true }])
    })

    it("CU-06: two customers stay both, the owner is told, and who is suspended under one name is not served under the other", async () => {
      const good = await customer(`good${last}`, from(lid, null))
      const bad = await customer(`bad${last}`, number(String(last)))
      await storage.query(
        "update customer set status = 'suspended', suspended_at = now(), suspended_reason = 'abuse' where id = $1",
        [bad.id]
      )
      const { writer } = await hear(byBoth())
      expect(writer.customers.map(({ status, username }) => [username, status])).toEqual([
        [`good${last}`, "suspended"],
        [`bad${last}`, "suspended"]
      ])
      const told = await storage.run(auditOf(tenant.tenantId, writer.contactId))
      expect(told.at(-1)).toMatchObject({
        action: "contact.merged",
        actor: "system",
        after: { usernames: [`bad${last}`, `good${last}`] }
      })
      expect((await storage.run(auditOf(tenant.tenantId, good.id))).at(-1)).toMatchObject({
        action: "customer.suspended",
        reason: `The same person as bad${last}, who is suspended`
      })
      await expect
        .poll(() => storage.query("select level from log_line where text like $1", [`bad${last} and good${last} %`]))
        .toEqual([{ level: "warn" }])
    })

    it("one customer who has both addresses stays one, with one link", async () => {
      const both = await customer(`both${last}`, from(lid, null))
      await storage.run(
        Effect.flatMap(Customers, (all) =>
          all.addContact(tenant.tenantId, both.id, number(String(last)), { mayHaveSeveral: false, by: "sita" })
        )
      )
      await unite()
      expect(await storage.query("select slot from customer_contact where customer_id = $1", [both.id])).toEqual([
        { slot: 0 }
      ])
      expect(await contacts()).toEqual([{ lid, pn }])
    })

    it("a trusted identity stays trusted, with the third address that only the other had", async () => {
      const a = await hear(byLid())
      await hear(byNumber())
      await storage.query(
        "update contact set trusted_as = 'Boss', gets_notices = true, telegram_id = $2 where pn = $1",
        [pn, `tg${last}`]
      )
      await customer(`owner${last}`, from(lid, null))
      await unite()
      expect(
        await storage.query("select id, trusted_as, gets_notices, telegram_id from contact where lid = $1", [lid])
      ).toEqual([{ id: a.writer.contactId, trusted_as: "Boss", gets_notices: true, telegram_id: `tg${last}` }])
    })

    it("of two registrations that wait the younger goes on and none is lost", async () => {
      const a = await hear(byLid())
      const b = await hear(byNumber())
      const register = (id: string, username: string, at: string) =>
        storage.query(
          `insert into registration (id, tenant_id, contact_id, username, proof, state, asked_at)
           values (gen_random_uuid(), $1, $2, $3, 'approval', 'waiting', now() - $4::interval)`,
          [tenant.tenantId, id, username, at]
        )
      await register(a.writer.contactId, "older", "1 hour")
      await register(b.writer.contactId, "younger", "1 minute")
      await unite()
      expect(
        await storage.query(
          "select username, state from registration where contact_id in ($1, $2) order by username",
          [a.writer.contactId, b.writer.contactId]
        )
      ).toEqual([
        { username: "older", state: "expired" },
        { username: "younger", state: "waiting" }
      ])
    })
  })

  it("a person whom nobody has met is not made by the network's word", async () => {
    await unite()
    expect(await contacts()).toEqual([])
    await hear(byNumber())
    await unite()
    expect(await contacts()).toEqual([{ lid, pn }])
  })

  it("in a race of messages under both addresses and the network's word nothing is lost, doubled or left apart", async () => {
    for (let round = 0; round < 12; round++) {
      lid = `${++last}@lid`
      pn = `${last}@s.whatsapp.net`
      if (round % 3 === 1) await write(byLid())
      if (round % 3 === 2) await write(byNumber())
      const before = round % 3 === 0 ? 0 : 1
      const stored = await Promise.all([
        accept({ ...byNumber(), text: "a" }, 0),
        accept({ ...byBoth(), text: "b" }, 1),
        accept({ ...byNumber(), text: "c" }, 1),
        accept({ ...byLid(), text: "d" }, 0),
        round % 2 === 0 ? unite() : null
      ])
      expect(stored.slice(0, 4).every((one) => one !== null)).toBe(true)
      // The next message finds them together at the latest.
      await hear(byBoth())
      const all = await chats()
      expect(all.map(({ chat_id, chat_pn }) => [chat_id, chat_pn])).toEqual([[lid, pn]])
      const said = await texts(all[0]!.id)
      expect(said).toHaveLength(before + 5)
      expect(all[0]!.unread).toBe(said.length)
      expect(await contacts()).toHaveLength(1)
    }
  })

  it("SE-01: another workspace's chats of the same person are left alone", async () => {
    await hear(byLid())
    await hear(byNumber())
    const other = await storage.run(smallTenant())
    await storage.run(Effect.flatMap(Conversations, (all) => all.unite(other.tenantId, lid, pn)))
    expect(await chats()).toHaveLength(2)
    expect(await contacts()).toHaveLength(2)
  })
})
