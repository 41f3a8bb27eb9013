import { Effect, Latch, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { makeSender } from "../../src/actors/channels/ChannelSender.ts"
import { Alerts } from "../../src/ports/Alerts.ts"
import type { Outgoing } from "../../src/ports/ChannelTransport.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { holder, inbound, requestMaker } from "./Rows.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

describe("CH-11: who goes first when a channel has much to send", () => {
  let storage: TestStorage
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  it("an answer leaves at once while the network keeps messages to a dozen providers waiting", async () => {
    const own = await storage.run(smallTenant({ providerWindowMillis: 0 }))
    const request = await storage.run(requestMaker(own))
    const sent: Array<string> = []
    await storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(own.tenantId, own.whatsapp)
        const { tenantId, channelId } = channel
        for (let n = 0; n < 12; n += 1) {
          const dispatch = {
            kind: "provider",
            routeId: null as never,
            channelId,
            chatId: `88${n}@g.us`
          } as const
          yield* (yield* Requests).accept(request(String(495_000_000 + n), { dispatches: [dispatch] }))
          yield* (yield* Dispatches).take(Date.now(), 100)
        }
        const sender = yield* (yield* makeSender)(channel)
        const word = yield* Latch.make(false)
        const send = ({ chatId, reservedId }: Outgoing) =>
          Effect.suspend(() => {
            sent.push(chatId)
            const receipt = { networkId: reservedId }
            return chatId.endsWith("@g.us") ? Effect.as(word.await, receipt) : Effect.succeed(receipt)
          })
        const until = (fits: () => boolean) =>
          Effect.promise(() => vi.waitFor(() => expect(fits()).toBe(true), 5_000))
        yield* sender.through({
          send,
          chats: Effect.succeed([]),
          knows: () => Effect.succeed(null),
          closed: Effect.never,
          unlink: Effect.void
        })
        yield* sender.opened
        yield* until(() => sent.length >= 6)
        const stored = yield* (yield* Inbox).accept(channel, inbound({ chatId: "901@lid", chatPn: null }))
        const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
        const reply = { tenantId, channelId, conversationId, causeId, quotedId: null, at: Date.now() }
        yield* (yield* Outbox).reply({ ...reply, parts: ["quick"] })
        yield* sender.flush
        yield* Effect.ensuring(
          until(() => sent.includes("901@lid")),
          word.open
        )
        yield* until(() => sent.length === 13)
      }).pipe(Effect.provideService(Alerts, { raise: () => Effect.void }), Effect.scoped)
    )
    expect(new Set(sent).size).toBe(13)
  })
})
