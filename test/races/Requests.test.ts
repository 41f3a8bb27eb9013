import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { newId } from "../../src/adapters/postgres/NewId.ts"
import type { MessageId } from "../../src/domain/Ids.ts"
import { Dispatches } from "../../src/ports/Dispatches.ts"
import { Outbox } from "../../src/ports/Outbox.ts"
import { type NewRequest, Requests } from "../../src/ports/Requests.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { holder, requestMaker } from "../contracts/Rows.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "../contracts/TestStorage.ts"

/** Rule 1: what an actor makes pleasant, the database makes certain. Two processes' pools race without any actor. */
describe("requests that race on the database alone", () => {
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

  const accept = (made: NewRequest) => Effect.flatMap(Requests, (requests) => requests.accept(made))
  const requestsOf = (orderId: string) =>
    storage.query<{ id: string; status: string; stage: string }>(
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
      const results = await storage.race(100, () => accept(request(orderId, { cooldownSeconds })))
      expect(tally(results)).toEqual({ Accepted: 1, Occupied: 99 })
      expect(await requestsOf(orderId)).toHaveLength(1)
      const dispatches = await storage.query("select 1 from dispatch where order_id = $1", [orderId])
      expect(dispatches).toHaveLength(1)
    }
  )

  it("OR-04: ten orders with three commands each, 300 requests at once: one accepted of each", async () => {
    const orders = Array.from({ length: 10 }, nextOrder)
    const commands = ["cancel", "refill", "speedup"] as const
    const results = await storage.race(300, (n) =>
      accept(request(orders[n % 10]!, { command: commands[Math.floor(n / 10) % 3]! }))
    )
    expect(tally(results)).toEqual({ Accepted: 30, Occupied: 270 })
  })

  it("design rule 3: one message that asks 50 times at once makes one request and gets it as the answer", async () => {
    const orderId = nextOrder()
    const made = request(orderId)
    const results = await storage.race(50, () => accept(made))
    expect(tally(results)).toEqual({ Accepted: 1, Repeated: 49 })
    const ids = results.map((result) =>
      result._tag === "Accepted"
        ? result.requestId
        : result._tag === "Repeated"
          ? result.request.requestId
          : null
    )
    expect(new Set(ids).size).toBe(1)
  })

  it("OR-04: a request that cannot be does not harm those that are accepted together with it", async () => {
    const orders = Array.from({ length: 20 }, nextOrder)
    const taken = request(orders[0]!)
    await storage.run(accept(taken))
    // The same message asks again for an order whose slot was taken away: the index on causes refuses the row.
    await storage.query("delete from order_slot where order_id = $1", [orders[0]])
    const results = await Promise.all(
      orders.map((orderId, n) => storage.processes[0]!.runPromise(accept(n === 0 ? taken : request(orderId))))
    )
    expect(tally(results)).toEqual({ Repeated: 1, Accepted: 19 })
  })

  const settleFirst = (orderId: string) =>
    Effect.gen(function* () {
      const dispatches = yield* Dispatches
      const { claimed } = yield* dispatches.take(Date.now() + 1_000, 500)
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
      console.log(
        `OR-04: ${afterwards} of ${rounds} rounds accepted a second request after the first was done`
      )
    }
  )

  it("DI-03: two pumps that claim at once get each panel call once", async () => {
    const orders = Array.from({ length: 80 }, nextOrder)
    await storage.race(orders.length, (n) => accept(request(orders[n]!)))
    const claims = await storage.race(40, () =>
      Effect.flatMap(Dispatches, (dispatches) => dispatches.take(Date.now() + 1_000, 7))
    )
    const claimed = claims
      .flatMap((round) => round.claimed)
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
    await storage.race(orders.length, (n) => accept(request(orders[n]!, { dispatches })))
    // Who finds that another pump has some of a message leaves all of it, so one time is not enough.
    for (let isMore = true; isMore;) {
      const rounds = await storage.race(8, () =>
        Effect.flatMap(Dispatches, (service) => service.take(Date.now() + 1_000, 9))
      )
      isMore = rounds.some(({ channels }) => channels.length > 0)
    }
    const texts = await storage.query<{ text: string }>(
      `select m.text from message m join conversation c on c.id = m.conversation_id where c.chat_id = '55@g.us'`
    )
    const sent = texts.flatMap(({ text }) => text.replace(" cancel", "").split(", "))
    expect(sent.toSorted()).toEqual(orders.map((id) => `8${id}`).toSorted())
    const carried = await storage.query<{ text: string; ids: string }>(
      `select m.text, string_agg(d.external_id, ', ' order by d.next_at, d.id) as ids from message m
       join conversation c on c.id = m.conversation_id join dispatch d on d.message_id = m.id
       where c.chat_id = '55@g.us' group by m.id, m.text`
    )
    expect(carried.map(({ text }) => text)).toEqual(carried.map(({ ids }) => `${ids} cancel`))
  })

  it("DI-01, OR-06: the panel call and the provider message that end at the same moment leave no request open", async () => {
    const chatId = "56@g.us"
    const orders = Array.from({ length: 25 }, nextOrder)
    const { tenantId, telegram: channelId } = tenant
    const channel = await storage.run(holder(tenantId, channelId))
    const provider = { kind: "provider", routeId: null as never, channelId, chatId } as const
    for (const orderId of orders) {
      await storage.run(accept(request(orderId, { dispatches: [{ kind: "panel" }, provider] })))
      const { claimed } = await storage.run(
        Effect.flatMap(Dispatches, (service) => service.take(Date.now() + 1_000, 500))
      )
      const own = claimed.filter((dispatch) => dispatch.orderId === orderId)
      expect(own).toHaveLength(1)
      const [message] = await storage.query<{ id: MessageId }>(
        "select message_id as id from dispatch where order_id = $1 and kind = 'provider'",
        [orderId]
      )
      const outcome = { _tag: "Sent", networkId: newId() } as const
      await Promise.all([
        storage.processes[0]!.runPromise(
          Effect.flatMap(Dispatches, (service) =>
            service.settlePanelCalls(
              own.map((dispatch) => ({ dispatch, outcome: { _tag: "Done" as const } }))
            )
          )
        ),
        storage.processes[1]!.runPromise(
          Effect.flatMap(Outbox, (outbox) => outbox.settle(channel, [{ messageId: message!.id, outcome }]))
        )
      ])
      expect(await requestsOf(orderId)).toMatchObject([{ status: "done", stage: "added" }])
    }
  })
})
