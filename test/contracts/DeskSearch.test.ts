import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ConversationId } from "../../src/domain/Ids.ts"
import type { Inbound } from "../../src/domain/Inbound.ts"
import { TenantSql } from "../../src/adapters/postgres/Database.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { type ConversationQuery, Desk } from "../../src/ports/Desk.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { everyPage, inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("the search of the inbox, from PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  const fresh = async () => {
    tenant = await storage.run(smallTenant())
    return tenant
  }
  const store = (title: string, text: string, fields: Partial<Inbound> = {}, of = tenant) =>
    storage.run(
      Effect.gen(function* () {
        const channel = Option.getOrThrow(yield* (yield* Channels).hold(of.tenantId, of.whatsapp))
        const message = { chatId: `${title}@lid`, chatPn: null, chatTitle: title, text, ...fields }
        return Option.getOrThrow(yield* (yield* Inbox).accept(channel, inbound(message)))
      })
    )
  const list = (query: Partial<ConversationQuery>, of = tenant) =>
    storage.run(
      Effect.flatMap(Desk, (desk) =>
        desk.conversations(of.tenantId, { before: null, limit: 50, filter: "all", search: null, ...query })
      )
    )
  const titles = async (search: string, query: Partial<ConversationQuery> = {}) =>
    (await list({ search, ...query })).items.map(({ title }) => title).toSorted()
  /** So many messages in one chat, written at once. */
  const flood = (conversationId: ConversationId, text: string, count: number) =>
    storage.query(
      `insert into message (id, tenant_id, conversation_id, channel_id, direction, author, network_id, text, sent_at, stage)
        select gen_random_uuid(), c.tenant_id, c.id, c.channel_id, 'in', 'customer', 'F' || gen_random_uuid(), $2, now(), 'done'
        from conversation c, generate_series(1, $3::int) where c.id = $1`,
      [conversationId, text, count]
    )

  it("LD-01: an old message is found by beginnings of its words in any order, and by an order's whole id", async () => {
    await fresh()
    await store("Rahim", "The followers of 492007588 dropped")
    await store("Rahim", "thanks")
    await store("Sita", "Followers are fine")
    await store("Bikash", "4920075881, cancel")
    expect(await titles("drop follow")).toEqual(["Rahim"])
    expect(await titles("FOLLOW")).toEqual(["Rahim", "Sita"])
    expect(await titles("492007588")).toEqual(["Rahim"])
    expect(await titles("#492007588 dropped")).toEqual([])
    expect(await titles("4920075881")).toEqual(["Bikash"])
    expect(await titles("follow nothing")).toEqual([])
  })

  it("LD-01: an order's id is found however it is written between other signs", async () => {
    await fresh()
    await store("A", "492007588/492007589")
    await store("B", "-492007589")
    await store("C", "492007588,492007589,cancel")
    await store("D", "order#492007589\nplease")
    expect(await titles("492007589")).toEqual(["A", "B", "C", "D"])
    expect(await titles("#492007589")).toEqual(["A", "B", "C", "D"])
  })

  it("LD-01: a phone number is found as people write it", async () => {
    await fresh()
    await store("Rahim", "hello", { chatPn: "9779811234567@s.whatsapp.net" })
    await store("Sita", "hello", { chatPn: "9779800000000@s.whatsapp.net" })
    expect(await titles("+977 981-1234567")).toEqual(["Rahim"])
    expect(await titles("981 123")).toEqual(["Rahim"])
    expect(await titles("97798")).toEqual(["Rahim", "Sita"])
  })

  it("LD-01: words of any script are found, and what is no word does no harm", async () => {
    await fresh()
    await store("Hindi", "मेरा ऑर्डर रद्द करो।")
    await store("Bengali", "আমার অর্ডার বাতিল করুন।")
    await store("Arabic", "إلغاء الطلب؟")
    await store("Emoji", "thanks 🙏 friend")
    expect(await titles("रद्द")).toEqual(["Hindi"])
    expect(await titles("करो")).toEqual(["Hindi"])
    expect(await titles("বাতি")).toEqual(["Bengali"])
    expect(await titles("الطلب")).toEqual(["Arabic"])
    expect(await titles("🙏")).toEqual(["Emoji"])
    expect(await titles("👩‍👩‍👧🏽")).toEqual([])
    expect(await titles("\u0301\u200d")).toEqual([])
  })

  it("LD-01: signs of patterns and of queries are letters, and a message of any length is stored", async () => {
    await fresh()
    await store("Signs", String.raw`it's 50% off & 'a':* | !b <-> (c) \ "d" x_y`)
    await store("Plain", "it s 50 off a b c d x y")
    for (const search of ["50%", "'a':*", "!b", "<->", "& 'a'", "a | b", "(c)", "\\", '"d"', "x_y", "it's"]) {
      const expected = search === "a | b" ? [] : ["Signs"]
      expect(await titles(search), search).toEqual(expected)
    }
    for (const search of ["'", "'':", "a:b:c", "!!", "((", "a & & b", "\\'", "-- ", "$1", " "]) {
      expect(Array.isArray(await titles(search)), search).toBe(true)
    }
    const long = `${"x".repeat(5_000)} ${"नमस्ते".repeat(900)} ${"word ".repeat(300)}needle`
    await store("Long", long)
    expect(await titles("needle")).toEqual(["Long"])
    expect(await titles("x".repeat(200))).toEqual(["Long"])
  })

  it("LD-01, SE-01: words of another tenant are not found, nor can his role ask for them", async () => {
    const other = await fresh()
    await store("Theirs", "secretword 492007588", { chatPn: "9779811234567@s.whatsapp.net" })
    await fresh()
    await store("Ours", "openword")
    for (const search of ["secretword", "secret", "492007588", "981123", "Theirs"]) {
      expect(await list({ search }), search).toMatchObject({ items: [], counts: { all: 0, unread: 0 } })
    }
    expect((await list({ search: "secretword" }, other)).items).toHaveLength(1)
    const stolen = await storage.run(
      Effect.flatMap(TenantSql, ({ sql, within }) =>
        within(
          tenant.tenantId,
          sql<{ found: unknown; rows: number }>`
            select find_in_messages(words_query(${other.tenantId}::uuid, 'secretword'), null, 10) as found,
              (select count(*)::int from message_words where tenant_id = ${other.tenantId}) as rows`
        )
      )
    )
    expect(stolen).toEqual([{ found: { ids: [], isAll: true }, rows: 0 }])
  })

  it("LD-01: a word of more messages than are read is found through the list, paged and filtered without a gap", async () => {
    await fresh()
    const start = Date.UTC(2026, 0, 1)
    const stored = []
    for (let n = 0; n < 9; n++)
      stored.push(await store(`Chat ${n}`, n % 3 === 2 ? "else" : "refilled", { sentAt: start + n * 1_000 }))
    await store("Late refilled", "else", { sentAt: start + 60_000 })
    await flood(stored[0]!.conversationId, "refilled again", 20_100)
    const pages = await everyPage((before) => list({ search: "refill", before, limit: 3 }))
    expect(pages.flat().map(({ title }) => title)).toEqual([
      "Late refilled",
      ...[7, 6, 4, 3, 1, 0].map((n) => `Chat ${n}`)
    ])
    await storage.query("update conversation set unread = 0 where id = $1", [stored[4]!.conversationId])
    expect(await titles("refill", { filter: "unread", limit: 3 })).toEqual([
      "Chat 6",
      "Chat 7",
      "Late refilled"
    ])
    expect(await titles("refill again")).toEqual(["Chat 0"])
    // The signs are looked for in the text also of what is common.
    await flood(stored[2]!.conversationId, "refilled 100%", 1)
    expect(await titles("refilled 100%")).toEqual(["Chat 2"])
  })

  it("LD-01: a word that most messages have is found in order, and its counts are exact while the chats are few", async () => {
    await fresh()
    const start = Date.UTC(2026, 0, 1)
    for (let n = 0; n < 12; n++) {
      const { conversationId } = await store(`Chat ${n}`, "hello", { sentAt: start + n * 1_000 })
      if (n !== 5) await flood(conversationId, n === 3 ? "cancel 100%" : "cancel it", 60)
    }
    await store("Cancel shop", "hello", { sentAt: start + 60_000 })
    const pages = await everyPage((before) => list({ search: "cancel", before, limit: 5 }))
    expect(pages.flat().map(({ title }) => title)).toEqual([
      "Cancel shop",
      ...[11, 10, 9, 8, 7, 6, 4, 3, 2, 1, 0].map((n) => `Chat ${n}`)
    ])
    expect((await list({ search: "cancel", limit: 1 })).counts).toEqual({ all: 12, unread: 12 })
    expect(await titles("cancel 100%")).toEqual(["Chat 3"])
    expect(await titles("cancel", { channelId: tenant.telegram })).toEqual([])
  })

  it("LD-01: filters and counts of a search are exact, and messages that move to another chat are found there", async () => {
    await fresh()
    const first = await store("First", "needle")
    const second = await store("Second", "other")
    await store("Third", "needle")
    await storage.query("update conversation set unread = 0, controller = 'human' where id = $1", [
      first.conversationId
    ])
    expect(await titles("needle", { filter: "unread" })).toEqual(["Third"])
    expect(await titles("needle", { filter: "human" })).toEqual(["First"])
    expect(await titles("needle", { filter: "bot" })).toEqual(["Third"])
    expect(await titles("needle", { channelId: tenant.telegram })).toEqual([])
    expect(await titles("needle", { channelId: tenant.whatsapp })).toEqual(["First", "Third"])
    expect((await list({ search: "needle", filter: "bot" })).counts).toEqual({ all: 2, unread: 1 })
    await storage.query("update message set conversation_id = $1 where id = $2", [
      second.conversationId,
      first.messageId
    ])
    expect(await titles("needle")).toEqual(["Second", "Third"])
    await storage.query("delete from message where id = $1", [first.messageId])
    expect(await titles("needle")).toEqual(["Third"])
  })

  it("LD-01: no search reads all messages: a word goes through its index, or through the list", async () => {
    await fresh()
    const { conversationId } = await store("One", "needle")
    await flood(conversationId, "hay", 500)
    for (const search of ["needle", "nothing", "hay", "50%", "%", null]) {
      const scans = await storage.run(
        Effect.flatMap(TenantSql, ({ sql, within }) =>
          within(
            tenant.tenantId,
            Effect.gen(function* () {
              const desk = yield* Desk
              yield* desk.conversations(tenant.tenantId, { before: null, limit: 50, filter: "all", search })
              return yield* sql<{ relname: string; scans: number }>`
                select relname, seq_scan::int as scans from pg_stat_xact_user_tables
                where relname in ('message', 'message_words') and seq_scan > 0`
            })
          )
        )
      )
      expect(scans, String(search)).toEqual([])
    }
  })
})
