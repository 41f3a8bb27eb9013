import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { askOnWhatsApp, onWhatsApp } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("secrets", () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = (id: number, externalId = `8${id}`) => {
    stage.panel.addOrder({ id, user: "rahim_smm", provider: "fastlikes.example", externalId })
    return String(id)
  }

  it("PR-03, SE-07: a panel that names the provider, its address or our key in an error shows nothing of it to anybody", async () => {
    const message = `Provider fastlikes.example (https://fastlikes.example/api/v2?key=${stage.panel.adminKey}) said no`
    for (const path of ["/orders/request-cancel", "/orders"]) {
      stage.panel.faults.add({ kind: "error-code", path, code: 102, message })
    }
    const id = addOrder(580_000_001, "")
    expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toMatch(
      /^(We recorded your request|We could not check these orders right now)/
    )
    stage.panel.faults.clear()
    const next = addOrder(580_000_002)
    expect(await askOnWhatsApp(stage.rahim, `${next} cancel`)).toBe(`Cancel request added for order ${next}`)
    await onWhatsApp(stage.groups.fastLikes, `8${next} cancel`)
  })

  it("PR-03, SE-02: a Telegram that fails in the middle of a call does not bring the bot's token into the log", async () => {
    const { telegram, bot, aarav, telegramChannel, channelState } = stage
    telegram.faults.add({ kind: "html", method: "sendMessage" })
    aarav.write(bot, "1 status")
    await telegram.waitForCall(({ method, outcome }) => method === "sendMessage" && outcome !== 200)
    await telegram.down()
    await channelState(telegramChannel, "Reconnecting")
    await telegram.up()
    await channelState(telegramChannel, "Open")
    telegram.faults.add({ kind: "status", status: 401, method: "getUpdates" })
    aarav.write(bot, "2 status")
    await channelState(telegramChannel, "TokenRevoked")
  })

  it("the search of the other tests finds what is there: in rows, bytes, the live feed, the pages and the log", async () => {
    const canary = "canary7731"
    await stage.rahim.send(gatewayNumber, canary)
    await stage.until(
      "the canary in the chat",
      Effect.promise(() => stage.query("select 1 from message where text = $1", [canary])),
      (rows) => rows.length === 1
    )
    await stage.query(
      "insert into whatsapp_key (channel_id, tenant_id, type, id, value) values ($1, $2, 'test', '1', $3)",
      [stage.whatsappChannel, stage.tenantId, Buffer.from(canary)]
    )
    const found = await findSecrets(stage, undefined, [canary])
    const hex = Buffer.from(canary).toString("hex")
    expect(found).toEqual(
      expect.arrayContaining([
        `message: ${canary}`,
        `whatsapp_key: ${hex}`,
        `live feed: ${canary}`,
        `Desk.messages: ${canary}`
      ])
    )
  })

  it("PR-03, SE-02: after all of it nothing that was stored, shown or logged names a provider's domain, the panel's key or the bot's token", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })

  it("SE-02: the log was looked at from its finest level up, and dashboards were told of everything", () => {
    expect(stage.capture.logs.some((line) => line.includes("level=DEBUG"))).toBe(true)
    for (const tag of [
      "ConversationChanged",
      "MessageChanged",
      "RequestChanged",
      "ChannelChanged",
      "LogAdded"
    ]) {
      expect(stage.capture.frames.some((frame) => frame.includes(`"_tag":"${tag}"`))).toBe(true)
    }
  })
})
