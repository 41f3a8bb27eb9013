import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ConversationId, MessageId } from "../../src/domain/Ids.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Customers } from "../../src/ports/Customers.ts"
import { Destinations } from "../../src/ports/Destinations.ts"
import { Notices } from "../../src/ports/Notices.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { Takeovers } from "../../src/ports/Takeovers.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { chatsIn, fields, lastAudit, newsReader, stranger } from "./People.ts"
import { received } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const sita = { id: "0190a000-0000-7000-8000-0000000000aa" as never, name: "Sita" }

describe("CH-10: what a chat is for, in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let last = 9_779_500_000_000
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const group = (title = "Team") =>
    storage.run(
      received(tenant, { chatId: `${++last}@g.us`, chatKind: "group", chatPn: null, chatTitle: title })
    )
  const set = (id: ConversationId, settings: Parameters<Customers["Service"]["setChat"]>[2], process = 0) =>
    storage.processes[process]!.runPromise(
      Effect.flatMap(Customers, (all) => all.setChat(tenant.tenantId, id, settings, "sita"))
    )
  const refused = async (id: ConversationId, settings: Parameters<Customers["Service"]["setChat"]>[2]) =>
    (
      await storage.run(
        Effect.flatMap(Customers, (all) => Effect.flip(all.setChat(tenant.tenantId, id, settings, "sita")))
      )
    ).reason
  const reply = (causeId: MessageId, conversationId: ConversationId, process = 0) =>
    storage.processes[process]!.runPromise(
      Effect.flatMap(Outbox, (outbox) =>
        outbox.reply({
          tenantId: tenant.tenantId,
          channelId: tenant.whatsapp,
          conversationId,
          causeId,
          parts: ["one", "two"],
          quotedId: null,
          at: Date.now()
        } as never)
      )
    )
  const out = (id: ConversationId) =>
    storage.query<{ author: string; stage: string; note: string | null }>(
      "select author, stage, note from message where conversation_id = $1 and direction = 'out' order by id",
      [id]
    )
  const stages = async (id: ConversationId) => (await out(id)).map(({ stage }) => stage)

  it("the switches are audited with old and new value and shown at once, and a silent chat is marked", async () => {
    const { conversationId } = await group()
    const news = await storage.run(newsReader(tenant.tenantId))
    await set(conversationId, { isSilent: true, isMarketing: true })
    expect(await storage.run(lastAudit(tenant.tenantId, conversationId))).toMatchObject({
      action: "conversation.changed",
      actor: "sita",
      before: { isSilent: false, isMarketing: null },
      after: { isSilent: true, isMarketing: true }
    })
    expect(chatsIn(await storage.run(news)).at(-1)).toMatchObject({ id: conversationId, isSilent: true })
    await set(conversationId, { isSilent: false })
    expect(chatsIn(await storage.run(news)).at(-1)).not.toHaveProperty("isSilent")
  })

  it("in a silent chat no reply and no notice leaves, and what waited goes no more; staff's words do", async () => {
    const chat = await storage.run(stranger(tenant, String(++last)))
    const first = await storage.run(received(tenant, { chatId: `${last}@s.whatsapp.net`, chatPn: null }))
    expect(first.conversationId).toBe(chat.conversationId)
    await reply(first.messageId, chat.conversationId)
    expect(await stages(chat.conversationId)).toEqual(["queued", "queued"])
    await set(chat.conversationId, { isSilent: true })
    expect(await out(chat.conversationId)).toEqual(
      Array.from({ length: 2 }, () => ({
        author: "bot",
        stage: "failed",
        note: "Not sent: this chat was switched to silent"
      }))
    )
    const next = await storage.run(received(tenant, { chatId: `${last}@s.whatsapp.net`, chatPn: null }))
    expect(await reply(next.messageId, chat.conversationId)).toBe(true)
    await storage.query("update contact set trusted_as = 'Boss', gets_notices = true where id = $1", [
      chat.contactId
    ])
    await storage.run(
      Effect.flatMap(Notices, (all) =>
        all.tell(tenant.tenantId, {
          key: `k${last}`,
          text: "Balance is low",
          now: Date.now(),
          everyMillis: 1
        })
      )
    )
    expect((await stages(chat.conversationId)).every((stage) => stage === "failed")).toBe(true)
    await storage.run(
      Effect.gen(function* () {
        const all = yield* Takeovers
        yield* all.takeOver(tenant.tenantId, chat.conversationId, sita, {
          isForced: true,
          until: null,
          now: Date.now()
        })
        const words = {
          kind: "reply",
          clientId: crypto.randomUUID(),
          text: "hello",
          quoted: null,
          until: null
        } as const
        yield* all.write(tenant.tenantId, chat.conversationId, sita, words as never, Date.now())
      })
    )
    expect((await out(chat.conversationId)).filter(({ stage }) => stage === "queued")).toMatchObject([
      { author: "staff" }
    ])
  })

  it("whoever makes a message of the bot makes one that is not sent, and what was on its way is not tried again", async () => {
    const { conversationId, messageId } = await group()
    await reply(messageId, conversationId)
    await storage.query(
      "update message set stage = 'sending' where conversation_id = $1 and stage = 'queued'",
      [conversationId]
    )
    await set(conversationId, { isSilent: true })
    await storage.query(
      "update message set stage = 'queued' where conversation_id = $1 and stage = 'sending'",
      [conversationId]
    )
    await storage.query(
      `insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage, next_at)
       select gen_random_uuid(), tenant_id, id, channel_id, 'out', 'bot', 'by hand', 'x', now(), 'queued', now()
       from conversation where id = $1`,
      [conversationId]
    )
    expect(await stages(conversationId)).toEqual(["failed", "failed", "failed"])
  })

  it("in a race of a reply and the switch nothing of the bot is left to be sent", async () => {
    for (let round = 0; round < 15; round++) {
      const { conversationId, messageId } = await group()
      await Promise.all([
        reply(messageId, conversationId, round % 2),
        set(conversationId, { isSilent: true }, (round + 1) % 2)
      ])
      expect(await stages(conversationId)).toEqual(["failed", "failed"])
    }
  })

  it("a chat that only the network told of can be set before anybody writes there, and is then the same chat", async () => {
    const chatId = `${++last}@g.us`
    const [channelId, at] = [
      tenant.whatsapp,
      (id: string) => Effect.flatMap(Customers, (all) => all.chatAt(tenant.tenantId, tenant.whatsapp, id))
    ]
    await storage.run(
      Effect.flatMap(Destinations, (all) =>
        all.learn({ tenantId: tenant.tenantId, channelId }, [{ chatId, kind: "group", title: "Quiet" }])
      )
    )
    const id = Option.getOrThrow(await storage.run(at(chatId)))
    await set(id, { isSilent: true })
    const page = await storage.run(
      Effect.flatMap(Destinations, (all) =>
        all.list(tenant.tenantId, {
          before: null,
          limit: 50,
          search: "quiet",
          channelId,
          kind: null,
          use: "silent"
        })
      )
    )
    expect(page.items).toMatchObject([
      { chatId, conversationId: id, isSilent: true, isMarketing: false, isProvider: false, lastAt: null }
    ])
    const written = await storage.run(received(tenant, { chatId, chatKind: "group", chatPn: null }))
    expect(written.conversationId).toBe(id)
    expect(Option.isNone(await storage.run(at("1@g.us")))).toBe(true)
  })

  it("a provider's group serves no customers: not both, and what the actors are told says so", async () => {
    const { tenantId } = tenant
    const { conversationId } = await group("FastLikes")
    const owner = await storage.run(
      Effect.flatMap(Customers, (all) =>
        all.add(tenantId, fields(`p${last}`), [], { mayHaveSeveral: false, by: "sita" })
      )
    )
    await set(conversationId, { isSupport: true })
    expect(await refused(conversationId, { isProvider: true })).toBe("CustomersChat")
    await set(conversationId, { isSupport: false })
    await set(conversationId, { isProvider: true })
    expect(await refused(conversationId, { isSupport: true })).toBe("ProvidersChat")
    expect(await refused(conversationId, { customerId: owner.id })).toBe("ProvidersChat")
    await expect
      .poll(async () => {
        const { providerChats } = await storage.run(Effect.flatMap(Tenants, (all) => all.config(tenantId)))
        return providerChats
      })
      .toContainEqual({ channelId: tenant.whatsapp, chatId: `${last}@g.us` })
    const list = await storage.run(
      Effect.flatMap(Destinations, (all) =>
        all.list(tenantId, {
          before: null,
          limit: 50,
          search: null,
          channelId: null,
          kind: "group",
          use: "provider"
        })
      )
    )
    expect(list.items.map(({ title }) => title)).toEqual(["FastLikes"])
  })

  it("the writer's chat says that it is silent, also to who acts for staff", async () => {
    const chat = await storage.run(stranger(tenant, String(++last)))
    await set(chat.conversationId, { isSilent: true })
    const sender = { lid: null, pn: `${last}@s.whatsapp.net`, telegramId: null, name: null }
    const writer = await storage.run(
      Effect.flatMap(Conversations, (all) => all.writer(tenant.tenantId, chat.conversationId, sender))
    )
    const people = await storage.run(
      Effect.flatMap(Takeovers, (all) => all.people(tenant.tenantId, chat.conversationId))
    )
    expect([writer.chat.isSilent, people!.chat.isSilent]).toEqual([true, true])
  })
})
