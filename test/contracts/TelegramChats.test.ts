import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Channels } from "../../src/ports/Channels.ts"
import type { ChannelHandle } from "../../src/ports/ChannelTransport.ts"
import { Destinations } from "../../src/ports/Destinations.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("CH-07: a group that becomes a supergroup", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let channel: ChannelHandle
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
    const held = storage.run(
      Effect.flatMap(Channels, (channels) => channels.hold(tenant.tenantId, tenant.telegram))
    )
    channel = Option.getOrThrow(await held)
  })
  afterAll(() => storage.close())

  const accept = (chatId: string, networkId: string, text = "hello") =>
    storage.run(
      Effect.flatMap(Inbox, (inbox) =>
        inbox.accept(
          channel,
          inbound({ chatId, networkId, text, chatPn: null, chatKind: "group", chatTitle: `Group ${chatId}` })
        )
      )
    )
  const move = (from: string, to: string) =>
    storage.run(Effect.flatMap(Outbox, (outbox) => outbox.moveChat(channel, from, to)))
  const chats = (...ids: ReadonlyArray<string>) =>
    storage.query<{ id: string; chat_id: string; controller: string; is_support: boolean; unread: number }>(
      "select id, chat_id, controller, is_support, unread from conversation where chat_id = any($1::text[])",
      [ids]
    )

  it("keeps its conversation with all that was said, switched and paused, and what was said in the new one first", async () => {
    const [from, to] = ["-501", "-100501"]
    const old = Option.getOrThrow(await accept(from, "1", "in the old one"))
    await storage.query("update conversation set controller = 'paused', is_support = true where id = $1", [
      old.conversationId
    ])
    await storage.query(
      "insert into paused_chat (conversation_id, tenant_id, refusals, until, safe_text) values ($1, $2, 2, now(), 'x')",
      [old.conversationId, tenant.tenantId]
    )
    const chat = { chatId: from, kind: "group", title: "Group" } as const
    await storage.run(Effect.flatMap(Destinations, (all) => all.learn(channel, [chat])))
    await accept(to, "1", "in the new one")
    await move(from, to)
    await move(from, to)
    expect(await chats(from, to)).toEqual([
      { id: old.conversationId, chat_id: to, controller: "paused", is_support: true, unread: 2 }
    ])
    const said = await storage.query<{ text: string }>(
      "select text from message where conversation_id = $1 order by id",
      [old.conversationId]
    )
    expect(said).toEqual([{ text: "in the old one" }, { text: "in the new one" }])
    const paused = await storage.query("select 1 from paused_chat where conversation_id = $1", [
      old.conversationId
    ])
    expect(paused).toHaveLength(1)
    const known = await storage.query("select chat_id from known_chat where chat_id in ($1, $2)", [from, to])
    expect(known).toEqual([{ chat_id: to }])
  })

  it("a message of the old group that is brought once more is known, and a late one is stored where the chat is now", async () => {
    const [from, to] = ["-502", "-100502"]
    await accept(from, "1")
    await move(from, to)
    expect(await accept(from, "1")).toEqual(Option.none())
    const late = Option.getOrThrow(await accept(from, "2", "late"))
    const other = Option.getOrThrow(await accept(to, "2", "another"))
    expect(late.conversationId).toBe(other.conversationId)
    expect(await chats(from, to)).toHaveLength(1)
  })

  it("two processes that move it while others write in both lose nothing and leave one chat", async () => {
    const [from, to] = ["-503", "-100503"]
    await accept(from, "0")
    await storage.race(24, (n) =>
      n % 6 === 0
        ? Effect.flatMap(Outbox, (outbox) => outbox.moveChat(channel, from, to))
        : Effect.flatMap(Inbox, (inbox) =>
            Effect.asVoid(
              inbox.accept(
                channel,
                inbound({
                  chatId: n % 2 === 0 ? from : to,
                  networkId: String(n),
                  chatPn: null,
                  chatKind: "group"
                })
              )
            )
          )
    )
    await move(from, to)
    const [chat, ...more] = await chats(from, to)
    expect(more).toEqual([])
    const [count] = await storage.query<{ n: number }>(
      "select count(*)::int as n from message where conversation_id = $1",
      [chat!.id]
    )
    expect(count!.n).toBe(21)
  })

  it("begins a topic with its group's switches", async () => {
    await accept("-100504", "1")
    await storage.query(
      "update conversation set is_support = true, controller = 'paused' where chat_id = '-100504'"
    )
    await storage.run(
      Effect.flatMap(Inbox, (inbox) =>
        inbox.accept(
          channel,
          inbound({ chatId: "-100504/42", networkId: "2", chatPn: null, chatKind: "group", chatTitle: null })
        )
      )
    )
    expect(await chats("-100504/42")).toMatchObject([{ is_support: true, controller: "paused" }])
    const [topic] = await storage.query("select title from conversation where chat_id = '-100504/42'")
    expect(topic).toEqual({ title: "Group -100504 / topic 42" })
  })
})

