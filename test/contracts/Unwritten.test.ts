import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { makeSender } from "../../src/actors/channels/ChannelSender.ts"
import { Alerts } from "../../src/ports/Alerts.ts"
import { type Outgoing } from "../../src/ports/ChannelTransport.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { holder, inbound } from "./Rows.ts"
import { openStorage, smallTenant, type TestStorage } from "./TestStorage.ts"

describe("a channel whose database fails while it sends", () => {
  let storage: TestStorage
  beforeAll(async () => {
    storage = await openStorage(1)
  })
  afterAll(() => storage.close())

  it.each(["whatsapp", "telegram"] as const)(
    "CH-12: what the database could not take is written down later, and is not sent twice (%s)",
    async (kind) => {
      const own = await storage.run(smallTenant())
      await storage.query(
        `create function refuse_word() returns trigger language plpgsql as
         $$ begin raise exception 'the database has no room'; end $$`
      )
      await storage.query(
        `create trigger refused before update on message for each row
         when (new.text = 'unlucky' and new.stage <> 'sending') execute function refuse_word()`
      )
      const sent: Array<string> = []
      const stages = () =>
        storage.query<{ stage: string }>(
          "select stage from message where channel_id = $1 and direction = 'out' order by id",
          [own[kind]]
        )
      await storage.run(
        Effect.gen(function* () {
          const channel = yield* holder(own.tenantId, own[kind])
          const { tenantId, channelId } = channel
          const outbox = yield* Outbox
          const stored = yield* (yield* Inbox).accept(channel, inbound({ chatId: "900@lid", chatPn: null }))
          const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
          const reply = { tenantId, channelId, conversationId, causeId, quotedId: null, at: Date.now() }
          yield* outbox.reply({ ...reply, parts: ["unlucky", "after it"] })
          const sender = yield* (yield* makeSender)(channel)
          const send = ({ reservedId, text }: Outgoing) =>
            Effect.sync(() => {
              sent.push(text)
              return { networkId: reservedId }
            })
          yield* sender.through({
            send,
            chats: Effect.succeed([]),
            knows: () => Effect.succeed(null),
            closed: Effect.never,
            unlink: Effect.void
          })
          yield* sender.opened
          yield* Effect.promise(() => vi.waitFor(() => expect(sent).toContain("unlucky"), 5_000))
          // Another look comes and goes meanwhile.
          yield* sender.flush
          yield* Effect.sleep("300 millis")
          yield* Effect.promise(() => storage.query("drop function refuse_word cascade"))
          yield* Effect.promise(() =>
            vi.waitFor(
              async () => expect(await stages()).toEqual([{ stage: "sent" }, { stage: "sent" }]),
              10_000
            )
          )
        }).pipe(Effect.provideService(Alerts, { raise: () => Effect.void }), Effect.scoped)
      )
      expect(sent).toEqual(["unlucky", "after it"])
    }
  )
})
