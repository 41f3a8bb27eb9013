import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { MessageId } from "../../src/domain/Ids.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { Conversations } from "../../src/ports/Conversations.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { type NewRequest, Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { WhatsAppKeys } from "../../src/ports/WhatsAppKeys.ts"
import { holder, inbound, received, requestMaker } from "../contracts/Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "../contracts/TestStorage.ts"

/** Rule 1: what an actor makes pleasant, the database makes certain. Two processes' pools race without any actor. */
describe("races on the database alone", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let request: (orderId: string, fields?: Partial<NewRequest>) => NewRequest
  let lastOrder = 492_100_000
  const nextOrder = () => String(++lastOrder)

  beforeAll(async () => {
    storage = await openStorage(2)
    tenant = await storage.run(smallTenant())
    request = await storage.run(requestMaker(tenant))
  })
  afterAll(() => storage.close())

  type Services = Parameters<TestStorage["run"]>[0] extends Effect.Effect<unknown, unknown, infer R> ? R : never

  /** Starts it `times` at once, by turns in either process. */
  const race = <A, E>(times: number, make: (n: number) => Effect.Effect<A, E, Services>) =>
    Promise.all(
      Array.from({ length: times }, (_, n) => storage.processes[n % 2]!.runPromise(Effect.orDie(make(n))))
    )
  const accept = (made: NewRequest) => Effect.flatMap(Requests, (requests) => requests.accept(made))
  const count = async (rows: Promise<ReadonlyArray<{ readonly count: number }>>) => (await rows)[0]!.count
  const query = <Row extends object>(text: string, parameters: ReadonlyArray<unknown> = []) =>
    storage.run(Effect.flatMap(PlatformSql, (sql) => sql.unsafe<Row>(text, parameters)))
  const requestsOf = (orderId: string) =>
    query<{ id: string; status: string; stage: string }>(
      "select id, status, stage from request where order_id = $1",
      [orderId]
    )
  const tally = (results: ReadonlyArray<{ readonly _tag: string }>) =>
    Object.fromEntries([...Map.groupBy(results, ({ _tag }) => _tag)].map(([tag, all]) => [tag, all.length]))

  it.each([
    ["12 hours", 12 * 3600],
    ["none", 0]
  ])(
    "OR-04, RT-03: of 100 cancels of one order at once, cooldown %s, exactly one is accepted, with its dispatches",
    async (_, cooldownSeconds) => {
      const orderId = nextOrder()
      const results = await race(100, () => accept(request(orderId, { cooldownSeconds })))
      expect(tally(results)).toEqual({ Accepted: 1, Occupied: 99 })
      expect(await requestsOf(orderId)).toHaveLength(1)
      const dispatches = await query("select 1 from dispatch where order_id = $1", [orderId])
      expect(dispatches).toHaveLength(1)
    }
  )

  it("OR-04: ten orders with three commands each, 300 requests at once: one accepted of each", async () => {
    const orders = Array.from({ length: 10 }, nextOrder)
    const commands = ["cancel", "refill", "speedup"] as const
    const results = await race(300, (n) =>
      accept(request(orders[n % 10]!, { command: commands[Math.floor(n / 10) % 3]! }))
    )
    expect(tally(results)).toEqual({ Accepted: 30, Occupied: 270 })
  })

  it("design rule 3: one message that asks 50 times at once makes one request and gets it as the answer", async () => {
    const orderId = nextOrder()
    const made = request(orderId)
    const results = await race(50, () => accept(made))
    expect(tally(results)).toEqual({ Accepted: 1, Repeated: 49 })
    const ids = results.map((result) =>
      result._tag === "Accepted" ? result.requestId : result._tag === "Repeated" ? result.request.requestId : null
    )
    expect(new Set(ids).size).toBe(1)
  })

  const settleFirst = (orderId: string) =>
    Effect.gen(function* () {
      const dispatches = yield* Dispatches
      const claimed = yield* dispatches.claimPanelCalls(Date.now() + 1_000, 500)
      const own = claimed.filter((dispatch) => dispatch.orderId === orderId)
      yield* dispatches.settlePanelCalls(
        own.map((dispatch) => ({ dispatch, outcome: { _tag: "Done" as const } }))
      )
      return own.length
    })

  it.each([
    ["12 hours", 12 * 3600],
    ["none", 0]
  ])(
    "OR-04: cancels that race against the end of the first one, cooldown %s: never two open, none within the cooldown",
    async (_, cooldownSeconds) => {
      const rounds = 8
      let afterwards = 0
      for (let round = 0; round < rounds; round++) {
        const orderId = nextOrder()
        expect(await storage.run(accept(request(orderId, { cooldownSeconds })))).toMatchObject({
          _tag: "Accepted"
        })
        const [settled, ...results] = await Promise.all([
          storage.run(settleFirst(orderId)),
          ...Array.from({ length: 80 }, (_, n) =>
            storage.processes[n % 2]!.runPromise(accept(request(orderId, { cooldownSeconds })))
          )
        ])
        expect(settled).toBe(1)
        const accepted = results.filter(({ _tag }) => _tag === "Accepted").length
        expect(accepted).toBeLessThanOrEqual(cooldownSeconds === 0 ? 1 : 0)
        afterwards += accepted
        const open = (await requestsOf(orderId)).filter(({ status }) => status === "open")
        expect(open).toHaveLength(accepted)
      }
      console.log(`OR-04: ${afterwards} of ${rounds} rounds accepted a second request after the first was done`)
    }
  )

  it("design step 9: 50 replies to one message at once: one is written, the message is done", async () => {
    const { conversationId, messageId } = await storage.run(received(tenant))
    const { tenantId, whatsapp: channelId } = tenant
    const answers = await race(50, (n) =>
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
    expect(await count(query("select count(*)::int as count from message where cause_id = $1", [messageId]))).toBe(
      1
    )
  })

  it("RT-02: the same message of the network 50 times at once is stored once", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    const message = inbound({ chatId: "777@lid", chatPn: null })
    const stored = await race(50, () => Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, message)))
    expect(stored.filter(Option.isSome)).toHaveLength(1)
    const where = "from conversation where chat_id = '777@lid'"
    expect(await query(`select unread ${where}`)).toEqual([{ unread: 1 }])
  })

  it("RT-02, LD-04: 60 different messages of a new chat at once make one conversation with 60 unread", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.whatsapp))
    await race(60, () =>
      Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, inbound({ chatId: "9@g.us", chatKind: "group" })))
    )
    expect(await query("select unread from conversation where chat_id = '9@g.us'")).toEqual([{ unread: 60 }])
  })

  it("CH-06: 40 messages of a new person in two chats at once make one contact", async () => {
    const sender = { lid: "4242@lid", pn: "9779804242424@s.whatsapp.net", telegramId: null, name: "New" }
    const chats = await storage.run(
      Effect.forEach(["4242@lid", "12@g.us"], (chatId) => received(tenant, { chatId, chatPn: null }))
    )
    const writers = await race(40, (n) =>
      Effect.flatMap(Conversations, (conversations) =>
        conversations.writer(tenant.tenantId, chats[n % 2]!.conversationId, sender)
      )
    )
    expect(new Set(writers.map(({ contactId }) => contactId)).size).toBe(1)
    expect(await query("select 1 from contact where lid = '4242@lid'")).toHaveLength(1)
  })

  it("CU-09: 30 messages of one unregistered person at once allow the text once", async () => {
    const sender = { lid: "31@lid", pn: null, telegramId: null, name: null }
    const { conversationId } = await storage.run(received(tenant, { chatId: "31@lid", chatPn: null }))
    const { tenantId } = tenant
    const { contactId } = await storage.run(
      Effect.flatMap(Conversations, (conversations) => conversations.writer(tenantId, conversationId, sender))
    )
    const may = await race(30, () =>
      Effect.flatMap(Conversations, (conversations) =>
        conversations.mayTellUnregistered(tenantId, contactId, Date.now())
      )
    )
    expect(may.filter((isAllowed) => isAllowed)).toHaveLength(1)
  })

  it("DI-03: two pumps that claim at once get each panel call once", async () => {
    const orders = Array.from({ length: 80 }, nextOrder)
    await race(orders.length, (n) => accept(request(orders[n]!)))
    const claims = await race(40, () =>
      Effect.flatMap(Dispatches, (dispatches) => dispatches.claimPanelCalls(Date.now() + 1_000, 7))
    )
    const claimed = claims
      .flat()
      .map(({ orderId }) => orderId as string)
      .filter((orderId) => orders.includes(orderId))
    expect(claimed.toSorted()).toEqual(orders.toSorted())
  })

  it("DI-03, BU-05: two pumps that form provider messages at once put each order into one message", async () => {
    const route = await storage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({
          tenantId: tenant.tenantId,
          providerId: null,
          command: null,
          channelId: tenant.whatsapp,
          chatId: "55@g.us",
          label: "Race"
        })
      )
    )
    const orders = Array.from({ length: 60 }, nextOrder)
    const dispatches = [
      { kind: "provider", routeId: route, channelId: tenant.whatsapp, chatId: "55@g.us" }
    ] as const
    await race(orders.length, (n) => accept(request(orders[n]!, { dispatches })))
    await race(20, () =>
      Effect.flatMap(Dispatches, (service) => service.formProviderMessages(Date.now() + 1_000, 9))
    )
    const texts = await query<{ text: string }>(
      `select m.text from message m join conversation c on c.id = m.conversation_id where c.chat_id = '55@g.us'`
    )
    const sent = texts.flatMap(({ text }) => text.replace(" cancel", "").split(", "))
    expect(sent.toSorted()).toEqual(orders.map((id) => `8${id}`).toSorted())
  })

  it("DI-01, OR-06: the panel call and the provider message that end at the same moment leave no request open", async () => {
    const chatId = "56@g.us"
    const orders = Array.from({ length: 25 }, nextOrder)
    const { tenantId, telegram: channelId } = tenant
    const channel = await storage.run(holder(tenantId, channelId))
    const provider = { kind: "provider", routeId: null as never, channelId, chatId } as const
    for (const orderId of orders) {
      await storage.run(accept(request(orderId, { dispatches: [{ kind: "panel" }, provider] })))
      await storage.run(
        Effect.flatMap(Dispatches, (service) => service.formProviderMessages(Date.now() + 1_000, 500))
      )
      const [message] = await query<{ id: MessageId }>(
        "select message_id as id from dispatch where order_id = $1 and kind = 'provider'",
        [orderId]
      )
      const outcome = { _tag: "Sent", networkId: newId() } as const
      await Promise.all([
        storage.processes[0]!.runPromise(settleFirst(orderId)),
        storage.processes[1]!.runPromise(
          Effect.flatMap(Outbox, (outbox) => outbox.settle(channel, [{ messageId: message!.id, outcome }]))
        )
      ])
      expect(await requestsOf(orderId)).toMatchObject([{ status: "done", stage: "added" }])
    }
  })

  it("CH-04, design rule 4: of 20 holders at once each has its own generation, and only the last may write keys or take messages", async () => {
    const { tenantId, whatsapp } = tenant
    const handles = await race(20, () =>
      Effect.map(
        Effect.flatMap(Channels, (channels) => channels.hold(tenantId, whatsapp)),
        Option.getOrThrow
      )
    )
    const inOrder = handles.toSorted((a, b) => Number(a.generation - b.generation))
    expect(new Set(inOrder.map(({ generation }) => generation)).size).toBe(20)
    const row = { type: "session", id: "1", value: Buffer.from("key") }
    const outcomes = await race(20, (n) =>
      Effect.flatMap(WhatsAppKeys, (keys) => keys.set(inOrder[n]!, [row])).pipe(
        Effect.as("written"),
        Effect.catchTag("Fenced", ({ _tag }) => Effect.succeed(_tag))
      )
    )
    expect(outcomes).toEqual([...Array.from({ length: 19 }, () => "Fenced"), "written"])
    const states = await race(20, (n) =>
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
    const [row] = await query<{ id: MessageId }>("select id from message where cause_id = $1", [messageId])
    const claim = (channel: typeof old) =>
      Effect.flatMap(Outbox, (outbox) => outbox.claim(channel, row!.id))
    expect(await race(10, () => claim(old))).not.toContain(true)
    const claims = await race(20, () => claim(current))
    expect(claims.filter((isMine) => isMine)).toHaveLength(1)
  })
})
