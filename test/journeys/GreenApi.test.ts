import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type GreenApiSimulator,
  startGreenApiSimulator
} from "../../simulators/greenapi/GreenApiSimulator.ts"
import type { GreenInstance } from "../../simulators/greenapi/GreenInstance.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { addChannel, addLikes, messageStage, openHooks, requestsFor } from "./Hooks.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const rahim = "9779811111111"
const chat = `${rahim}@c.us`
const support = { id: "120363041234567890@g.us", name: "Support" }

describe.each([
  ["by webhooks", true],
  ["by fetching its notifications", false]
])("CH-09: a customer writes to an instance of Green API that is heard %s", (_, hasWebhook) => {
  let stage: Stage
  let vendor: GreenApiSimulator
  let instance: GreenInstance
  let hooks: Awaited<ReturnType<typeof openHooks>>
  let channelId: Awaited<ReturnType<typeof addChannel>>
  beforeAll(async () => {
    vendor = await startGreenApiSimulator()
    instance = vendor.instance()
    stage = await openStage({ allow: [vendor.host] })
    hooks = await openHooks(stage)
    channelId = await addChannel(stage, {
      kind: "green_api",
      name: "Green",
      apiUrl: vendor.url,
      idInstance: instance.idInstance,
      apiTokenInstance: Redacted.make(instance.apiToken),
      ...(hasWebhook ? { webhookToken: Redacted.make(instance.webhookToken) } : {})
    })
    if (hasWebhook) instance.webhookUrl = await hooks.urlOf(channelId)
  })
  afterAll(async () => {
    await hooks.close()
    await stage.close()
    await vendor.stop()
  })

  const order = (id: number) => addLikes(stage, id)
  const answerTo = (id: number) =>
    vendor.messages.waitFor(({ text }) => text.includes(String(id)), 20_000, `answer to ${id}`)
  const requests = (id: number) => requestsFor(stage, id)

  it("OR-06, DI-01: is answered, the provider is told, and the statuses are shown", async () => {
    order(492007588)
    await instance.write({ from: rahim, name: "Rahim", text: "492007588 cancel" })
    const reply = await answerTo(492007588)
    expect(reply).toMatchObject({ chatId: chat, text: "Cancel request added for order 492007588" })
    const told = await stage.groups.fastLikes.log.waitFor(({ isFromGateway }) => isFromGateway)
    expect(told.text).toBe("4920075880 cancel")
    await instance.status(reply.id, "sent", chat)
    await instance.status(reply.id, "delivered", chat)
    await messageStage(stage, reply.id, "delivered")
    await instance.status(reply.id, "read", chat)
    await messageStage(stage, reply.id, "read")
  })

  it("is answered in a group too, and obeys a repeated notification once", async () => {
    order(492007589)
    const message = instance.message({ from: rahim, name: "Rahim", text: "492007589 cancel", group: support })
    for (let n = 0; n < 3; n += 1) await instance.notify(message)
    expect(await answerTo(492007589)).toMatchObject({ chatId: support.id })
    order(492007590)
    await instance.write({ from: rahim, text: "492007590 cancel" })
    await answerTo(492007590)
    expect(await requests(492007589)).toEqual([{ n: 1 }])
    expect(instance.sent.filter(({ text }) => text.includes("492007589")).length).toBe(1)
  })

  it("shows a message that WhatsApp did not bring as failed", async () => {
    order(492007591)
    await instance.write({ from: rahim, text: "492007591 cancel" })
    const { id } = await answerTo(492007591)
    await instance.status(id, "noAccount", chat)
    const [row] = await messageStage(stage, id, "failed")
    expect(row!.note).toBe("This number is not on WhatsApp.")
  })

  it("CH-12: an answer of unknown fate is shown as uncertain and never repeated", async () => {
    order(492007592)
    vendor.faults.add({ kind: "drop-after", method: "sendMessage" })
    await instance.write({ from: rahim, text: "492007592 cancel" })
    await stage.until(
      "the uncertain answer",
      Effect.promise(() =>
        stage.query<{ stage: string }>(
          "select stage from message where direction = 'out' and text like '%492007592%' and channel_id = $1",
          [channelId]
        )
      ),
      ([row]) => row?.stage === "uncertain"
    )
    expect(instance.sent.filter(({ text }) => text.includes("492007592")).length).toBe(1)
  })

  it("CH-02: says that its phone is gone, in words that say what to do", async () => {
    await instance.become("notAuthorized")
    const state = await stage.channelState(channelId, "Reconnecting")
    expect(state.reason).toContain("has no phone")
    expect(await stage.query("select count(*)::int as n from message where stage = 'received'")).toEqual([
      { n: 0 }
    ])
  })
})
