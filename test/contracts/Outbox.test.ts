import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { ConversationId, MessageId } from "../../src/domain/Ids.ts"
import { Channels } from "../../src/ports/Channels.ts"
import type { ChannelHandle } from "../../src/ports/ChannelTransport.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox, type SendOutcome } from "../../src/ports/Outbox.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { inbound, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("the outbox in PostgreSQL", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let lastChat = 1_000
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  const outbox = <A, E>(use: (service: Outbox["Service"]) => Effect.Effect<A, E>) =>
    storage.run(Effect.flatMap(Outbox, use))
  const hold = (kind: "whatsapp" | "telegram" = "whatsapp") =>
    storage.run(
      Effect.map(
        Effect.flatMap(Channels, (channels) => channels.hold(tenant.tenantId, tenant[kind])),
        Option.getOrThrow
      )
    )
  /** A message in a chat and its answer, which waits to be sent. */
  const answer = async (channel: ChannelHandle, chatId: string, text: string) => {
    const stored = await storage.run(
      Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, inbound({ chatId, chatPn: null })))
    )
    const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
    const { tenantId, channelId } = channel
    const at = Date.now()
    await outbox((o) =>
      o.reply({ tenantId, channelId, conversationId, causeId, parts: [text], quotedId: null, at })
    )
    const [row] = await storage.query<{ id: MessageId }>("select id from message where cause_id = $1", [
      causeId
    ])
    return { id: row!.id, conversationId }
  }
  const newChat = () => `${++lastChat}@lid`
  const due = async (channel: ChannelHandle, at = Date.now(), busy: ReadonlyArray<ConversationId> = []) =>
    (await outbox((o) => o.due(channel, at, 100, busy))).map(({ text }) => text)
  const settle = (channel: ChannelHandle, messageId: MessageId, outcome: SendOutcome) =>
    outbox((o) => o.settle(channel, [{ messageId, outcome }]))
  const stageOf = async (id: MessageId) =>
    (
      await storage.query<{ stage: string; network_id: string }>(
        "select stage, network_id from message where id = $1",
        [id]
      )
    )[0]!

  it("CH-11: gives what is due oldest first, without the chats that are busy", async () => {
    const channel = await hold()
    const [a, b] = [newChat(), newChat()]
    const first = await answer(channel, a, "a1")
    await answer(channel, b, "b1")
    await answer(channel, a, "a2")
    expect(await due(channel)).toEqual(["a1", "b1", "a2"])
    expect(await due(channel, Date.now(), [first.conversationId])).toEqual(["b1"])
    await storage.query("update message set stage = 'sent' where direction = 'out'")
  })

  it("CH-11: what waits for its next try holds back the rest of its chat, and only that", async () => {
    const channel = await hold()
    const [a, b] = [newChat(), newChat()]
    const first = await answer(channel, a, "a1")
    await answer(channel, a, "a2")
    await answer(channel, b, "b1")
    const nextAt = Date.now() + 60_000
    await settle(channel, first.id, { _tag: "Retry", nextAt, safeText: "no answer" })
    expect(await due(channel)).toEqual(["b1"])
    expect(await due(channel, nextAt)).toEqual(["a1", "a2", "b1"])
    await settle(channel, first.id, { _tag: "Failed", safeText: "refused" })
    expect(await due(channel)).toEqual(["a2", "b1"])
    await storage.query("update message set stage = 'sent' where direction = 'out'")
  })

  it("CH-12: every attempt has the id that was reserved before the first", async () => {
    const channel = await hold()
    const { id } = await answer(channel, newChat(), "once")
    const reserved = (await stageOf(id)).network_id
    expect(reserved).toMatch(/^3EB0[0-9A-F]{18}$/)
    await settle(channel, id, { _tag: "Retry", nextAt: Date.now(), safeText: "no answer" })
    const [again] = await outbox((o) => o.due(channel, Date.now(), 10, []))
    expect(again).toMatchObject({ reservedId: reserved, attempts: 1 })
    await settle(channel, id, { _tag: "Sent", networkId: reserved })
    expect(await stageOf(id)).toEqual({ stage: "sent", network_id: reserved })
  })

  it("design rule 4: an old holder gets nothing to send and claims nothing", async () => {
    const old = await hold("telegram")
    const { id } = await answer(old, "-100777", "for the new holder")
    const current = await hold("telegram")
    expect(await due(old)).toEqual([])
    expect(await outbox((o) => o.claim(old, id))).toBe(false)
    expect(await due(current)).toEqual(["for the new holder"])
    expect(await outbox((o) => o.claim(current, id))).toBe(true)
    expect(await due(current)).toEqual([])
  })

  it("CH-12: an attempt over Telegram counts once, also one whose outcome nobody knows", async () => {
    const channel = await hold("telegram")
    const attempts = async (outcome: SendOutcome) => {
      const { id } = await answer(channel, newChat(), "counted")
      await outbox((o) => o.claim(channel, id))
      await settle(channel, id, outcome)
      const [row] = await storage.query<{ attempts: number }>("select attempts from message where id = $1", [
        id
      ])
      return row!.attempts
    }
    expect(await attempts({ _tag: "Sent", networkId: newId() })).toBe(1)
    expect(await attempts({ _tag: "Uncertain", safeText: "no answer" })).toBe(1)
    expect(await attempts({ _tag: "Postponed", nextAt: Date.now() })).toBe(0)
    await storage.query("update message set stage = 'failed' where stage = 'queued'")
  })

  it("PR-07: what reached a provider is in the log with the name of its chat", async () => {
    const { tenantId, whatsapp: channelId } = tenant
    const chatId = "77@g.us"
    const setup = { tenantId, providerId: null, command: null, channelId, chatId, label: "FastLikes desk" }
    const routeId = await storage.run(Effect.flatMap(TenantSetup, (service) => service.addRoute(setup)))
    const request = await storage.run(requestMaker(tenant))
    const made = request("492000003", { dispatches: [{ kind: "provider", routeId, channelId, chatId }] })
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(made)))
    await storage.run(Effect.flatMap(Dispatches, (d) => d.take(Date.now() + 1_000, 10)))
    const channel = await hold()
    const rows = await outbox((o) => o.due(channel, Date.now() + 1_000, 10, []))
    const { messageId, reservedId } = rows.find((row) => row.chatId === chatId)!
    await settle(channel, messageId, { _tag: "Sent", networkId: reservedId })
    await vi.waitFor(async () => {
      const lines = await storage.query("select text from log_line where text like 'Sent to the provider%'")
      expect(lines).toContainEqual({
        text: "Sent to the provider in FastLikes desk: 8492000003 cancel"
      })
    })
  })

  it("CH-12: what a crash interrupted is uncertain afterwards, with the dispatches it carried, and is not sent again", async () => {
    const { telegram, whatsapp } = tenant
    const request = await storage.run(requestMaker(tenant))
    const provider = {
      kind: "provider",
      routeId: null as never,
      channelId: telegram,
      chatId: "-100888"
    } as const
    const made = request("492000001", { dispatches: [provider] })
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(made)))
    await storage.run(Effect.flatMap(Dispatches, (d) => d.take(Date.now() + 1_000, 10)))
    const channel = await hold("telegram")
    const [message] = await outbox((o) => o.due(channel, Date.now() + 1_000, 10, []))
    await outbox((o) => o.claim(channel, message!.messageId))
    const next = await hold("telegram")
    await outbox((o) => o.recover(next))
    expect((await stageOf(message!.messageId)).stage).toBe("uncertain")
    expect(await due(next, Date.now() + 600_000)).toEqual([])
    const state = "select d.state, r.status, r.stage from dispatch d join request r on r.id = d.request_id"
    expect(await storage.query(`${state} where d.message_id = $1`, [message!.messageId])).toEqual([
      { state: "uncertain", status: "waiting", stage: "recorded" }
    ])
    expect(whatsapp).not.toBe(telegram)
  })

  it("DI-03, design rule 4: a late word of an old holder changes nothing of what is sent already", async () => {
    const request = await storage.run(requestMaker(tenant))
    const { whatsapp: channelId } = tenant
    const provider = { kind: "provider", routeId: null as never, channelId, chatId: "5@g.us" } as const
    const made = request("492000002", { dispatches: [provider] })
    await storage.run(Effect.flatMap(Requests, (requests) => requests.accept(made)))
    await storage.run(Effect.flatMap(Dispatches, (d) => d.take(Date.now() + 1_000, 10)))
    const old = await hold()
    const [message] = await outbox((o) => o.due(old, Date.now() + 1_000, 10, []))
    const current = await hold()
    const { messageId, reservedId } = message!
    await settle(current, messageId, { _tag: "Sent", networkId: reservedId })
    for (const outcome of [
      { _tag: "Retry", nextAt: Date.now(), safeText: "late" },
      { _tag: "Failed", safeText: "late" },
      { _tag: "Uncertain", safeText: "late" }
    ] as const) {
      await settle(old, messageId, outcome)
      expect((await stageOf(messageId)).stage).toBe("sent")
      const state = "select d.state, r.status, r.stage from dispatch d join request r on r.id = d.request_id"
      expect(await storage.query(`${state} where d.message_id = $1`, [messageId])).toEqual([
        { state: "done", status: "done", stage: "added" }
      ])
    }
  })

  it("LD-03: delivered and read never go back", async () => {
    const channel = await hold()
    const { id } = await answer(channel, newChat(), "ticks")
    const { network_id: networkId } = await stageOf(id)
    await settle(channel, id, { _tag: "Sent", networkId })
    for (const [stage, expected] of [
      ["delivered", "delivered"],
      ["read", "read"],
      ["delivered", "read"],
      ["read", "read"]
    ] as const) {
      await outbox((o) => o.delivered(channel, [{ networkId, stage }]))
      expect((await stageOf(id)).stage).toBe(expected)
    }
  })

  it("CH-07: after a group's upgrade, messages with the numbers of the old chat are new ones, in and out", async () => {
    const channel = await hold("telegram")
    const from = "-4001"
    const to = "-1000000004001"
    const accept = (chatId: string, networkId: string) =>
      storage.run(
        Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, inbound({ chatId, networkId, chatPn: null })))
      )
    const { id } = await answer(channel, from, "sent before")
    await settle(channel, id, { _tag: "Sent", networkId: "2" })
    expect(Option.isSome(await accept(from, "3"))).toBe(true)
    const waiting = await answer(channel, from, "sent after")
    await outbox((o) => o.moveChat(channel, from, to))
    const [row] = await outbox((o) => o.due(channel, Date.now() + 1_000, 10, []))
    expect(row).toMatchObject({ chatId: to, text: "sent after" })
    await settle(channel, waiting.id, { _tag: "Sent", networkId: "2" })
    expect(await stageOf(waiting.id)).toEqual({ stage: "sent", network_id: "2" })
    expect(Option.isSome(await accept(to, "3"))).toBe(true)
    expect(
      await storage.query("select 1 from conversation where chat_id in ($1, $2)", [from, to])
    ).toHaveLength(1)
  })

  it("CH-07: when somebody wrote in the upgraded group first, what waits in the old one follows there", async () => {
    const channel = await hold("telegram")
    const from = "-4002"
    const to = "-1000000004002"
    await answer(channel, from, "waits")
    const seen = inbound({ chatId: to, chatPn: null, networkId: newId() })
    await storage.run(Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, seen)))
    await outbox((o) => o.moveChat(channel, from, to))
    const rows = await outbox((o) => o.due(channel, Date.now() + 1_000, 10, []))
    expect(rows).toMatchObject([{ chatId: to, text: "waits" }])
  })
})
