import { Effect, Fiber, Latch, Option } from "effect"
import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { makeSender } from "../../src/actors/channels/ChannelSender.ts"
import { Alerts } from "../../src/ports/Alerts.ts"
import {
  type ChannelHandle,
  type Connection,
  type Outgoing,
  SendError
} from "../../src/ports/ChannelTransport.ts"
import { ConversationId } from "../../src/domain/Ids.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { holder, inbound } from "./Rows.ts"
import { storeBroadcast } from "./StoredBroadcasts.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

const people = (count: number, from = 7_000) => Array.from({ length: count }, (_, n) => String(from + n))

const until = (fits: () => boolean) =>
  Effect.promise(() => vi.waitFor(() => expect(fits()).toBe(true), { timeout: 20_000, interval: 10 }))

/** A chat's question, and the bot's answer that waits to be sent. */
const answer = Effect.fnUntraced(function* (channel: ChannelHandle, chatId: string, text: string) {
  const stored = yield* (yield* Inbox).accept(channel, inbound({ chatId, chatPn: null }))
  const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
  const { tenantId, channelId } = channel
  const at = Date.now()
  yield* (yield* Outbox).reply({
    tenantId,
    channelId,
    conversationId,
    causeId,
    parts: [text],
    quotedId: null,
    at
  })
})

