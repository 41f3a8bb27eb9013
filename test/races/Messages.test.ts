import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { conductLimit } from "../../src/domain/ConductLimits.ts"
import type { MessageId } from "../../src/domain/Ids.ts"
import { defaultRules } from "../../src/domain/Rules.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { Conduct } from "../../src/ports/Conduct.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { WhatsAppKeys } from "../../src/ports/WhatsAppKeys.ts"
import { holder, inbound, received } from "../contracts/Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "../contracts/TestStorage.ts"

/** Rule 1, for messages, people and the holders of channels: two processes' pools race without any actor. */
describe("messages and holders that race on the database alone", () => {
  let storage: TestStorage
  let tenant: SmallTenant

  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  it("design step 9: 50 replies to one message at once: one is written, the message is done", async () => {
    const { conversationId, messageId } = await storage.run(received(tenant))
    const { tenantId, whatsapp: channelId } = tenant
    const answers = await storage.race(50, (n) =>
      Effect.flatMap(Outbox, (outbox) =>
        outbox.reply({
          tenantId,
          channelId,
          conversationId,
          causeId: messageId,
          parts: [`answer ${n}`],
          quotedId: null,
          at: Date.now()
        })
      )
    )
    expect(answers.filter((isWritten) => isWritten)).toHaveLength(1)
    expect(await storage.query("select 1 from message where cause_id = $1", [messageId])).toHaveLength(1)
  })

  it("RT-02: the same message of the network 50 times at once is stored once", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    const message = inbound({ chatId: "777@lid", chatPn: null })
    const stored = await storage.race(50, () =>
      Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, message))
    )
    expect(stored.filter(Option.isSome)).toHaveLength(1)
    const where = "from conversation where chat_id = '777@lid'"
    expect(await storage.query(`select unread ${where}`)).toEqual([{ unread: 1 }])
  })

  it("RT-02, LD-04: 60 different messages of a new chat at once make one conversation with 60 unread", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    await storage.race(60, () =>
      Effect.flatMap(Inbox, (inbox) =>
        inbox.accept(channel, inbound({ chatId: "9@g.us", chatPn: null, chatKind: "group" }))
      )
    )
    expect(await storage.query("select unread from conversation where chat_id = '9@g.us'")).toEqual([
      { unread: 60 }
    ])
  })

  it("RT-02, LD-04: a chat's old and new messages that come together are counted once each, and the last one is shown", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    const chat = { chatId: "888@lid", chatPn: "977888@s.whatsapp.net" }
    const accept = (message: ReturnType<typeof inbound>) =>
      Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, message))
    const first = inbound({ ...chat, text: "first" })
    await storage.run(accept(first))
    const news = Array.from({ length: 30 }, (_, n) => inbound({ ...chat, text: `news ${n}` }))
    // One process hears the old one again among the new ones, in the same batch.
    const stored = await Promise.all(
      [first, ...news, first].map((message) => storage.processes[0]!.runPromise(accept(message)))
    )
    expect(stored.filter(Option.isSome)).toHaveLength(30)
    const columns = `unread, last_text as "lastText"`
    expect(
      await storage.query(
        `select ${columns} from conversation where chat_id = '888@lid' or chat_pn = '977888@s.whatsapp.net'`
      )
    ).toEqual([{ unread: 31, lastText: "news 29" }])
  })

  it("design step 9: replies to many messages that leave together are one each, in their own chats", async () => {
    const { tenantId, whatsapp: channelId } = tenant
    const causes = await storage.run(
      Effect.forEach(Array.from({ length: 40 }), (_, n) =>
        received(tenant, { chatId: `${6_000 + (n % 7)}@lid`, chatPn: null })
      )
    )
    const at = Date.now()
    const answers = await storage.race(120, (n) => {
      const { conversationId, messageId: causeId } = causes[n % 40]!
      const parts = [`to ${n % 40}`, "second part"]
      return Effect.flatMap(Outbox, (outbox) =>
        outbox.reply({ tenantId, channelId, conversationId, causeId, parts, quotedId: null, at })
      )
    })
    expect(answers.filter((isWritten) => isWritten)).toHaveLength(40)
    const rows = await storage.query<{ cause: string; chat: string; text: string }>(
      `select cause_id as cause, conversation_id as chat, text from message where cause_id is not null and part = 0`
    )
    for (const [n, { messageId, conversationId }] of causes.entries()) {
      expect(rows.filter(({ cause }) => cause === messageId)).toEqual([
        { cause: messageId, chat: conversationId, text: `to ${n}` }
      ])
    }
  })

  it("CH-06: 40 messages of a new person in two chats at once make one contact", async () => {
    const sender = { lid: "4242@lid", pn: "9779804242424@s.whatsapp.net", telegramId: null, name: "New" }
    const chats = await storage.run(
      Effect.forEach(["4242@lid", "12@g.us"], (chatId) => received(tenant, { chatId, chatPn: null }))
    )
    const writers = await storage.race(40, (n) =>
      Effect.flatMap(Conversations, (conversations) =>
        conversations.writer(tenant.tenantId, chats[n % 2]!.conversationId, sender)
      )
    )
    expect(new Set(writers.map(({ contactId }) => contactId)).size).toBe(1)
    expect(await storage.query("select 1 from contact where lid = '4242@lid'")).toHaveLength(1)
  })

  it("CU-09: 30 messages of one unregistered person at once allow the text once", async () => {
    const sender = { lid: "31@lid", pn: null, telegramId: null, name: null }
    const { conversationId } = await storage.run(received(tenant, { chatId: "31@lid", chatPn: null }))
    const { tenantId } = tenant
    const { contactId } = await storage.run(
      Effect.flatMap(Conversations, (conversations) => conversations.writer(tenantId, conversationId, sender))
    )
    const limit = conductLimit("unregistered", defaultRules)
    const counts = await storage.race(30, () =>
      Effect.flatMap(Conduct, (conduct) =>
        conduct.note(tenantId, contactId, "unregistered", 1, Date.now(), limit)
      )
    )
    expect(counts.filter(({ isFirst }) => isFirst)).toHaveLength(1)
  })

  it("CH-04, design rule 4: of 20 holders at once each has its own generation, and only the last may write keys or take messages", async () => {
    const { tenantId, whatsapp } = tenant
    const handles = await storage.race(20, () =>
      Effect.map(
        Effect.flatMap(Channels, (channels) => channels.hold(tenantId, whatsapp)),
        Option.getOrThrow
      )
    )
    const inOrder = handles.toSorted((a, b) => Number(a.generation - b.generation))
    expect(new Set(inOrder.map(({ generation }) => generation)).size).toBe(20)
    const row = { type: "session", id: "1", value: Buffer.from("key") }
    const outcomes = await storage.race(20, (n) =>
      Effect.flatMap(WhatsAppKeys, (keys) => keys.set(inOrder[n]!, [row])).pipe(
        Effect.as("written"),
        Effect.catchTag("Fenced", ({ _tag }) => Effect.succeed(_tag))
      )
    )
    expect(outcomes).toEqual([...Array.from({ length: 19 }, () => "Fenced"), "written"])
    const states = await storage.race(20, (n) =>
      Effect.flatMap(Channels, (channels) => channels.saveState(inOrder[n]!, { _tag: "Open" }, Date.now()))
    )
    expect(states).toEqual([...Array.from({ length: 19 }, () => false), true])
  })

  it("CH-12: of two holders and 20 attempts at once, one claims a Telegram message, and never the old holder", async () => {
    const { tenantId, telegram } = tenant
    const old = await storage.run(holder(tenantId, telegram))
    const current = await storage.run(holder(tenantId, telegram))
    const stored = await storage.run(
      Effect.flatMap(Inbox, (inbox) => inbox.accept(current, inbound({ chatId: "-100123", chatPn: null })))
    )
    const { conversationId, messageId } = Option.getOrThrow(stored)
    const reply = { tenantId, channelId: telegram, conversationId, quotedId: null, at: Date.now() }
    await storage.run(
      Effect.flatMap(Outbox, (outbox) => outbox.reply({ ...reply, causeId: messageId, parts: ["once"] }))
    )
    const [row] = await storage.query<{ id: MessageId }>("select id from message where cause_id = $1", [
      messageId
    ])
    const claim = (channel: typeof old) => Effect.flatMap(Outbox, (outbox) => outbox.claim(channel, row!.id))
    expect(await storage.race(10, () => claim(old))).not.toContain(true)
    const claims = await storage.race(20, () => claim(current))
    expect(claims.filter((isMine) => isMine)).toHaveLength(1)
  })
})
