import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { ChannelControl } from "../../src/ports/ChannelControl.ts"
import { Inbox } from "../../src/ports/Inbox.ts"
import { askOnTelegram, askOnWhatsApp, cancelCalls, writtenTo } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("connections that break", () => {
  let stage: Stage
  let nextOrder = 560_000_000
  const orders: Array<string> = []
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = (user = "rahim_smm") => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "fastlikes.example", externalId: `8${id}` })
    orders.push(String(id))
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const answersWith = (text: string) => stage.rahim.inbox.entries.filter((message) => message.text === text)

  const timesOf = async (state: string) => {
    const [row] = await stage.query<{ count: number }>(
      "select count(*)::int as count from channel_state_change where channel_id = $1 and state->>'_tag' = $2",
      [stage.whatsappChannel, state]
    )
    return row!.count
  }
  /** The owner's button: connects anew, and failures are counted from zero, so that the next pause is a short one. */
  const reconnect = async () => {
    const before = await timesOf("Open")
    await stage.run(
      Effect.flatMap(ChannelControl, (control) => control.reconnect(stage.tenantId, stage.whatsappChannel))
    )
    await stage.until(
      "a new connection",
      Effect.promise(() => timesOf("Open")),
      (times) => times > before
    )
  }

  /** Cuts the number off and keeps it off until the returned function is called. */
  const cutOff = async () => {
    const { whatsapp, whatsappChannel, channelState } = stage
    const admit = whatsapp.faults.add({ kind: "refuse" })
    whatsapp.faults.add({ kind: "end", number: gatewayNumber, how: "reset" })
    await channelState(whatsappChannel, "Reconnecting")
    return async () => {
      admit()
      await reconnect()
    }
  }

  it("CH-05: messages written while the number was offline are answered when it is back, once each, in order", async () => {
    const back = await cutOff()
    const written = [addOrder(), addOrder(), addOrder()]
    for (const id of written) await stage.rahim.send(gatewayNumber, `${id} cancel`)
    const inGroup = addOrder("sita.media")
    const { id: question } = await stage.sita.sendToGroup(stage.groups.support.jid, `${inGroup} cancel`)
    expect(stage.phone.isOnline).toBe(false)
    await back()
    for (const id of written) await stage.rahim.waitFor(({ text }) => text === added(id), 15_000)
    await stage.groups.support.log.waitFor(({ quotedId }) => quotedId === question, 15_000)
    expect(written.map((id) => answersWith(added(id)).length)).toEqual([1, 1, 1])
    expect(answersWith(added(written[0]!))[0]!.seq).toBeLessThan(answersWith(added(written[2]!))[0]!.seq)
  })

  it("RT-04: what a process left unfinished in a chat is answered before what is written there next", async () => {
    const { tenantId, whatsappChannel: channelId, bikash } = stage
    const channel = { tenantId, channelId, kind: "whatsapp", generation: 0n, token: null } as const
    const written = [addOrder("bikash01"), addOrder("bikash01")] as const
    const pn = `${bikash.number}@s.whatsapp.net`
    // As when whoever stored it died before anybody worked on it.
    await stage.run(
      Effect.flatMap(Inbox, (inbox) =>
        inbox.accept(channel, {
          networkId: "LEFT1",
          chatId: bikash.lidJid,
          chatPn: pn,
          chatKind: "direct",
          chatTitle: null,
          sender: { lid: bikash.lidJid, pn, telegramId: null, name: null },
          isFromOwner: false,
          kind: "text",
          text: `${written[0]} cancel`,
          quotedId: null,
          sentAt: Date.now()
        })
      )
    )
    await bikash.send(gatewayNumber, `${written[1]} cancel`)
    await bikash.waitFor(({ text }) => text === added(written[1]), 15_000)
    const answers = bikash.inbox.entries.filter(
      ({ isFromGateway, group }) => isFromGateway && group === undefined
    )
    expect(answers.map(({ text }) => text)).toEqual(written.map(added))
  })

  it("CH-05: what is older than the tenant's limit is stored but not acted on", async () => {
    await stage.setRules({ maxMessageAgeHours: 0 })
    const back = await cutOff()
    const late = addOrder()
    const { id } = await stage.rahim.send(gatewayNumber, `${late} cancel`)
    await back()
    expect(await stage.handled(id)).toMatchObject({ stage: "ignored", note: "Too old" })
    expect(await stage.requestsOf(late)).toEqual([])
    orders.splice(orders.indexOf(late), 1)
    await stage.setRules({})
  })

  it.each(["reset", "close", "xmlstreamend"] as const)(
    "CH-03, CH-02: after the session ended by %s it is open again by itself and goes on",
    async (how) => {
      await reconnect()
      const interrupted = await timesOf("Reconnecting")
      stage.whatsapp.faults.add({ kind: "end", number: gatewayNumber, how })
      const id = addOrder()
      expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toBe(added(id))
      await stage.channelState(stage.whatsappChannel, "Open")
      expect(await timesOf("Reconnecting")).toBe(interrupted + 1)
    }
  )

  it("CH-03: a restart that WhatsApp asks for (515) goes by without a pause", async () => {
    stage.whatsapp.faults.add({ kind: "streamError", number: gatewayNumber, code: 515 })
    const id = addOrder()
    expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toBe(added(id))
  })

  it("RT-02: a stanza that WhatsApp delivers twice is one message with one answer", async () => {
    stage.whatsapp.faults.add({ kind: "duplicate", number: gatewayNumber, times: 1 })
    const id = addOrder()
    const { id: message } = await stage.rahim.send(gatewayNumber, `${id} cancel`)
    await stage.rahim.waitFor(({ text }) => text === added(id))
    await stage.handled(message)
    expect(answersWith(added(id))).toHaveLength(1)
  })

  it("RT-02: a receipt that is lost brings the message again, answered once", async () => {
    await reconnect()
    stage.whatsapp.faults.add({ kind: "loseReceipt", number: gatewayNumber, times: 1 })
    const id = addOrder()
    const { id: message } = await stage.rahim.send(gatewayNumber, `${id} cancel`)
    await stage.rahim.waitFor(({ text }) => text === added(id), 15_000)
    await stage.rahim.sent.waitFor((sent) => sent.id === message && sent.deliveredAt !== undefined, 15_000)
    await stage.channelState(stage.whatsappChannel, "Open")
    await stage.handled(message)
    expect(answersWith(added(id))).toHaveLength(1)
  })

  it("CH-06: a message that cannot be decrypted is asked for again and answered once", async () => {
    stage.whatsapp.faults.add({ kind: "garble", number: gatewayNumber, times: 1 })
    const id = addOrder()
    expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toBe(added(id))
  })

  it("CH-12: a reply whose acknowledgement never came is repeated under the same id", async () => {
    await reconnect()
    // The next message of the number is the reply, and none for a provider.
    await stage.quiet()
    const id = addOrder()
    stage.whatsapp.faults.add({ kind: "dropOnMessage", number: gatewayNumber, ms: 0, times: 1 })
    await stage.rahim.send(gatewayNumber, `${id} status`)
    const status = `Order ${id}: In progress | Start count: – | Remains: 1000`
    await stage.rahim.waitFor(({ text, copies }) => text === status && copies > 1, 20_000)
    expect(answersWith(status)).toHaveLength(1)
  })

  it("RT-02: a Telegram update that comes again is one message with one answer", async () => {
    const { bot, telegram, aarav } = stage
    const id = addOrder(stage.aaravUsername)
    const question = aarav.write(bot, `${id} cancel`)
    telegram.world.push(bot, "message", question.wire)
    await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(id))
    const next = addOrder(stage.aaravUsername)
    expect(await askOnTelegram(stage, aarav, `${next} cancel`)).toBe(added(next))
    expect(telegram.chat(bot, aarav).messages.filter(({ text }) => text === added(id))).toHaveLength(1)
  })

  it("CH-07: a batch of updates whose answer was lost is fetched again, answered once each", async () => {
    const { bot, telegram, aarav } = stage
    telegram.faults.add({ kind: "drop-after", method: "getUpdates", times: 1 })
    const ids = [addOrder(stage.aaravUsername), addOrder(stage.aaravUsername)]
    for (const id of ids) aarav.write(bot, `${id} cancel`)
    for (const id of ids) {
      await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(id), 15_000)
    }
    for (const id of ids) {
      expect(telegram.chat(bot, aarav).messages.filter(({ text }) => text === added(id))).toHaveLength(1)
    }
  })

  it("CH-05, CH-07: what was written while Telegram was away is answered when it is back", async () => {
    const { bot, telegram, aarav } = stage
    await telegram.down()
    await stage.channelState(stage.telegramChannel, "Reconnecting")
    const id = addOrder(stage.aaravUsername)
    aarav.write(bot, `${id} cancel`)
    await telegram.up()
    await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(id), 15_000)
  })

  it("CH-02: an owner who disables and enables the number loses nothing that was written meanwhile", async () => {
    const { tenantId, whatsappChannel, channelState } = stage
    const control = <A, E>(use: (service: ChannelControl["Service"]) => Effect.Effect<A, E>) =>
      stage.run(Effect.flatMap(ChannelControl, use))
    await control((service) => service.disable(tenantId, whatsappChannel))
    await channelState(whatsappChannel, "Disabled")
    const id = addOrder()
    await stage.rahim.send(gatewayNumber, `${id} cancel`)
    await control((service) => service.enable(tenantId, whatsappChannel))
    await stage.rahim.waitFor(({ text }) => text === added(id), 15_000)
  })

  it("DI-03: through all of it the panel was asked once per order and the provider told once", async () => {
    for (const id of orders.filter((order) => answersWith(added(order)).length > 0)) {
      // Orders that were asked for at the same moment may stand in one message (BU-05).
      await stage.groups.fastLikes.log.waitFor(({ text }) => text.includes(`8${id}`), 10_000)
    }
    const asked = cancelCalls(stage).flat()
    expect(asked.length).toBe(new Set(asked).size)
    const told = writtenTo(stage.groups.fastLikes).flatMap((text) => text.replace(" cancel", "").split(", "))
    expect(told.toSorted()).toEqual(asked.map((id) => `8${id}`).toSorted())
    expect(orders.filter((id) => !asked.includes(id))).toHaveLength(1)
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
