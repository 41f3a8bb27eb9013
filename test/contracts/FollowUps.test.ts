import { Effect, Fiber, Layer, Option } from "effect"
import { TestRunner } from "effect/cluster"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { layerWith } from "../../src/actors/orders/FollowUp.ts"
import { FollowUps, type HeldRequest } from "../../src/ports/FollowUps.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { type FollowedStorage, openFollowed } from "./FollowedRequests.ts"
import { holder, inbound } from "./Rows.ts"
import type { SmallTenant } from "./TestStorage.ts"

const hour = 3_600_000

describe("OR-11 accepted requests until their end", () => {
  let storage: FollowedStorage
  let tenant: SmallTenant
  beforeAll(async () => {
    storage = await openFollowed()
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    await storage.reset()
    tenant = await storage.tenant()
  })

  it("a request is looked at for the first time five minutes after it was accepted", async () => {
    const { id } = await storage.ask(tenant, "cancelled")
    await storage.query("update request set watch_at = default where order_id = $1", [id])
    expect((await storage.rowOf(id)).minutes).toBeCloseTo(5, 1)
    expect(await storage.look()).toBe(0)
    await storage.due([id])
    expect(await storage.look()).toBe(1)
  })

  it("two processes never hold the same request, and what a crashed one held is held by another later", async () => {
    const { ids } = await storage.ask(tenant, "pending", { count: 40 })
    const now = Date.now()
    const held = (await storage.race(8, () => storage.claim(now))).flat()
    expect(held.map(({ orderId }) => orderId).toSorted()).toEqual(ids)
    expect(await storage.run(storage.claim(now + 59_000))).toEqual([])
    expect(await storage.run(storage.claim(now + 60_000))).toHaveLength(40)
  })

  it("who held a request too long cannot let it go when it is somebody else's", async () => {
    const { id } = await storage.ask(tenant, "pending")
    const now = Date.now()
    const [first] = await storage.run(storage.claim(now))
    const [second] = await storage.run(storage.claim(now + 60_000))
    const release = (request: HeldRequest) =>
      storage.run(Effect.flatMap(FollowUps, (service) => service.release([{ request, at: now }])))
    await release(first!)
    expect(await storage.run(storage.claim(now + 60_000))).toEqual([])
    await release(second!)
    expect(await storage.run(storage.claim(now))).toMatchObject([{ orderId: id }])
  })

  it("AC-06: of a suspended workspace nothing is looked at until it is active again", async () => {
    const { id } = await storage.ask(tenant, "pending")
    const put = (status: string) =>
      storage.query("update tenant set status = $2 where id = $1", [tenant.tenantId, status])
    await put("suspended")
    expect(await storage.run(storage.claim(Date.now()))).toEqual([])
    await put("active")
    expect(await storage.run(storage.claim(Date.now()))).toMatchObject([{ orderId: id }])
  })

  it("what ends in one chat in the same round is one message with a line for each order", async () => {
    const one = await storage.ask(tenant, "cancelled")
    const two = await storage.ask(tenant, "completed")
    const three = await storage.ask(tenant, "in_progress", { command: "speedup", orderStatus: "pending" })
    const open = await storage.ask(tenant, "pending")
    const other = await storage.ask(tenant, "partial", { chat: "200@lid" })
    await storage.look()
    const [text, ...more] = await storage.saidIn(one.conversationId)
    expect(more).toEqual([])
    expect(text!.split("\n").toSorted()).toEqual([
      `Order ${one.id} has been cancelled.`,
      `Order ${two.id} could not be cancelled: it was completed first.`,
      `Order ${three.id} is running again.`
    ])
    expect(await storage.saidIn(other.conversationId)).toEqual([
      `Order ${other.id} has been stopped. What was not delivered is refunded.`
    ])
    expect(await storage.rowOf(one.id)).toMatchObject({ status: "closed", result: "done" })
    expect(await storage.rowOf(two.id)).toMatchObject({ status: "closed", result: "late" })
    expect(await storage.rowOf(other.id)).toMatchObject({ status: "closed", result: "partial" })
    expect(await storage.rowOf(open.id)).toMatchObject({ status: "open", result: null })
  })

  it("more than a Telegram message holds is cut at a line's end", async () => {
    const channel = await storage.run(holder(tenant.tenantId, tenant.telegram))
    const chat = inbound({ chatId: "77", chatPn: null, networkId: "T1" })
    const stored = await storage.run(Effect.flatMap(Inbox, (inbox) => inbox.accept(channel, chat)))
    const { conversationId } = Option.getOrThrow(stored)
    const { ids } = await storage.ask(tenant, "cancelled", { conversationId, count: 130 })
    await storage.look()
    const texts = await storage.saidIn(conversationId)
    expect(texts.map(({ length }) => length <= 4096)).toEqual([true, true])
    expect(texts.join("\n").split("\n")).toHaveLength(ids.length)
  })

  it.each([
    ["a person answers the chat", "update conversation set controller = 'human' where id = $1", "chat"],
    ["the chat is paused", "update conversation set controller = 'paused' where id = $1", "chat"],
    ["the customer is disabled", "update customer set status = 'disabled' where id = $1", "customer"],
    ["the customer is suspended", "update customer set status = 'suspended' where id = $1", "customer"],
    ["the customer is gone", "delete from customer where id = $1", "customer"]
  ] as const)(
    "LD-02: while %s nothing is said, now or later, and the result is there",
    async (_, change, of) => {
      const { id, conversationId, customerId } = await storage.ask(tenant, "cancelled")
      await storage.query(change, [of === "chat" ? conversationId : customerId])
      await storage.look()
      expect(await storage.rowOf(id)).toMatchObject({ status: "closed", result: "done" })
      await storage.query("update conversation set controller = 'bot' where id = $1", [conversationId])
      await storage.due([id])
      await storage.look()
      expect(await storage.saidIn(conversationId)).toEqual([])
    }
  )

  it("CU-10: a trusted identity hears of the order of nobody we know", async () => {
    const asked = await storage.ask(tenant, "cancelled")
    await storage.query(
      `with told as (insert into contact (id, tenant_id, lid, trusted_as) values ($1, $2, '100@lid', 'The boss'))
       update request set customer_id = null, message_id = (select id from message where conversation_id = $3 limit 1)
       where order_id = $4`,
      [crypto.randomUUID(), tenant.tenantId, asked.conversationId, asked.id]
    )
    await storage.look()
    expect(await storage.saidIn(asked.conversationId)).toEqual([`Order ${asked.id} has been cancelled.`])
  })

  it("with the closing message switched off nobody is told, with follow-up off nothing is watched", async () => {
    const quiet = await storage.ask(await storage.tenant({ isClosingMessageSent: false }), "cancelled")
    const unwatched = await storage.ask(await storage.tenant({ isFollowedUp: false }), "cancelled")
    await storage.look()
    expect(await storage.rowOf(quiet.id)).toMatchObject({ result: "done" })
    expect(await storage.saidIn(quiet.conversationId)).toEqual([])
    expect(await storage.rowOf(unwatched.id)).toMatchObject({ status: "open", result: null, minutes: null })
  })

  it("a customer reads it in his own language", async () => {
    const templatesByLanguage = { ne: { "cancel.done": "{order_id} raddha bhayo" } }
    tenant = await storage.tenant({ templatesByLanguage })
    const { id, conversationId, customerId } = await storage.ask(tenant, "cancelled")
    await storage.query("update customer set language = 'ne' where id = $1", [customerId])
    await storage.look()
    expect(await storage.saidIn(conversationId)).toEqual([`${id} raddha bhayo`])
  })

  it("reads 100 orders in a call, behind what people wait for, and a panel that is away stops no other", async () => {
    await storage.ask(tenant, "pending", { count: 250 })
    const other = await storage.ask(await storage.tenant(), "cancelled")
    storage.away.add(tenant.panelId)
    expect(await storage.look()).toBe(251)
    expect(storage.calls.map(({ ids }) => ids).toSorted()).toEqual([1, 100])
    expect(await storage.rowOf(other.id)).toMatchObject({ result: "done" })
    const again = await storage.query<{ minutes: number }>(
      "select extract(epoch from watch_at - now())::float8 / 60 as minutes from request where tenant_id = $1",
      [tenant.tenantId]
    )
    expect(again.every(({ minutes }) => minutes > 4.4 && minutes < 5.6)).toBe(true)

    await storage.query("update request set watch_at = now() where tenant_id = $1", [tenant.tenantId])
    storage.away.clear()
    storage.calls.length = 0
    await storage.look()
    expect(storage.calls.map(({ ids }) => ids)).toEqual([100, 100, 50])
    expect(new Set(storage.calls.map(({ priority }) => priority))).toEqual(new Set(["background"]))
  })

  it("an order that vanished is looked for again, and of refills the panel is not asked", async () => {
    const gone = await storage.ask(tenant, null, { at: Date.now() - 2 * hour })
    const refill = await storage.ask(tenant, "completed", { command: "refill", at: Date.now() - 2 * hour })
    await storage.look()
    expect(storage.calls).toMatchObject([{ ids: 1 }])
    const inMinutes = async (id: string) => Math.round((await storage.rowOf(id)).minutes! / 10) * 10
    expect([50, 60, 70]).toContain(await inMinutes(gone.id))
    expect([110, 120, 130]).toContain(await inMinutes(refill.id))
  })
  it("goes on by itself, once in the deployment, also after a look that failed", async () => {
    const singleton = layerWith({ look: "20 millis", patience: "1 second" }).pipe(
      Layer.provide(TestRunner.layer),
      Layer.provide(storage.panels)
    )
    await storage.query("alter table request rename to away")
    const launched = storage.processes[0]!.runFork(Layer.launch(singleton))
    await vi.waitFor(() => expect(storage.logs.join()).toContain("could not be followed up"), 10_000)
    await storage.query("alter table away rename to request")
    for (let round = 0; round < 2; round++) {
      const { conversationId, id } = await storage.ask(tenant, "cancelled", { chat: `${round}@lid` })
      await vi.waitFor(
        async () => expect(await storage.saidIn(conversationId)).toEqual([`Order ${id} has been cancelled.`]),
        10_000
      )
    }
    await Effect.runPromise(Fiber.interrupt(launched))
  })
})
