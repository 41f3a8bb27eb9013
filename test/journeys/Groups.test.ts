import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PanelSimulator, startPanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { PanelId } from "../../src/domain/Ids.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("several customers in one group", () => {
  let stage: Stage
  let slowPanel: PanelSimulator
  let slowPanelId: PanelId
  let group: Stage["groups"]["support"]
  let telegramGroup: TelegramGroup
  let tashi: TelegramPerson
  let slow: Person
  let nextOrder = 520_000_000

  beforeAll(async () => {
    slowPanel = await startPanelSimulator({ settings: { ratePerSecond: 500 } })
    stage = await openStage({ requestsPerSecond: 500, allow: [new URL(slowPanel.url).host] })
    group = stage.groups.support
    tashi = stage.telegram.person({ firstName: "Tashi" })
    telegramGroup = stage.telegram.group({
      title: "SMM Nepal support",
      members: [stage.bot, stage.aarav, tashi]
    })
    slow = stage.whatsapp.person({ pn: "9779817171717", name: "Slow" })
    stage.whatsapp.join(group, slow.number)
    const { tenantId, panelId } = stage
    slowPanelId = await stage.run(
      Effect.gen(function* () {
        const setup = yield* TenantSetup
        const key = Redacted.make(slowPanel.adminKey)
        const id = yield* setup.addPanel({ tenantId, name: "Slow", baseUrl: slowPanel.url, key })
        const slowContacts = [{ lid: slow.lidJid, pn: slow.pnJid, telegramId: null }]
        yield* setup.addCustomer({ tenantId, panelId: id, username: "slow_np", contacts: slowContacts })
        const telegramId = String(tashi.id)
        const contacts = [{ lid: null, pn: null, telegramId }]
        yield* setup.addCustomer({ tenantId, panelId, username: "tashi_np", contacts })
        return id
      })
    )
  })
  afterAll(async () => {
    await stage.close()
    await slowPanel.stop()
  })

  const addOrder = (user: string, panel: Pick<PanelSimulator, "addOrder"> = stage.panel) => {
    const id = ++nextOrder
    panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    return String(id)
  }
  const answerTo = (id: string) => group.log.waitFor(({ quotedId }) => quotedId === id, 15_000)

  it("CH-06, OR-03: two customers who write at once get their own answers, each quoting its own message", async () => {
    const writers = [
      [stage.rahim, "rahim_smm"],
      [stage.sita, "sita.media"]
    ] as const
    const orders = Array.from({ length: 6 }, (_, n) => addOrder(writers[n % 2]![1]))
    const sent = await Promise.all(
      orders.map(async (order, n) => {
        const { id } = await writers[n % 2]![0].sendToGroup(group.jid, `${order} cancel`)
        return { id, order }
      })
    )
    for (const { id, order } of sent) {
      expect((await answerTo(id)).text).toBe(`Cancel request added for order ${order}`)
    }
  })

  it("CH-07, OR-03: the same in a Telegram group", async () => {
    const writers = [
      [stage.aarav, stage.aaravUsername],
      [tashi, "tashi_np"]
    ] as const
    const sent = Array.from({ length: 6 }, (_, n) => {
      const [person, username] = writers[n % 2]!
      const order = addOrder(username)
      return { order, question: person.write(telegramGroup, `cancel ${order}`) }
    })
    for (const { order, question } of sent) {
      const answer = await stage.telegram.waitFor(
        ({ isFromBot, chat, replyTo }) =>
          isFromBot && chat === telegramGroup.chat && replyTo === question.messageId
      )
      expect(answer.text).toBe(`Cancel request added for order ${order}`)
    }
  })

  it("CH-06: one cannot act on the other's order in the group they share", async () => {
    const order = addOrder("sita.media")
    const { id } = await stage.rahim.sendToGroup(group.jid, `${order} cancel`)
    expect((await answerTo(id)).text).toBe(`Order ID does not belong to you: ${order}`)
  })

  it("design, way of a message: one customer's slow panel does not hold up the group, and his own answers stay in order", async () => {
    slowPanel.faults.add({ kind: "latency", ms: 2_000, times: 1 })
    const slowOrders = [addOrder("slow_np", slowPanel), addOrder("slow_np", slowPanel)]
    const quickOrders = [addOrder("rahim_smm"), addOrder("rahim_smm")]
    const slowIds: Array<string> = []
    for (const order of slowOrders) {
      slowIds.push((await slow.sendToGroup(group.jid, `${order} status`)).id)
    }
    const quickIds: Array<string> = []
    for (const order of quickOrders) {
      quickIds.push((await stage.rahim.sendToGroup(group.jid, `${order} status`)).id)
    }
    const answers = await Promise.all([...slowIds, ...quickIds].map(answerTo))
    const inTurn = answers.toSorted((a, b) => a.seq - b.seq).map(({ quotedId }) => quotedId)
    expect(inTurn).toEqual([...quickIds, ...slowIds])
  })

  it("OR-10: each customer's orders are looked up on his own panel", async () => {
    const order = addOrder("slow_np", slowPanel)
    const before = stage.panel.requests.length
    const { id } = await slow.sendToGroup(group.jid, `${order} cancel`)
    expect((await answerTo(id)).text).toBe(`Cancel request added for order ${order}`)
    expect(await stage.settled(order)).toMatchObject({ stage: "added" })
    expect(stage.panel.requests.length).toBe(before)
    const [row] = await stage.query<{ panel: string }>(
      "select panel_id::text as panel from request where order_id = $1",
      [order]
    )
    expect(row?.panel).toBe(slowPanelId)
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage, undefined, [slowPanel.adminKey])).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
