import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { dryRunView } from "../../src/http/rules/DryRunViews.ts"
import { Tenants } from "../../src/ports/Tenants.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { openStage, type Stage } from "./Stage.ts"
import { makeTrials, type Trial } from "./Trials.ts"

quietLibsignal()

const day = 86_400_000
const ago = (millis: number) => new Date(Date.now() - millis)

/** Orders 570000001, 570000002, … with what matters of each. */
const orders = {
  running: {},
  processing: { status: "processing" },
  completed: { status: "completed", lastUpdate: ago(day) },
  unguaranteed: { status: "completed", serviceName: "Likes | No Refill", lastUpdate: ago(day) },
  expired: { status: "completed", created: ago(90 * day), lastUpdate: ago(80 * day) },
  pending: { status: "pending" },
  fresh: { status: "pending", serviceName: "Likes | Start: 0-12H", created: ago(90 * 60_000) },
  foreign: { user: "sita.media" },
  open: {},
  waiting: {},
  refunded: {},
  first: {},
  second: { status: "partial" },
  third: { status: "completed" },
  several: { status: "canceled" }
} as const satisfies Readonly<Record<string, NewOrder>>

const id = Object.fromEntries(
  Object.keys(orders).map((name, at) => [name, String(570_000_001 + at)])
) as Record<keyof typeof orders, string>

const trials: ReadonlyArray<Trial> = [
  { kind: "an accepted cancel", text: `${id.running} cancel`, says: "Cancel request added" },
  { kind: "a cancel that is recorded only", text: `${id.processing} cancel`, says: "under review" },
  { kind: "a refund", text: `${id.refunded} refund`, says: "refund support queue" },
  { kind: "a refill within its guarantee", text: `refill ${id.completed}`, says: "Refill request added" },
  {
    kind: "a refill without a guarantee",
    text: `${id.unguaranteed} refill`,
    says: "does not include a guarantee"
  },
  { kind: "a refill after its guarantee", text: `${id.expired} refill`, says: "expired" },
  { kind: "a refill of a pending order", text: `${id.pending} refill`, says: "still pending" },
  { kind: "a speed-up before the start time", text: `${id.fresh} speedup`, says: "12 hours" },
  { kind: "an accepted speed-up", text: `${id.pending} speed up`, says: "Speed-up request added" },
  { kind: "a cancel of a completed order", text: `${id.expired} cancel`, says: "cannot be cancelled" },
  { kind: "an order of somebody else", text: `${id.foreign} cancel`, says: "does not belong to you" },
  { kind: "an order nobody knows", text: "579999999 cancel", says: "does not belong to you" },
  { kind: "a request that is open", text: `${id.open} cancel`, says: "already in progress" },
  { kind: "a request that has to wait", text: `${id.waiting} cancel`, says: "already in progress" },
  {
    kind: "several orders with different ends",
    text: `${id.first}, ${id.second}, ${id.third}, ${id.foreign}, 579999998 cancel`,
    says: "Total: 5 | ✅ 1 | ❌ 4"
  },
  {
    kind: "many orders, compact",
    text: `${[...Array(7).keys()].map((n) => 579_999_900 + n).join(" ")} ${id.several} cancel`,
    says: "Skipped orders: 8"
  },
  { kind: "a question", text: `${id.completed} status`, says: "Completed" },
  { kind: "a question for details", text: `${id.completed} details`, says: "Service:" },
  {
    kind: "two commands in one message",
    text: `${id.expired} cancel\n${id.expired} status`,
    says: "Completed"
  },
  { kind: "a wrong command", text: "cancel my order please", says: "not understood" },
  { kind: "talk", text: "good morning" },
  { kind: "a call for help", text: "help", says: "Send the order ID" },
  { kind: "an account nobody may ask for", text: "balance", says: "not available" },
  { kind: "talk in a group", text: "good morning everybody", isInGroup: true },
  { kind: "a command in a group", text: `${id.completed} status`, isInGroup: true, says: "Completed" },
  { kind: "an unregistered writer", text: `${id.running} cancel`, by: "newcomer", says: "not registered" }
]

