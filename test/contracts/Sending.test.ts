import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { makeSender } from "../../src/actors/channels/ChannelSender.ts"
import { makeSettling } from "../../src/actors/channels/Settling.ts"
import { Alerts } from "../../src/ports/Alerts.ts"
import { type Outgoing, SendError } from "../../src/ports/ChannelTransport.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox, type OutgoingRow } from "../../src/ports/Outbox.ts"
import { Requests } from "../../src/ports/Requests.ts"
import { holder, inbound, requestMaker } from "./Rows.ts"
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
          sender.through({
            send,
            chats: Effect.succeed([]),
            knows: () => Effect.succeed(null),
            closed: Effect.never,
            unlink: Effect.void
          })
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

  it("CH-11: a WhatsApp number leaves its gap between messages, also to different chats, and each chat keeps its order", async () => {
    const own = await storage.run(smallTenant({ whatsappGapMillis: 120 }))
    const sent: Array<{ readonly at: number; readonly text: string }> = []
    await storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(own.tenantId, own.whatsapp)
        const { tenantId, channelId } = channel
        const outbox = yield* Outbox
        for (let n = 0; n < 6; n += 1) {
          const chatId = `70${n % 3}@lid`
          const stored = yield* (yield* Inbox).accept(channel, inbound({ chatId, chatPn: null }))
          const { conversationId, messageId: causeId } = Option.getOrThrow(stored)
          const reply = { tenantId, channelId, conversationId, causeId, quotedId: null, at: Date.now() }
          yield* outbox.reply({ ...reply, parts: [`${n % 3}/${n}`] })
        }
        const sender = yield* (yield* makeSender)(channel)
        const send = ({ reservedId, text }: Outgoing) =>
          Effect.sync(() => {
            sent.push({ at: performance.now(), text })
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
        yield* Effect.promise(() => vi.waitFor(() => expect(sent).toHaveLength(6), 5_000))
      }).pipe(Effect.provideService(Alerts, { raise: () => Effect.void }), Effect.scoped)
    )
    const gaps = sent.slice(1).map(({ at }, n) => at - sent[n]!.at)
    // Half a gap at least; a timer may be a few milliseconds early or late.
    expect(Math.min(...gaps)).toBeGreaterThan(50)
    expect(new Set(gaps.map(Math.round)).size).toBeGreaterThan(1)
    for (const chat of ["0", "1", "2"]) {
      const own = sent.flatMap(({ text }) => (text.startsWith(`${chat}/`) ? [text] : []))
      expect(own).toEqual(own.toSorted())
    }
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

  it("DI-02: a chat that refuses is asked by one message at a time, its owner hears of it once, and other chats go on", async () => {
    const own = await storage.run(smallTenant({ providerWindowMillis: 0 }))
    const request = await storage.run(requestMaker(own))
    let number = 494_000_000
    const accept = (chatId: string) =>
      Effect.flatMap(Requests, (requests) =>
        requests.accept(
          request(String(++number), {
            dispatches: [{ kind: "provider", routeId: null as never, channelId: own.telegram, chatId }]
          })
        )
      )
    /** A message of its own for each request: nobody takes two of them together. */
    const formed = Effect.fnUntraced(function* (chatId: string) {
      yield* accept(chatId)
      yield* (yield* Dispatches).take(Date.now(), 100)
    })
    const states = () =>
      storage.query<{ state: string }>(
        "select state from dispatch where chat_id = '-601' and tenant_id = $1 order by id",
        [own.tenantId]
      )
    const alerts: Array<string> = []
    const tried: Array<string> = []
    let isClosed = true
    await storage.run(
      Effect.gen(function* () {
        const channel = yield* holder(own.tenantId, own.telegram)
        for (const chatId of ["-601", "-601", "-601", "-602"]) yield* formed(chatId)
        const sender = yield* (yield* makeSender)(channel)
        const { chats, closed, unlink } = {
          chats: Effect.succeed([]),
          closed: Effect.never,
          unlink: Effect.void
        }
        const send = ({ chatId, text }: Outgoing) =>
          Effect.suspend(() => {
            tried.push(`${chatId} ${text.split(" ", 1)[0]?.slice(-1)}`)
            return isClosed && chatId === "-601"
              ? Effect.fail(
                  new SendError({
                    reason: { _tag: "Refused", isClosed: true },
                    safeText: "Not in this group."
                  })
                )
              : Effect.succeed({ networkId: `S${tried.length}` })
          })
        const until = (wanted: ReadonlyArray<string>) =>
          Effect.promise(() =>
            vi.waitFor(async () => expect((await states()).map(({ state }) => state)).toEqual(wanted), 5_000)
          )
        /** The chat's next time has come. */
        const timeHasCome = Effect.promise(() =>
          storage.query("update paused_chat set until = now() - interval '1 second'")
        )
        yield* sender.through({ send, chats, knows: () => Effect.succeed(null), closed, unlink })
        yield* sender.opened
        yield* until(["dead", "running", "running"])
        yield* Effect.promise(() => vi.waitFor(() => expect(tried.toSorted()).toEqual(["-601 1", "-602 4"])))
        // What is formed meanwhile waits as well.
        yield* formed("-601")
        yield* sender.flush
        yield* timeHasCome
        yield* sender.flush
        yield* until(["dead", "dead", "running", "running"])
        expect(tried).toHaveLength(3)
        expect(alerts).toEqual([
          "Messages to a chat could not be sent: Not in this group. Others for it wait and are tried one by one; the Requests page shows what failed."
        ])
        const [pause] = yield* Effect.promise(() =>
          storage.query<{ refusals: number }>("select refusals from paused_chat where tenant_id = $1", [
            own.tenantId
          ])
        )
        expect(pause).toEqual({ refusals: 2 })
        // It lets the number in again: the next try brings all that waits, in order.
        isClosed = false
        yield* timeHasCome
        yield* sender.flush
        yield* until(["dead", "dead", "done", "done"])
        expect(tried.slice(3)).toEqual(["-601 3", "-601 5"])
        expect(yield* Effect.promise(() => storage.query("select 1 from paused_chat"))).toEqual([])
      }).pipe(
        Effect.provideService(Alerts, { raise: (_, __, text) => Effect.sync(() => void alerts.push(text)) }),
        Effect.scoped
      )
    )
    await storage.query("update dispatch set state = 'done'")
  })

  it("DI-02: what waited too long for a chat that refuses becomes a dead letter with the one that is tried", async () => {
    const own = await storage.run(smallTenant({ providerWindowMillis: 0 }))
    const request = await storage.run(requestMaker(own))
    const dispatches = [
      { kind: "provider", routeId: null as never, channelId: own.telegram, chatId: "-611" } as const
    ]
    const rows = await storage.run(
      Effect.gen(function* () {
        const outbox = yield* Outbox
        const channel = yield* holder(own.tenantId, own.telegram)
        const messages: Array<OutgoingRow> = []
        for (const orderId of ["494100001", "494100002", "494100003"]) {
          yield* (yield* Requests).accept(request(orderId, { dispatches }))
          yield* (yield* Dispatches).take(Date.now() + 1_000, 100)
        }
        messages.push(...(yield* outbox.due(channel, Date.now() + 1_000, 100, [])))
        yield* Effect.promise(() =>
          storage.query("update message set sent_at = now() - interval '1 hour' where id = $1", [
            messages[1]!.messageId
          ])
        )
        const now = Date.now()
        const outcome = {
          _tag: "Closed",
          safeText: "Gone.",
          until: now + 60_000,
          givesUpBefore: now - 1_800_000
        } as const
        yield* outbox.settle(channel, [{ messageId: messages[0]!.messageId, outcome }])
        return yield* outbox.due(channel, Date.now() + 1_000, 100, [])
      })
    )
    expect(rows).toEqual([])
    expect(
      await storage.query("select state, safe_text as text from dispatch where chat_id = '-611' order by id")
    ).toEqual([
      { state: "dead", text: "Gone." },
      { state: "dead", text: "Gone." },
      { state: "running", text: null }
    ])
  })
})
