import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { NewOrder } from "../../simulators/panel/NewOrder.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnTelegram, askOnWhatsApp, cancelCalls, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const inProgress = (ids: string, hours = 12) =>
  `These support requests are already in progress: ${ids}. For each order, you can request support once every ${hours} hours.`
const day = 86_400_000

describe("one request per order and command, and guarantees", () => {
  let stage: Stage
  let boss: Person
  let clerk: Person
  let bot: TelegramPerson
  let nextOrder = 530_000_000

  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    boss = stage.whatsapp.person({ pn: "9779818181818", name: "Boss" })
    clerk = stage.whatsapp.person({ pn: "9779819191919", name: "Clerk", addressing: "pn" })
    bot = stage.telegram.person({ firstName: "Clerk" })
    const { tenantId, panelId } = stage
    const contacts = [
      ...[boss, clerk].map(({ lidJid: lid, pnJid: pn }) => ({ lid, pn, telegramId: null })),
      { lid: null, pn: null, telegramId: String(bot.id) }
    ]
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addCustomer({ tenantId, panelId, username: "family_np", contacts })
      )
    )
  })
  afterAll(() => stage.close())

  const addOrder = (fields: NewOrder = {}) => {
    const id = ++nextOrder
    const order = { user: "family_np", provider: "fastlikes.example", externalId: `8${id}`, ...fields }
    stage.panel.addOrder({ ...order, id })
    return String(id)
  }
  const fromBoss = (text: string) => askOnWhatsApp(boss, text)
  const fromClerk = (text: string) => askOnWhatsApp(clerk, text)
  const fromTelegram = (text: string) => askOnTelegram(stage, bot, text)
  const sentFor = (id: string) => writtenTo(stage.groups.fastLikes).filter((text) => text.includes(`8${id}`))

  it("OR-04: a second cancel of the same order is told to wait, whoever of the customer asks and on whatever channel, also when the first is done", async () => {
    const id = addOrder()
    expect(await fromBoss(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    expect(await fromBoss(`${id} cancel`)).toBe(inProgress(id))
    expect(await fromClerk(`cancel ${id}`)).toBe(inProgress(id))
    expect(await fromTelegram(`${id} cancel`)).toBe(inProgress(id))
    expect(await stage.settled(id)).toMatchObject({ status: "done" })
    expect(await fromTelegram(`${id} refund`)).toBe(inProgress(id))
    expect(
      cancelCalls(stage)
        .flat()
        .filter((asked) => asked === id)
    ).toHaveLength(1)
    expect(sentFor(id)).toEqual([`8${id} cancel`])
  })

  it("OR-04: other commands of the same order have a wait of their own", async () => {
    const id = addOrder()
    expect(await fromBoss(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    expect(await fromClerk(`${id} speedup`)).toBe(`Speed-up request added for order ${id}`)
    expect(await fromTelegram(`${id} speed up`)).toBe(inProgress(id))
  })

  it("OR-04: when the wait is over, the order may be asked for again", async () => {
    const id = addOrder()
    await fromBoss(`${id} speedup`)
    await stage.settled(id)
    await stage.query(
      "update order_slot set last_accepted_at = last_accepted_at - interval '11 hours 59 minutes' where order_id = $1",
      [id]
    )
    expect(await fromBoss(`${id} speedup`)).toBe(inProgress(id))
    await stage.query(
      "update order_slot set last_accepted_at = last_accepted_at - interval '2 minutes' where order_id = $1",
      [id]
    )
    expect(await fromClerk(`${id} speedup`)).toBe(`Speed-up request added for order ${id}`)
    expect(await stage.requestsOf(id)).toHaveLength(2)
  })

  it("OR-04: a request that is still open keeps its place even when the wait is over or switched off", async () => {
    const id = addOrder({ status: "processing" })
    const recorded = `Your cancel request for order ${id} has been recorded and is under review.`
    expect(await fromBoss(`${id} cancel`)).toBe(recorded)
    await stage.query(
      "update order_slot set last_accepted_at = now() - interval '2 days' where order_id = $1",
      [id]
    )
    expect(await fromClerk(`${id} cancel`)).toBe(inProgress(id))
    await stage.setRules({ isCooldownOn: false })
    expect(await fromTelegram(`${id} cancel`)).toBe(`These support requests are already in progress: ${id}.`)
    await stage.query("update request set status = 'closed' where order_id = $1", [id])
    expect(await fromTelegram(`${id} cancel`)).toBe(recorded)
  })

  it("OR-04: with the wait switched off, a request may follow as soon as the one before is done", async () => {
    const id = addOrder()
    expect(await fromBoss(`${id} speedup`)).toBe(`Speed-up request added for order ${id}`)
    await stage.settled(id)
    expect(await fromClerk(`${id} speedup`)).toBe(`Speed-up request added for order ${id}`)
    await stage.settled(id)
    expect(await fromTelegram(`${id} speedup`)).toBe(`Speed-up request added for order ${id}`)
    await stage.settled(id)
    expect(sentFor(id)).toEqual(Array.from({ length: 3 }, () => `8${id} speed`))
  })

  it("OR-04: a command may have hours of its own, and none at all", async () => {
    await stage.setRules({ cooldownHours: 24, cooldownHoursByCommand: { speedup: 6, cancel: 0 } })
    const id = addOrder()
    await fromBoss(`${id} speedup`)
    expect(await fromClerk(`${id} speedup`)).toBe(inProgress(id, 6))
    expect(await fromBoss(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    await stage.settled(id)
    expect(await fromBoss(`${id} cancel`)).toBe(`Cancel request added for order ${id}`)
    const done = addOrder({ status: "completed", serviceName: "Likes | Lifetime Refill" })
    await fromBoss(`${done} refill`)
    expect(await fromTelegram(`${done} refill`)).toBe(inProgress(done, 24))
  })

  it("OR-07: a refund is a cancel that keeps its own words", async () => {
    await stage.setRules({})
    const id = addOrder()
    expect(await fromBoss(`${id} refund`)).toBe(`These orders are added to refund support queue: ${id}`)
    // The panel confirms before the message to the provider has left.
    await stage.settled(id)
    expect(sentFor(id)).toEqual([`8${id} cancel`])
    expect(await fromClerk(`${id} cancel`)).toBe(inProgress(id))
    const done = addOrder({ status: "completed" })
    expect(await fromBoss(`${done} refund`)).toBe("Completed orders cannot be refunded.")
    const processing = addOrder({ status: "processing" })
    expect(await fromTelegram(`refund ${processing}`)).toBe(
      `Your refund request for order ${processing} has been recorded and is under review.`
    )
  })

  const added = "Refill request added for order #"
  const expired = "Guarantee period expired for order #"
  const none = "This service does not include a guarantee. Refill not possible."
  it.each([
    ["Followers | 30 Days Refill ♻️", 5, true, added],
    ["Followers | 30 Days Refill ♻️", 31, true, expired],
    ["Followers [R90] fast", 60, true, added],
    ["Likes | No Refill", 1, true, none],
    ["Likes | No Guarantee, 30 days", 1, true, none],
    ["Views | Lifetime Guaranteed", 300, true, added],
    ["Views | Lifetime Guaranteed", 400, true, expired],
    ["Comments, real people", 100, true, added],
    ["Comments, bots", 1, false, none]
  ])(
    'OR-08: a refill of "%s", completed %i days ago, panel offers refill: %s',
    async (serviceName, age, isOffered, reply) => {
      const lastUpdate = new Date(Date.now() - age * day)
      const id = addOrder({ status: "completed", serviceName, lastUpdate })
      const { serviceId } = stage.panel.order(Number(id))
      const service = stage.panel.store.services.get(serviceId)!
      stage.panel.store.services.set(serviceId, { ...service, canRefill: isOffered })
      expect(await fromBoss(`${id} refill`)).toBe(reply.replace("#", id))
      if (reply === added) expect(await stage.settled(id)).toMatchObject({ stage: "added" })
      else expect(await stage.requestsOf(id)).toEqual([])
    }
  )

  it("OR-08: the owner's days for a service go before its name, and the check can be switched off", async () => {
    const lastUpdate = new Date(Date.now() - 20 * day)
    const [first, second, third] = ["Plays | No Refill", "Saves | 30 Days Refill", "Shares | No Refill"].map(
      (serviceName) => addOrder({ status: "completed", serviceName, lastUpdate })
    ) as [string, string, string]
    const service = (id: string) => String(stage.panel.order(Number(id)).serviceId)
    await stage.setRules({ guaranteeDaysByService: { [service(first)]: 60, [service(second)]: 10 } })
    expect(await fromBoss(`${first} refill`)).toBe(added.replace("#", first))
    expect(await fromBoss(`${second} refill`)).toBe(expired.replace("#", second))
    await stage.setRules({ isGuaranteeChecked: false })
    expect(await fromBoss(`${third} refill`)).toBe(added.replace("#", third))
  })

  it("OR-02, OR-12: a request keeps the checks that led to it, in order, with what each looked at", async () => {
    const id = addOrder({ status: "pending" })
    await boss.send(gatewayNumber, `${id} cancel`)
    const { trace } = await stage.settled(id)
    expect(trace.map(({ check }) => check)).toEqual([
      "sender known",
      "bot active",
      "panel account",
      "credit",
      "rate limit",
      "command switched on",
      "order found",
      "order belongs to the customer",
      "no request in progress",
      "cooldown",
      "status rule",
      "guarantee",
      "start time",
      "external id present",
      "route"
    ])
    expect(trace.find(({ check }) => check === "order found")).toEqual({
      check: "order found",
      input: "status pending",
      outcome: "passed"
    })
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
