import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { ConversationId, MessageId } from "../../src/domain/Ids.ts"
import type { Inbound } from "../../src/domain/Inbound.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { BadCursor, type ConversationQuery, Desk } from "../../src/ports/Desk.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Journal } from "../../src/ports/Journal.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { everyPage, inbound, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const start = Date.UTC(2026, 0, 1)

describe("what the pages show, from PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  /** A tenant of its own, alone with what is to be done. */
  const fresh = async () => {
    await storage.query("update dispatch set state = 'done'")
    tenant = await storage.run(smallTenant())
  }
  const desk = <A, E>(use: (service: Desk["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Desk, use))
  const store = (fields: Partial<Inbound>) =>
    storage.run(
      Effect.gen(function* () {
        const channels = yield* Channels
        const channel = Option.getOrThrow(yield* channels.hold(tenant.tenantId, tenant.whatsapp))
        return Option.getOrThrow(
          yield* (yield* Inbox).accept(channel, inbound({ chatPn: null, chatTitle: null, ...fields }))
        )
      })
    )
  const list = (query: Partial<ConversationQuery> = {}) =>
    desk((d) =>
      d.conversations(tenant.tenantId, { before: null, limit: 200, filter: "all", search: null, ...query })
    )
  const titles = async (query: Partial<ConversationQuery>) =>
    (await list(query)).items.map(({ title }) => title).toSorted()

  it("LD-01: pages of conversations go on without a gap or a repeat, also where many changed in the same millisecond", async () => {
    await fresh()
    for (let n = 0; n < 23; n++) {
      // Groups of five share their time.
      await store({ chatId: `${n}@lid`, sentAt: start + Math.floor(n / 5) * 1_000 })
    }
    const pages = await everyPage((before) => list({ before, limit: 4 }))
    expect(pages.map((page) => page.length)).toEqual([4, 4, 4, 4, 4, 3])
    const items = pages.flat()
    expect(new Set(items.map(({ id }) => id)).size).toBe(23)
    expect(items.map(({ lastAt }) => lastAt)).toEqual(
      items.map(({ lastAt }) => lastAt).toSorted((a, b) => b - a)
    )
    const inOnePage = await list()
    expect(inOnePage.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    expect(inOnePage.next).toBeNull()
    expect((await list({ limit: 23 })).next).toBeNull()
    expect(inOnePage.counts).toEqual({ all: 23, unread: 23 })
  })

  it("LD-01: a chat whose newest message has no words says what it is; a note is not its newest message", async () => {
    await fresh()
    const media = { mime: null, size: 3, seconds: null, width: null, height: null }
    const source = { _tag: "telegram", fileId: "f" } as const
    const named = await store({
      chatId: "1@lid",
      kind: "document",
      text: "",
      media: { ...media, name: "invoice.pdf", source }
    })
    await store({ chatId: "2@lid", kind: "image", text: "", media: { ...media, name: null, source } })
    await store({ chatId: "3@lid", kind: "other", text: "" })
    await store({ chatId: "4@lid", kind: "image", text: "look", media: { ...media, name: null, source } })
    await store({ chatId: "5@lid", kind: "image", text: "", media: { ...media, name: null, source } })
    await store({ chatId: "5@lid", text: "and words after it" })
    await storage.query(
      `insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage)
       values ($1, $2, $3, $4, 'note', 'staff', 'N1', 'a note', now(), 'done')`,
      [newId(), tenant.tenantId, named.conversationId, tenant.whatsapp]
    )
    const { items } = await list()
    const chats = await storage.query<{ id: string; chat_id: string }>(
      "select id::text, chat_id from conversation where tenant_id = $1",
      [tenant.tenantId]
    )
    const files = chats
      .toSorted((a, b) => (a.chat_id < b.chat_id ? -1 : 1))
      .map(({ id }) => items.find((row) => row.id === id)?.lastFile)
    expect(files).toEqual([
      { kind: "document", name: "invoice.pdf" },
      { kind: "image", name: null },
      { kind: "other", name: null },
      undefined,
      undefined
    ])
  })

  it("LD-01: a list is searched by name, number, user name, text and order number, and a person's % and _ are letters", async () => {
    await fresh()
    const { tenantId, panelId } = tenant
    const setup = Effect.flatMap(TenantSetup, (service) =>
      service.addCustomer({
        tenantId,
        panelId,
        username: "rahim_smm",
        contacts: [{ lid: "1@lid", pn: null, telegramId: null }]
      })
    )
    await storage.run(setup)
    const first = await store({
      chatId: "1@lid",
      chatPn: "9779811111111@s.whatsapp.net",
      chatTitle: "Rahim",
      text: "hello"
    })
    await storage.run(
      Effect.flatMap(Conversations, (service) =>
        service.writer(tenantId, first.conversationId, {
          lid: "1@lid",
          pn: null,
          telegramId: null,
          name: null
        })
      )
    )
    await store({ chatId: "2@lid", chatTitle: "Sita", text: "50% off" })
    await store({ chatId: "3@lid", chatTitle: "Bikash", text: "a\\b 50 off" })
    const request = await storage.run(requestMaker(tenant))
    await storage.query("delete from conversation where id = $1 and chat_id = '100@lid'", [
      request("1").conversationId
    ])
    const second = (await list({ search: "Sita" })).items[0]!
    await storage.run(
      Effect.flatMap(Requests, (requests) =>
        requests.accept(request("492007588", { conversationId: second.id }))
      )
    )
    for (const [search, expected] of [
      ["rah", ["Rahim"]],
      ["HIM_S", ["Rahim"]],
      ["98111", ["Rahim"]],
      ["50", ["Bikash", "Sita"]],
      ["50%", ["Sita"]],
      ["%", ["Sita"]],
      ["_", ["Rahim"]],
      ["a\\b", ["Bikash"]],
      ["492007588", ["Sita"]],
      ["49200", []],
      ["nobody", []]
    ] as const) {
      expect(await titles({ search }), search).toEqual(expected)
    }
    expect((await list({ search: "50", filter: "unread" })).counts).toEqual({ all: 2, unread: 2 })
  })

  it("LD-04: unread counts are exact: they count what came after the last seen message, and never come back", async () => {
    await fresh()
    const stored: Array<{ conversationId: ConversationId; messageId: MessageId }> = []
    for (let n = 0; n < 6; n++) stored.push(await store({ chatId: "1@lid" }))
    const { conversationId } = stored[0]!
    const seen = (n: number) => desk((d) => d.markSeen(tenant.tenantId, conversationId, stored[n]!.messageId))
    const unread = async () => (await list()).items[0]!.unread
    expect(await unread()).toBe(6)
    expect(await seen(3)).toBe(true)
    expect(await unread()).toBe(2)
    await seen(1)
    expect(await unread()).toBe(2)
    stored.push(await store({ chatId: "1@lid" }))
    expect(await unread()).toBe(3)
    expect((await list({ filter: "unread" })).counts).toEqual({ all: 1, unread: 1 })
    await seen(6)
    expect(await unread()).toBe(0)
    expect((await list({ filter: "unread" })).items).toEqual([])
    await store({ chatId: "1@lid", isFromOwner: true })
    expect(await unread()).toBe(0)
    const unknown = "0190a000-0000-7000-8000-00000000000a"
    expect(
      await desk((d) => d.markSeen(tenant.tenantId, unknown as ConversationId, stored[0]!.messageId))
    ).toBe(false)
  })

  it("LD-04: unread counts stay exact when 60 messages come while somebody reads", async () => {
    await fresh()
    const { conversationId } = await store({ chatId: "1@lid" })
    const channel = await storage.run(
      Effect.map(
        Effect.flatMap(Channels, (channels) => channels.hold(tenant.tenantId, tenant.whatsapp)),
        Option.getOrThrow
      )
    )
    const write = async () => {
      const stored = await storage.run(
        Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, inbound({ chatId: "1@lid", chatPn: null })))
      )
      const { messageId } = Option.getOrThrow(stored)
      return desk((d) => d.markSeen(tenant.tenantId, conversationId, messageId))
    }
    await Promise.all(Array.from({ length: 60 }, write))
    const [row] = await storage.query<{ unread: number; exact: number }>(
      `select c.unread, (select count(*)::int from message m where m.conversation_id = c.id and m.direction = 'in'
        and (c.seen_id is null or m.id > c.seen_id)) as exact from conversation c where c.id = $1`,
      [conversationId]
    )
    expect(row!.unread).toBe(row!.exact)
  })

  it("LD-01: a thread's pages go back in time without a gap, each oldest first", async () => {
    await fresh()
    const texts = Array.from({ length: 11 }, (_, n) => `message ${n}`)
    let conversationId = "" as ConversationId
    for (const text of texts) ({ conversationId } = await store({ chatId: "1@lid", text }))
    const pages = await everyPage(async (before) =>
      Option.getOrThrow(await desk((d) => d.messages(tenant.tenantId, conversationId, { before, limit: 4 })))
    )
    expect(pages.map((page) => page.map(({ text }) => text))).toEqual([
      texts.slice(7),
      texts.slice(3, 7),
      texts.slice(0, 3)
    ])
    expect(pages[0]![0]).toMatchObject({ direction: "in", author: "customer", stage: "received" })
  })

  it("LD-01: a cursor that nobody gave out is an error of the asker, not of the database", async () => {
    await fresh()
    const { conversationId } = await store({ chatId: "1@lid" })
    const page = { limit: 5, before: "'; drop table message; --" }
    for (const read of [
      (d: Desk["Service"]) => d.conversations(tenant.tenantId, { ...page, filter: "all", search: null }),
      (d: Desk["Service"]) => d.messages(tenant.tenantId, conversationId, page),
      (d: Desk["Service"]) => d.requests(tenant.tenantId, { ...page, status: null, search: null }),
      (d: Desk["Service"]) => d.logs(tenant.tenantId, { ...page, area: null })
    ]) {
      expect(await desk((d) => Effect.flip(read(d) as Effect.Effect<unknown, BadCursor>))).toBeInstanceOf(
        BadCursor
      )
    }
  })

  it("LD-05: the log is paged newest first and can be narrowed to one area", async () => {
    await fresh()
    await storage.run(
      Effect.flatMap(Journal, (journal) =>
        Effect.forEach(Array.from({ length: 7 }), (_, n) =>
          journal.write(tenant.tenantId, {
            level: "info",
            area: n % 2 === 0 ? "command" : "dispatch",
            text: `line ${n}`
          })
        )
      )
    )
    await expect
      .poll(() =>
        storage.query("select 1 from log_line where tenant_id = $1", [tenant.tenantId]).then((r) => r.length)
      )
      .toBe(7)
    const read = (area: string | null) =>
      everyPage((before) => desk((d) => d.logs(tenant.tenantId, { before, limit: 3, area }))).then((pages) =>
        pages.flat().map(({ text }) => text)
      )
    expect(await read(null)).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `line ${n}`))
    expect(await read("dispatch")).toEqual([5, 3, 1].map((n) => `line ${n}`))
  })
})
