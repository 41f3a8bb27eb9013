import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeSender } from "../../src/actors/channels/ChannelSender.ts"
import { makeSettling } from "../../src/actors/channels/Settling.ts"
import { Alerts } from "../../src/ports/Alerts.ts"
import { type Outgoing, SendError } from "../../src/ports/ChannelTransport.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { holder, inbound } from "./Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "./TestStorage.ts"

describe("a channel that sends", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openStorage(1)
    tenant = await storage.run(smallTenant())
  })
  afterAll(() => storage.close())

  /** Sends one answer through a network that refuses it once, for `reason`; the times of the attempts. */
  const attemptsAfter = (reason: (typeof SendError.Type)["reason"], chatId: string) =>
    Effect.gen(function* () {
      const channel = yield* holder(tenant.tenantId, tenant.telegram)
      const { tenantId, channelId } = channel
      const outbox = yield* Outbox
      const stored = yield* (yield* Inbox).accept(channel, inbound({ chatId, chatPn: null }))
      const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
      const at = Date.now()
      yield* outbox.reply({
        tenantId,
        channelId,
        conversationId,
        causeId,
        parts: ["late"],
        quotedId: null,
        at
      })
      const sender = yield* (yield* makeSender)(channel)
      const attempts: Array<number> = []
      const chats: Array<string> = []
      const isSent = new Promise<void>((resolve) => {
        const send = (message: Outgoing) =>
          Effect.suspend(() => {
            attempts.push(Date.now())
            chats.push(message.chatId)
            if (attempts.length === 1) return Effect.fail(new SendError({ reason, safeText: "later" }))
            resolve()
            return Effect.succeed({ networkId: `T${at}` })
          })
        Effect.runSync(
          sender.through({ send, chats: Effect.succeed([]), closed: Effect.never, unlink: Effect.void })
        )
      })
      yield* sender.opened
      yield* Effect.promise(() => isSent)
      return { wait: attempts[1]! - attempts[0]!, chats }
    }).pipe(Effect.provideService(Alerts, { raise: () => Effect.void }), Effect.scoped)

  it("CH-11: what the network wants later leaves when its time has come, and not seconds after", async () => {
    const reason = { _tag: "RateLimited", retryAfterMillis: 300 } as const
    const { wait } = await storage.run(attemptsAfter(reason, "-100501"))
    expect(wait).toBeGreaterThanOrEqual(300)
    expect(wait).toBeLessThan(2_000)
  })

  it("CH-07: what belongs to a group that has moved follows it without waiting for the next look", async () => {
    const reason = { _tag: "Moved", chatId: "-100000000502" } as const
    const { wait, chats } = await storage.run(attemptsAfter(reason, "-502"))
    expect(chats).toEqual(["-502", "-100000000502"])
    expect(wait).toBeLessThan(2_000)
  })

  it("CH-12: what was sent is written down before the channel ends", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    const { tenantId, channelId } = channel
    const stages = () =>
      storage.query<{ stage: string }>(
        "select stage from message where channel_id = $1 and direction = 'out'",
        [channelId]
      )
    await storage.run(
      Effect.scoped(
        Effect.gen(function* () {
          const outbox = yield* Outbox
          const settled = yield* makeSettling(outbox, channel)
          for (let n = 0; n < 3; n += 1) {
            const stored = yield* (yield* Inbox).accept(channel, inbound())
            const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
            const reply = { tenantId, channelId, conversationId, causeId, quotedId: null }
            yield* outbox.reply({ ...reply, parts: [`answer ${n}`], at: Date.now() })
          }
          const rows = yield* outbox.due(channel, Date.now() + 1_000, 10, [])
          expect(rows).toHaveLength(3)
          // The first is being written when the others come, and then the channel ends.
          for (const { messageId, reservedId: networkId } of rows) {
            yield* settled({ messageId, outcome: { _tag: "Sent", networkId } }).isIn
            yield* Effect.yieldNow
          }
        })
      )
    )
    expect(await stages()).toEqual([{ stage: "sent" }, { stage: "sent" }, { stage: "sent" }])
  })
})