describe("CH-11: broadcasts are slower and separate", () => {
  let storage: TestStorage
  let own: SmallTenant
  let alerts: Array<string>
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  /** A sender on a new workspace's channel, with the broadcast in its outbox before anything else. */
  const play = async (
    kind: "telegram" | "whatsapp",
    chats: ReadonlyArray<string>,
    send: Connection["send"],
    act: (
      channel: ChannelHandle,
      sender: Effect.Success<ReturnType<Effect.Success<typeof makeSender>>>
    ) => Effect.Effect<void, never, Inbox | Outbox>
  ) => {
    own = await storage.run(smallTenant())
    alerts = []
    const raise: Alerts["Service"]["raise"] = (_, __, text) => Effect.sync(() => void alerts.push(text))
    await storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(own.tenantId, own[kind])
        const news = { tenantId: own.tenantId, channelId: own[kind], chats, text: "news" }
        yield* Effect.promise(() => storeBroadcast(storage.query, news))
        const sender = yield* (yield* makeSender)(channel)
        const { chats: none, ...rest } = {
          chats: Effect.succeed([]),
          closed: Effect.never,
          unlink: Effect.void
        }
        yield* sender.through({ send, chats: none, knows: () => Effect.succeed(null), ...rest })
        yield* act(channel, sender)
      }).pipe(Effect.provideService(Alerts, { raise }), Effect.scoped)
    )
  }

  it.each([
    ["telegram", 125],
    ["whatsapp", 2_000]
  ] as const)(
    "on %s thirty answers leave as if no broadcast to two thousand waited, and that one by one, %i ms apart at least",
    async (kind, gap) => {
      const sent: Array<{ readonly text: string; readonly at: number }> = []
      const send = ({ text, reservedId }: Outgoing) =>
        Effect.sync(() => {
          sent.push({ text, at: performance.now() })
          return { networkId: `${kind}${reservedId}` }
        })
      const news = () => sent.filter(({ text }) => text === "news")
      await play(kind, people(2_000), send, (channel, sender) =>
        Effect.gen(function* () {
          yield* sender.opened
          yield* until(() => news().length === 1)
          for (const chatId of people(30, 20_000)) yield* answer(channel, chatId, "quick")
          yield* sender.flush
          yield* until(() => sent.length - news().length === 30)
          yield* until(() => news().length >= 3)
        })
      )
      const times = news().map(({ at }) => at)
      // A timer may be a few milliseconds early.
      for (const [n, at] of times.slice(1).entries()) expect(at - times[n]!).toBeGreaterThan(gap - 10)
      const { at: first } = sent.find(({ text }) => text === "quick")!
      const { at: last } = sent.findLast(({ text }) => text === "quick")!
      const among = times.filter((at) => at > first && at < last).length
      expect(among).toBeLessThanOrEqual(1 + (last - first) / gap)
    }
  )

  it("an answer does not wait for a broadcast on which the network sits, not even in the same chat", async () => {
    const word = Latch.makeUnsafe(false)
    const begun: Array<string> = []
    const send = ({ text, reservedId }: Outgoing) =>
      Effect.suspend(() => {
        begun.push(text)
        const receipt = { networkId: reservedId }
        return text === "news" ? Effect.as(word.await, receipt) : Effect.succeed(receipt)
      })
    await play("whatsapp", ["7001@lid"], send, (channel, sender) =>
      Effect.gen(function* () {
        yield* sender.opened
        yield* until(() => begun.length === 1)
        yield* answer(channel, "7001@lid", "here")
        yield* answer(channel, "7002@lid", "there")
        yield* sender.flush
        yield* Effect.ensuring(
          until(() => begun.length === 3),
          word.open
        )
      })
    )
    expect(begun[0]).toBe("news")
    expect(begun.toSorted()).toEqual(["here", "news", "there"])
    const stages = await storage.query(
      "select stage from message where channel_id = $1 and direction = 'out'",
      [own.whatsapp]
    )
    expect(stages).toEqual([{ stage: "sent" }, { stage: "sent" }, { stage: "sent" }])
  })

  it("LD-02: who takes a chat over waits until a broadcast that is on its way to it has left, and for no other", async () => {
    const word = Latch.makeUnsafe(false)
    const begun: Array<string> = []
    const steps: Array<string> = []
    const send = ({ chatId, reservedId }: Outgoing) =>
      Effect.suspend(() => {
        begun.push(chatId)
        return Effect.as(word.await, { networkId: reservedId })
      })
    await play("whatsapp", ["7001@lid"], send, (_, sender) =>
      Effect.gen(function* () {
        yield* sender.opened
        yield* until(() => begun.length === 1)
        const [row] = yield* Effect.promise(() =>
          storage.query<{ id: ConversationId }>("select id from conversation where channel_id = $1", [
            own.whatsapp
          ])
        )
        yield* sender.hold(ConversationId.make(randomUUID()))
        steps.push("another is held")
        const held = yield* Effect.forkChild(
          Effect.tap(sender.hold(row!.id), () => Effect.sync(() => void steps.push("it is held")))
        )
        yield* Effect.yieldNow
        steps.push("sent")
        yield* word.open
        yield* Fiber.join(held)
      })
    )
    expect(steps).toEqual(["another is held", "sent", "it is held"])
  })

  it("what the network wants later, or does not want at all, holds back none of the others and no alert is raised for each", async () => {
    const tried: Array<string> = []
    const refuse = (reason: (typeof SendError.Type)["reason"]) =>
      Effect.fail(new SendError({ reason, safeText: "The bot was blocked" }))
    const send = ({ chatId, text }: Outgoing) =>
      Effect.suspend(() => {
        tried.push(`${chatId} ${text}`)
        if (chatId === "7000") return refuse({ _tag: "RateLimited", retryAfterMillis: 60_000 })
        return chatId === "7001" ? refuse({ _tag: "Refused" }) : Effect.succeed({ networkId: `B${chatId}` })
      })
    await play("telegram", people(3), send, (channel, sender) =>
      Effect.gen(function* () {
        const more = {
          tenantId: own.tenantId,
          channelId: channel.channelId,
          chats: ["7000"],
          text: "more news"
        }
        yield* Effect.promise(() => storeBroadcast(storage.query, more))
        yield* sender.opened
        yield* until(() => tried.length === 3)
        // What is written to that chat by the bot does not wait for it.
        yield* answer(channel, "7000", "an answer")
        yield* sender.flush
        yield* until(() => tried.length === 4)
      })
    )
    expect(tried.slice(0, 3).toSorted()).toEqual(["7000 news", "7001 news", "7002 news"])
    expect(tried[3]).toBe("7000 an answer")
    expect(alerts).toEqual([])
    const rows = await storage.query(
      "select c.chat_id as chat, m.stage from message m join conversation c on c.id = m.conversation_id where m.author = 'broadcast' and m.channel_id = $1 order by 1, 2",
      [own.telegram]
    )
    // The chat's second broadcast keeps behind its first.
    expect(rows).toEqual([
      { chat: "7000", stage: "queued" },
      { chat: "7000", stage: "queued" },
      { chat: "7001", stage: "failed" },
      { chat: "7002", stage: "sent" }
    ])
  })

  it("the outbox gives one at a time, and none for a chat for which an answer waits", async () => {
    own = await storage.run(smallTenant())
    const chats = { tenantId: own.tenantId, channelId: own.telegram, text: "news" }
    await storeBroadcast(storage.query, { ...chats, chats: ["7000"] })
    await storeBroadcast(storage.query, { ...chats, chats: people(500, 7_001) })
    const rows = await storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(own.tenantId, own.telegram)
        const outbox = yield* Outbox
        const due = () =>
          Effect.map(outbox.due(channel, Date.now() + 1_000, 200, []), (found) =>
            found.map(({ chatId, isBroadcast, isPatient }) => ({ chatId, isBroadcast, isPatient }))
          )
        const before = yield* due()
        yield* answer(channel, "7000", "first")
        return { before, after: yield* due() }
      })
    )
    expect(rows.before).toEqual([{ chatId: "7000", isBroadcast: true, isPatient: true }])
    expect(rows.after).toContainEqual({ chatId: "7000", isBroadcast: false, isPatient: false })
    expect(rows.after.filter(({ isBroadcast }) => isBroadcast)).toHaveLength(1)
    expect(rows.after.find(({ isBroadcast }) => isBroadcast)?.chatId).not.toBe("7000")
  })
})
