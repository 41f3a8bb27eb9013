import { randomUUID } from "node:crypto"
import { Effect, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber, providers } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { ConversationId, LoginId, MessageId, OrderId, RequestId, TenantId } from "../../src/domain/Ids.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { Explanations } from "../../src/ports/Explanations.ts"
import { OrderSights } from "../../src/ports/OrderSights.ts"
import { RequestControl } from "../../src/ports/RequestControl.ts"
import { StaffCommands } from "../../src/ports/StaffCommands.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const stranger = TenantId.make(randomUUID())

describe("LD-01, OR-02: why the bot answered as it did", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const explain = <A, E>(use: (service: Explanations["Service"]) => Effect.Effect<A, E>) =>
    stage.run(Effect.flatMap(Explanations, use))
  /** Says something and gives the bot's answer with the id of its first message. */
  const ask = async (text: string) => {
    await stage.rahim.send(gatewayNumber, text)
    const answered = Effect.flatMap(
      PlatformSql,
      (sql) => sql<{ id: MessageId; conversationId: ConversationId }>`
        select a.id, a.conversation_id as "conversationId" from message a join message c on c.id = a.cause_id
        where c.text = ${text} order by a.id`
    )
    const [row] = await stage.until(`an answer to ${text}`, answered, (rows) => rows.length > 0)
    return row!
  }
  const why = async (id: MessageId) => Option.getOrThrow(await explain((e) => e.why(stage.tenantId, id)))
  const addOrder = (id: number, user = "rahim_smm", status: "in_progress" | "completed" = "in_progress") =>
    stage.panel.addOrder({
      id,
      user,
      status,
      serviceName: "Instagram Likes | Instant | No Refill",
      provider: providers[0].name,
      externalId: `88${id}`
    })

  it("an accepted command: what was read, the request with its checks, and what was sent for it", async () => {
    addOrder(492007588)
    const { id } = await ask("492007588 cancel")
    const told = await why(id)
    expect(told).toMatchObject({
      kind: "answer",
      by: null,
      isKept: true,
      cause: { text: "492007588 cancel" },
      commands: [{ command: "cancel", asked: "cancel", orderIds: ["492007588"] }],
      orders: [{ orderId: "492007588", outcome: "accepted", template: "cancel.added", panelName: "Main" }]
    })
    expect(told.checks.map(({ check }) => check)).toContain("sender known")
    const [request] = told.requests
    expect(request?.trace.length).toBeGreaterThan(5)
    expect(request).toMatchObject({ externalId: "88492007588", orderStatus: "in_progress" })
    expect(request?.chat).toMatch(/^97798\d+ · .+/)
    expect(request?.dispatches.map(({ label }) => label)).toContain("Panel API")
  })

  it("a refusal, of which no request tells: the check that stopped it, in its place among those that passed", async () => {
    addOrder(492007589, "rahim_smm", "completed")
    addOrder(492007590, "somebody_else")
    const { id, conversationId } = await ask("492007589, 492007590 cancel")
    const told = await why(id)
    expect(told.requests).toEqual([])
    expect(told.orders.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["refused", "not in this status"],
      ["refused", "somebody else's order"]
    ])
    for (const { trace } of told.orders) {
      expect(trace[0]).toMatchObject({ check: "command switched on", outcome: "passed" })
      expect(trace.filter(({ outcome }) => outcome === "refused")).toHaveLength(1)
      expect(trace.at(-1)?.outcome).toBe("refused")
    }
    // A refused order is known beside the thread as well; of somebody else's nothing is shown.
    const context = await stage.run(
      Effect.flatMap(Desk, (desk) => desk.conversation(stage.tenantId, conversationId))
    )
    const orders = Option.getOrThrow(context).orders.map(({ orderId, status }) => `${orderId} ${status}`)
    expect(orders).toContain("492007589 completed")
    expect(orders.join()).not.toContain("492007590")
  })

  it("a request closed by hand: its closing message names who closed it; its timeline tells everything in order", async () => {
    addOrder(492007591)
    await ask("492007591 cancel")
    const [row] = await stage.query<{ id: RequestId }>("select id from request where order_id = '492007591'")
    const acts = () =>
      stage.query<{ open: number }>(
        `select count(*)::int as open from dispatch where request_id = $1::uuid and state in ('queued', 'running')`,
        [row!.id]
      )
    await expect.poll(async () => (await acts())[0]?.open, { timeout: 15_000 }).toBe(0)
    await stage.run(
      Effect.flatMap(RequestControl, (control) =>
        control.close(stage.tenantId, row!.id, { result: "done", isCustomerTold: true, by: "sita" })
      )
    )
    const [closing] = await stage.query<{ id: MessageId }>(
      "select id from message where author = 'bot' and cause_id is null order by id desc limit 1"
    )
    expect(await why(closing!.id)).toMatchObject({
      kind: "closing",
      by: "sita",
      requests: [{ orderId: "492007591", result: "done" }]
    })
    const steps = Option.getOrThrow(await explain((e) => e.timeline(stage.tenantId, row!.id)))
    expect(steps.map(({ _tag }) => _tag).filter((tag) => tag !== "Act")).toEqual([
      "Received",
      "Recorded",
      "Replied",
      "Ended",
      "Told"
    ])
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b))
    const act = steps.find((step) => step._tag === "Act" && step.kind === "panel")
    expect(act).toMatchObject({ label: "Panel API", state: "done", attempts: 1, tookMs: expect.any(Number) })
  })

  it("a command of staff: says who gave it, and on what checks", async () => {
    addOrder(492007592, "rahim_smm", "completed")
    const [chat] = await stage.query<{ conversation_id: ConversationId }>(
      "select conversation_id from message where text = '492007588 cancel' and direction = 'in'"
    )
    const agent = { id: LoginId.make(randomUUID()), name: "sita" }
    const { noteId } = await stage.run(
      Effect.flatMap(StaffCommands, (commands) =>
        commands.give(stage.tenantId, chat!.conversation_id, agent, {
          clientId: randomUUID(),
          command: "cancel",
          orderIds: [OrderId.make("492007592")]
        })
      )
    )
    const told = await why(noteId)
    expect(told).toMatchObject({ kind: "answer", by: "sita", orders: [{ outcome: "refused" }] })
    expect(told.checks).toEqual([{ check: "sender known", input: "staff sita", outcome: "passed" }])
  })

  it("an order that was looked at shows its new status, and one that the chat does not know cannot be looked at", async () => {
    const [chat] = await stage.query<{ conversation_id: ConversationId }>(
      "select conversation_id from message where text = '492007588 cancel' and direction = 'in'"
    )
    const id = chat!.conversation_id
    const sights = <A, E>(use: (service: OrderSights["Service"]) => Effect.Effect<A, E>) =>
      stage.run(Effect.flatMap(OrderSights, use))
    const place = (tenant: TenantId, order: string) => sights((s) => s.place(tenant, id, OrderId.make(order)))
    expect(Option.isNone(await place(stage.tenantId, "999"))).toBe(true)
    expect(Option.isNone(await place(stranger, "492007588"))).toBe(true)
    // Known by its refusal alone.
    expect(Option.isSome(await place(stage.tenantId, "492007589"))).toBe(true)
    const { panelId } = Option.getOrThrow(await place(stage.tenantId, "492007588"))
    const seen = [{ orderId: OrderId.make("492007588"), status: "cancelled" as const }]
    const now = Date.now() + 1_000
    await sights((s) => s.keep(stage.tenantId, panelId, seen, now))
    // What was read before says nothing any more.
    await sights((s) => s.keep(stage.tenantId, panelId, [{ ...seen[0]!, status: "pending" }], now - 500))
    const context = await stage.run(Effect.flatMap(Desk, (desk) => desk.conversation(stage.tenantId, id)))
    const order = Option.getOrThrow(context).orders.find(({ orderId }) => orderId === "492007588")
    expect(order).toMatchObject({ status: "cancelled", at: now })
  })

  it("nothing of it is another workspace's, names a provider's domain, or outlives its message", async () => {
    const rows = await stage.query<{ id: MessageId }>("select id from message")
    for (const { id } of rows) {
      expect(Option.isNone(await explain((e) => e.why(stranger, id)))).toBe(true)
      const text = JSON.stringify(await why(id))
      for (const { name } of providers) expect(text).not.toContain(name)
    }
    const requests = await stage.query<{ id: RequestId }>("select id from request")
    for (const { id } of requests)
      expect(Option.isNone(await explain((e) => e.timeline(stranger, id)))).toBe(true)
    const [kept] = await stage.query<{ count: number }>("select count(*)::int as count from decision")
    expect(kept!.count).toBeGreaterThanOrEqual(4)
    await stage.query("delete from conversation")
    expect(await stage.query("select 1 from decision")).toEqual([])
  })
})