describe("CH-07: an edited message", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let channel: ChannelHandle
  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
    const held = storage.run(
      Effect.flatMap(Channels, (channels) => channels.hold(tenant.tenantId, tenant.telegram))
    )
    channel = Option.getOrThrow(await held)
  })
  afterAll(() => storage.close())

  const message = (networkId: string, text: string) => inbound({ chatId: "7", chatPn: null, networkId, text })
  const inbox = <A, E>(use: (service: Inbox["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Inbox, use))
  const accept = async (networkId: string, text: string) =>
    Option.getOrThrow(await inbox((all) => all.accept(channel, message(networkId, text))))
  const edit = (networkId: string, text: string) =>
    inbox((all) => all.edit(channel, message(networkId, text)))
  const rowOf = async (id: string) =>
    (await storage.query("select text, stage, note from message where id = $1", [id]))[0]

  it("that was no command is handled as it says now, once, however many processes are told of it", async () => {
    const { messageId } = await accept("1", "helo")
    await inbox((all) => all.finish(tenant.tenantId, messageId, "ignored", "No command"))
    const told = await storage.race(8, () =>
      Effect.flatMap(Inbox, (all) => all.edit(channel, message("1", "cancel 1")))
    )
    expect(told.filter(Option.isSome)).toHaveLength(1)
    expect(await rowOf(messageId)).toMatchObject({ text: "cancel 1", stage: "received" })
    await inbox((all) => all.finish(tenant.tenantId, messageId, "ignored", "No command"))
    expect(await rowOf(messageId)).toEqual({
      text: "cancel 1",
      stage: "ignored",
      note: "Edited by the writer; it first said: helo. No command"
    })
  })

  it("that was answered is shown as it says now, and not handled again", async () => {
    const { messageId, conversationId } = await accept("2", "cancel 2")
    const { tenantId, channelId } = channel
    await storage.run(
      Effect.flatMap(Outbox, (outbox) =>
        outbox.reply({
          tenantId,
          channelId,
          conversationId,
          causeId: messageId,
          parts: ["done"],
          quotedId: null,
          at: Date.now()
        })
      )
    )
    expect(await edit("2", "cancel 3")).toEqual(Option.none())
    expect(await rowOf(messageId)).toEqual({
      text: "cancel 3",
      stage: "done",
      note: "Edited by the writer; it first said: cancel 2"
    })
  })

  it("that is being handled at this moment is handled again only when that found no command", async () => {
    const { messageId } = await accept("3", "helo")
    expect(Option.isSome(await edit("3", "cancel 3"))).toBe(true)
    await inbox((all) => all.finish(tenant.tenantId, messageId, "ignored", "No command"))
    expect(await rowOf(messageId)).toMatchObject({ stage: "received", text: "cancel 3" })
    await inbox((all) => all.finish(tenant.tenantId, messageId, "ignored", "No command"))
    expect(await rowOf(messageId)).toMatchObject({ stage: "ignored" })
  })

  it("that says the same is nothing, and one that was never seen is a new one", async () => {
    const { messageId } = await accept("4", "hello")
    expect(await edit("4", "hello")).toEqual(Option.none())
    expect(await rowOf(messageId)).toMatchObject({ note: null })
    expect(Option.isSome(await edit("5", "cancel 5"))).toBe(true)
    expect(await inbox((all) => all.accept(channel, message("5", "cancel 5")))).toEqual(Option.none())
  })
})