describe("OR-13 dry runs of what a customer may write", () => {
  let stage: Stage
  let play: ReturnType<typeof makeTrials>
  beforeAll(async () => {
    stage = await openStage({
      requestsPerSecond: 500,
      rules: { isStartTimeChecked: true, isRateLimitOn: false }
    })
    play = makeTrials(stage)
    play.people.set("newcomer", stage.whatsapp.person({ pn: "9779823232323", name: "Newcomer" }))
    for (const [name, fields] of Object.entries<NewOrder>(orders)) {
      const orderId = id[name as keyof typeof orders]
      stage.panel.addOrder({
        id: Number(orderId),
        user: "rahim_smm",
        provider: "fastlikes.example",
        externalId: `8${orderId}`,
        ...fields
      })
    }
    // What is open or has to wait was asked for in earnest; everybody has written once, so that his chat is known.
    for (const orderId of [id.open, id.waiting]) {
      await stage.rahim.send(gatewayNumber, `${orderId} cancel`)
      await stage.settled(orderId)
    }
    await stage.query("update request set status = 'open' where order_id = $1", [id.open])
  })
  afterAll(() => stage.close())

  it("write nothing, send nothing and change nothing on the panel", async () => {
    const { before, after } = await play.tryOut(trials)
    expect(after).toEqual(before)
    expect(Object.keys(before.rows)).toEqual(
      expect.arrayContaining(["request", "message", "conduct", "bulk", "service"])
    )
    expect(play.reports.size).toBe(trials.length)
  })

  it.each(trials)("promise of $kind what then comes: answer, request and trace", (trial) =>
    play.compare(trial)
  )

  it("PR-03 name places and providers by their labels and aliases alone", async () => {
    const config = await stage.run(Effect.flatMap(Tenants, (tenants) => tenants.config(stage.tenantId)))
    const views = trials.map(({ kind, text }) => dryRunView(play.reports.get(kind)!, text, config))
    expect(JSON.stringify(views)).not.toMatch(/fastlikes\.example|8570000001|@g\.us/)
    expect(views[0]!.orders[0]!.request).toEqual({
      command: "cancel",
      panelName: "Main",
      orderStatus: "in_progress",
      providerAlias: "FastLikes",
      hasExternalId: true,
      cooldownHours: 12,
      dispatches: [
        { kind: "panel", label: "Panel API" },
        { kind: "provider", label: "FastLikes · FastLikes / Main Support" }
      ]
    })
  })

  it("trace every check of a refused order too", () => {
    const [order] = play.reports.get("a cancel of a completed order")!.orders
    expect(order!.request).toBeNull()
    expect(order!.trace.at(-1)).toEqual({
      check: "status rule",
      input: "cancel: the order is completed",
      outcome: "refused"
    })
    expect(order!.trace.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        "sender known",
        "rate limit",
        "order found",
        "order belongs to the customer",
        "cooldown"
      ])
    )
  })
})

describe("OR-13 dry runs under other rules, with several panels", () => {
  const twice = "571000001"
  const lone = "571000002"
  const trials: ReadonlyArray<Trial> = [
    { kind: "a command that is switched off", text: `${lone} cancel`, says: "not available" },
    {
      kind: "too many orders",
      text: "571000011 571000012 571000013 571000014 refill",
      says: "up to 3 order IDs"
    },
    { kind: "several where one is allowed", text: `${lone} ${twice} speedup`, says: "one order at a time" },
    {
      kind: "an order on two panels",
      text: `${twice} status`,
      by: "everywhere",
      says: "exists on several panels"
    },
    { kind: "an order on a panel that does not answer", text: "571999999 refill", says: "could not check" },
    { kind: "a command of the owner's own", text: "bazaar", says: "Prices for rahim_smm" },
    { kind: "a word of the owner's own", text: `${lone} jaldi`, says: "Speed-up request added" },
    { kind: "a text of the owner's own", text: `${lone} status`, says: `${lone} is on its way` }
  ]
  let stage: Stage
  let second: PanelSimulator
  let play: ReturnType<typeof makeTrials>
  beforeAll(async () => {
    second = await startPanelSimulator({ settings: { ratePerSecond: 500 } })
    stage = await openStage({
      requestsPerSecond: 500,
      allow: [new URL(second.url).host],
      rules: {
        isCancelOn: false,
        maxBulkSize: 3,
        singleOnly: ["speedup"],
        isRateLimitOn: false,
        aliases: { jaldi: "speedup" },
        customCommands: [{ name: "Prices", words: ["bazaar"], reply: "Prices for {username}" }],
        templates: { "status.in_progress": "{order_id} is on its way" }
      }
    })
    play = makeTrials(stage)
    const everywhere = stage.whatsapp.person({ pn: "9779824242424", name: "Everywhere" })
    play.people.set("everywhere", everywhere)
    const { tenantId } = stage
    await stage.run(
      Effect.gen(function* () {
        const setup = yield* TenantSetup
        const key = second.addAdminKey().key
        yield* setup.addPanel({ tenantId, name: "Second", baseUrl: second.url, key: Redacted.make(key) })
        // Its key is wrong, so it says nothing of any order.
        const wrong = Redacted.make("w".repeat(64))
        yield* setup.addPanel({ tenantId, name: "Third", baseUrl: second.url, key: wrong })
        const { lidJid: lid, pnJid: pn } = everywhere
        const contacts = [{ lid, pn, telegramId: null }]
        yield* setup.addCustomer({ tenantId, panelId: null, username: "everywhere", contacts })
      })
    )
    stage.panel.addOrder({ id: Number(twice), user: "everywhere" })
    second.addOrder({ id: Number(twice), user: "everywhere" })
    stage.panel.addOrder({ id: Number(lone), user: "rahim_smm", externalId: "8571000002" })
    await stage.inForce(({ panels }) => panels.length === 3, "the panels")
  })
  afterAll(async () => {
    await stage.close()
    await second.stop()
  })

  it("write nothing, send nothing and change nothing on the panels", async () => {
    const { before, after } = await play.tryOut(trials)
    expect(after).toEqual(before)
    expect(second.writes).toEqual([])
  })

  it.each(trials)("promise of $kind what then comes: answer, request and trace", (trial) =>
    play.compare(trial)
  )
})
