import { Effect, Option } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { Takeovers } from "../../src/ports/Takeovers.ts"
import { chatsIn, newsReader } from "./People.ts"
import { smallTenant } from "./TestStorage.ts"
import { sender, TwoAddresses } from "./TwoAddresses.ts"

const sita = { id: "0190a000-0000-7000-8000-0000000000aa" as never, name: "Sita" }

describe("CH-06: one person is one contact and one chat, in PostgreSQL", () => {
  let person: TwoAddresses
  beforeAll(async () => {
    person = await TwoAddresses.open(9_779_700_000_000)
  })
  beforeEach(() => person.next())
  afterAll(() => person.close())

  it.each([
    [
      "a message that shows both",
      async () => void (await person.hear({ ...person.byBoth(), text: "third" }))
    ],
    [
      "a message of a group that shows both",
      async () => {
        const group = { chatId: `${person.digits}@g.us`, chatKind: "group", chatPn: null } as const
        await person.hear({ ...group, sender: sender(person.lid, person.pn) })
      }
    ],
    ["the network's word, without any message", () => person.unite()]
  ])("two chats with everything in them become one by %s", async (_, learn) => {
    const first = await person.hear({ ...person.byLid(), text: "first" })
    const second = await person.hear({ ...person.byNumber(), text: "second" })
    expect(second.conversationId).not.toBe(first.conversationId)
    expect(second.writer.contactId).not.toBe(first.writer.contactId)
    const news = await person.storage.run(newsReader(person.tenant.tenantId))
    await person.storage.run(news)
    await learn()
    expect(await person.contacts()).toEqual([{ lid: person.lid, pn: person.pn }])
    const [chat, ...others] = await person.chats()
    expect(others).toEqual([])
    expect(chat).toMatchObject({ id: first.conversationId, chat_id: person.lid, chat_pn: person.pn })
    const said = await person.texts(first.conversationId)
    expect(said.slice(0, 2)).toEqual(["first", "second"])
    expect(chat!.unread).toBe(said.length)
    // Dashboards let go of the other chat.
    expect(chatsIn(await person.storage.run(news)).flatMap(({ replaces }) => replaces ?? [])).toEqual([
      second.conversationId
    ])
    // Under whichever address he writes now, it is this chat and this contact.
    for (const message of [person.byLid(), person.byNumber(), person.byBoth()]) {
      const { conversationId, writer } = await person.hear(message)
      expect([conversationId, writer.contactId]).toEqual([first.conversationId, writer.contactId])
    }
    expect(await person.chats()).toHaveLength(1)
  })

  it("who gets a number that another person has given up has a chat of his own", async () => {
    const first = await person.hear(person.byNumber())
    await person.hear(person.byBoth())
    const other = `1${person.pn}`
    await person.hear({ ...person.byBoth(), chatPn: other, sender: sender(person.lid, other) })
    const stranger = await person.hear(person.byNumber())
    expect(stranger.conversationId).not.toBe(first.conversationId)
    expect(stranger.writer.contactId).not.toBe(first.writer.contactId)
    expect((await person.hear(person.byNumber())).conversationId).toBe(stranger.conversationId)
    expect((await person.hear(person.byLid())).conversationId).toBe(first.conversationId)
  })

  it("a number that shows under another LID belongs to that one, and each keeps his chat", async () => {
    const before = await person.hear(person.byBoth())
    const lid = `2${person.lid}`
    const now = await person.hear({ ...person.byBoth(), chatId: lid, sender: sender(lid, person.pn) })
    expect(now.conversationId).not.toBe(before.conversationId)
    expect((await person.hear(person.byNumber())).conversationId).toBe(now.conversationId)
    expect((await person.hear(person.byLid())).conversationId).toBe(before.conversationId)
  })

  it("what the network has said of a chat's number holds for the LID that writes later", async () => {
    const first = await person.hear(person.byNumber())
    await person.unite()
    expect((await person.hear(person.byLid())).writer.contactId).toBe(first.writer.contactId)
    expect(await person.chats()).toMatchObject([{ chat_id: person.lid, chat_pn: person.pn }])
  })

  it("what another number or a group has told of a person holds for the chat that he begins", async () => {
    const group = { chatId: `${person.digits}@g.us`, chatKind: "group", chatPn: null } as const
    await person.hear({ ...group, sender: sender(person.lid, person.pn) })
    const first = await person.hear(person.byLid())
    expect((await person.hear(person.byNumber())).conversationId).toBe(first.conversationId)
    expect(await person.chats()).toHaveLength(1)
  })

  it("what one number learns of a person unites his chats on another kind of channel as well", async () => {
    await person.storage.query(
      `insert into conversation (id, tenant_id, channel_id, chat_id, kind, last_at)
       select new_id(), $1, $2, a, 'direct', now() from unnest($3::text[]) a`,
      [person.tenant.tenantId, person.tenant.telegram, [person.lid, person.pn]]
    )
    await person.hear(person.byNumber())
    await person.unite()
    const two = { chat_id: person.lid, chat_pn: person.pn }
    const first = await person.hear(person.byLid())
    expect(await person.chats()).toMatchObject([two, two])
    expect((await person.hear(person.byNumber())).conversationId).toBe(first.conversationId)
  })

  it("the database itself holds a number in one chat only", async () => {
    const { conversationId } = await person.hear(person.byLid())
    await person.hear(person.byNumber())
    const set = "update conversation set chat_pn = $1 where id = $2"
    await expect(person.storage.query(set, [person.pn, conversationId])).rejects.toMatchObject({
      reason: { _tag: "UniqueViolation", constraint: "conversation_number" }
    })
  })

  it("what nobody has read stays unread, exactly, and reading on counts down to nothing", async () => {
    const a = await person.write({ ...person.byLid(), text: "1" })
    await person.write({ ...person.byNumber(), text: "2" })
    const b = await person.write({ ...person.byLid(), text: "3" })
    await person.storage.run(
      Effect.flatMap(Desk, (desk) => desk.markSeen(person.tenant.tenantId, a.conversationId, b.messageId))
    )
    await person.write({ ...person.byNumber(), text: "4" })
    await person.unite()
    const unread = async () => (await person.chats())[0]!.unread
    // Two of the number's chat; the LID's were read.
    expect(await unread()).toBe(2)
    const [counted] = await person.storage.query<{ n: number }>(
      `select count(*)::int as n from message m join conversation c on c.id = m.conversation_id
       where c.id = $1 and m.direction = 'in' and m.id > coalesce(c.seen_id, '00000000-0000-0000-0000-000000000000')`,
      [a.conversationId]
    )
    expect(counted!.n).toBe(2)
    const newest = await person.write({ ...person.byNumber(), text: "5" })
    expect(await unread()).toBe(3)
    await person.storage.run(
      Effect.flatMap(Desk, (desk) =>
        desk.markSeen(person.tenant.tenantId, a.conversationId, newest.messageId)
      )
    )
    expect(await unread()).toBe(0)
  })

  it("LD-02: a person keeps the chat he took, and what the bot had not sent in the other is not sent", async () => {
    const mine = await person.write(person.byLid())
    const theirs = await person.hear({ ...person.byNumber(), text: "492007588 cancel" })
    const reply = (
      causeId: typeof mine.messageId,
      channelId = person.tenant.whatsapp,
      conversationId = mine.conversationId
    ) =>
      person.storage.run(
        Effect.flatMap(Outbox, (outbox) =>
          outbox.reply({
            tenantId: person.tenant.tenantId,
            channelId,
            conversationId,
            causeId,
            parts: ["Cancelled"],
            quotedId: null,
            at: Date.now()
          } as never)
        )
      )
    await person.storage.run(
      Effect.flatMap(Takeovers, (all) =>
        all.takeOver(person.tenant.tenantId, mine.conversationId, sita, {
          isForced: false,
          until: null,
          now: Date.now()
        })
      )
    )
    await reply(theirs.messageId)
    await person.unite()
    expect((await person.chats()).map(({ controller }) => controller)).toEqual(["human"])
    const stages = () =>
      person.storage.query("select stage from message where conversation_id = $1 and direction = 'out'", [
        mine.conversationId
      ])
    expect(await stages()).toEqual([{ stage: "failed" }])
    // Answered is answered: the bot does not begin anew, and nothing of what comes is sent.
    expect(await reply(theirs.messageId)).toBe(false)
    expect(await reply(mine.messageId)).toBe(true)
    expect(await stages()).toEqual([{ stage: "failed" }, { stage: "failed" }])
  })

  it("RT-02: a message that came under both addresses is answered once", async () => {
    const one = await person.write({ ...person.byLid(), networkId: `SAME${person.digits}` })
    const same = await person.write({ ...person.byNumber(), networkId: `SAME${person.digits}` })
    expect(same.messageId).not.toBe(one.messageId)
    await person.unite()
    const open = await person.storage.query(
      "select id from message where conversation_id = $1 and stage = 'received'",
      [one.conversationId]
    )
    expect(open).toEqual([{ id: one.messageId }])
    expect(await person.texts(one.conversationId)).toHaveLength(2)
    expect(await person.accept({ ...person.byBoth(), networkId: `SAME${person.digits}` })).toBeNull()
  })

  it("who still works on the other chat finds the one it has become", async () => {
    await person.hear(person.byLid())
    const gone = await person.hear(person.byNumber())
    await person.unite()
    const found = await person.storage.run(
      Effect.gen(function* () {
        const all = yield* Conversations
        const writer = yield* all.writer(person.tenant.tenantId, gone.conversationId, sender(null, person.pn))
        return { writer, record: yield* all.load(person.tenant.tenantId, gone.conversationId) }
      })
    )
    expect(found.writer.chat.controller).toBe("bot")
    expect(Option.getOrThrow(found.record)).toMatchObject({ chatId: person.lid, kind: "direct" })
  })

  it("a person whom nobody has met is not made by the network's word", async () => {
    await person.unite()
    expect(await person.contacts()).toEqual([])
    await person.hear(person.byNumber())
    await person.unite()
    expect(await person.contacts()).toEqual([{ lid: person.lid, pn: person.pn }])
  })

  it("in a race of messages under both addresses and the network's word nothing is lost, doubled or left apart", async () => {
    for (let round = 0; round < 48; round++) {
      person.next()
      if (round % 3 === 1) await person.write(person.byLid())
      if (round % 3 === 2) await person.write(person.byNumber())
      const before = round % 3 === 0 ? 0 : 1
      const stored = await Promise.all([
        person.accept({ ...person.byNumber(), text: "a" }, 0),
        person.accept({ ...person.byBoth(), text: "b" }, 1),
        person.accept({ ...person.byNumber(), text: "c" }, 1),
        person.accept({ ...person.byLid(), text: "d" }, 0),
        round % 2 === 0 ? person.unite() : null
      ])
      expect(stored.slice(0, 4).every((one) => one !== null)).toBe(true)
      // The next message finds them together at the latest.
      await person.hear(person.byBoth())
      const all = await person.chats()
      expect(all.map(({ chat_id, chat_pn }) => [chat_id, chat_pn])).toEqual([[person.lid, person.pn]])
      const said = await person.texts(all[0]!.id)
      expect(said).toHaveLength(before + 5)
      expect(all[0]!.unread).toBe(said.length)
      expect(await person.contacts()).toHaveLength(1)
    }
  })

  it("SE-01: another workspace's chats of the same person are left alone", async () => {
    await person.hear(person.byLid())
    await person.hear(person.byNumber())
    const other = await person.storage.run(smallTenant())
    await person.storage.run(
      Effect.flatMap(Conversations, (all) => all.unite(other.tenantId, person.lid, person.pn))
    )
    expect(await person.chats()).toHaveLength(2)
    expect(await person.contacts()).toHaveLength(2)
  })
})
