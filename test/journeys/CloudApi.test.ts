import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CloudNumber } from "../../simulators/whatsappcloud/CloudNumber.ts"
import {
  startWhatsAppCloudSimulator,
  type WhatsAppCloudSimulator
} from "../../simulators/whatsappcloud/WhatsAppCloudSimulator.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { ChannelId, DispatchId } from "../../src/domain/Ids.ts"
import { ChannelControl } from "../../src/ports/ChannelControl.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { addChannel, addLikes, messageStage, openHooks, requestsFor } from "./Hooks.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const rahim = "9779811111111"
const stranger = "9779899999999"
const provider = "9779855500000"

describe("CH-09: a customer writes to a number of Meta's Cloud API", () => {
  let stage: Stage
  let meta: WhatsAppCloudSimulator
  let number: CloudNumber
  let hooks: Awaited<ReturnType<typeof openHooks>>
  let channelId: ChannelId
  beforeAll(async () => {
    meta = await startWhatsAppCloudSimulator()
    meta.hasStatuses = true
    number = meta.number()
    stage = await openStage({ allow: [meta.host], settings: { WHATSAPP_CLOUD_URL: meta.url } })
    hooks = await openHooks(stage)
    channelId = await addChannel(stage, {
      kind: "whatsapp_cloud",
      name: "Official",
      phoneNumberId: number.phoneNumberId,
      accessToken: Redacted.make(number.accessToken),
      appSecret: Redacted.make(number.appSecret),
      verifyToken: Redacted.make(number.verifyToken)
    })
    number.webhookUrl = await hooks.urlOf(channelId)
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({
          tenantId: stage.tenantId,
          providerId: stage.providers[1]!,
          command: null,
          channelId,
          chatId: `${provider}@s.whatsapp.net`,
          label: "BoostMint by number"
        })
      )
    )
  })
  afterAll(async () => {
    await hooks.close()
    await stage.close()
    await meta.stop()
  })

  const order = (id: number) => addLikes(stage, id)
  const answerTo = (id: number) =>
    meta.messages.waitFor(({ text }) => text.includes(String(id)), 20_000, `answer to ${id}`)
  const deliveries = () =>
    stage.query<{ state: string; key: string; repeats: number; error: string | null }>(
      "select state, dedupe_key as key, repeats, safe_error as error from webhook_delivery order by id"
    )
  const settledDeliveries = () =>
    stage.until(
      "the end of all webhooks",
      Effect.promise(deliveries),
      (rows) => rows.length > 0 && rows.every(({ state }) => state !== "waiting")
    )
  const requests = (id: number) => requestsFor(stage, id)

  it("proves its address to Meta, and to nobody with another word", async () => {
    expect(await number.verify()).toEqual({ status: 200, text: "1158201444" })
    expect((await number.verify("another word")).status).toBe(404)
  })

  it("OR-06, DI-01: is answered, the provider is told, and Meta's statuses are shown", async () => {
    order(492007588)
    await number.write({ from: rahim, name: "Rahim", text: "492007588 cancel" })
    const reply = await answerTo(492007588)
    expect(reply).toMatchObject({ to: rahim, text: "Cancel request added for order 492007588" })
    const told = await stage.groups.fastLikes.log.waitFor(({ isFromGateway }) => isFromGateway)
    expect(told.text).toBe("4920075880 cancel")
    await messageStage(stage, reply.id, "delivered")
    await number.status(reply.id, "read", rahim)
    await messageStage(stage, reply.id, "read")
    expect(number.answers.every((status) => status === 200)).toBe(true)
    const rows = await settledDeliveries()
    expect(rows.every(({ state }) => state === "done")).toBe(true)
  })

  it("obeys once what Meta brings many times, at once and later, alone and with others", async () => {
    order(492007589)
    const payload = number.message({ from: rahim, text: "492007589 cancel" })
    await Promise.all(Array.from({ length: 8 }, () => number.deliver(payload)))
    const { id } = await answerTo(492007589)
    await messageStage(stage, id, "delivered")
    await number.deliver(payload)
    // The same message together with another: another webhook by its ids, the same message by its own.
    const other = number.message({ from: rahim, text: "thanks" })
    const values = [payload, other].flatMap(({ entry }) => entry)
    await number.deliver({ ...payload, entry: values })
    await settledDeliveries()
    expect(await requests(492007589)).toEqual([{ n: 1 }])
    expect(number.sent.filter(({ text }) => text.includes("492007589")).length).toBe(1)
  })

  it("takes statuses in any order, also before the message they are about is known", async () => {
    order(492007590)
    meta.hasStatuses = false
    await number.write({ from: rahim, text: "492007590 cancel" })
    const { id } = await answerTo(492007590)
    await number.status(id, "read", rahim)
    await number.status(id, "delivered", rahim)
    await number.status(id, "sent", rahim)
    await messageStage(stage, id, "read")
    meta.hasStatuses = true
  })

  it("SE-07: is deaf to forged, unsigned and strange bodies, and goes on hearing", async () => {
    await settledDeliveries()
    const before = await deliveries()
    const payload = number.message({ from: rahim, text: "492007588 refill" })
    expect(await number.deliver(payload, { isForged: true })).toBe(403)
    expect(await number.deliver(payload, { isForged: true, raw: "{" })).toBe(403)
    const nowhere = `${new URL(number.webhookUrl!).origin}/hooks/whatsapp_cloud/${"A".repeat(32)}`
    expect((await fetch(nowhere, { method: "POST", body: "{}" })).status).toBe(404)
    expect(await deliveries()).toEqual(before)
    for (const raw of ["{", "[]", `"\\u0000"`, `{"entry":${"[".repeat(5_000)}${"]".repeat(5_000)}}`]) {
      expect(await number.deliver(null, { raw })).toBe(200)
    }
    const rows = await settledDeliveries()
    expect(rows.filter(({ state }) => state === "dead").map(({ error }) => error)).toEqual([
      "Meta sent something that is not JSON."
    ])
    order(492007591)
    await number.write({ from: rahim, text: "492007591 cancel" })
    await answerTo(492007591)
  })

  it("says in the chat that the 24-hour window is closed, at once or when Meta says so later", async () => {
    order(492007592)
    const payload = number.message({ from: rahim, text: "492007592 cancel" })
    number.closeWindow(rahim)
    await number.deliver(payload)
    const refused = await stage.until(
      "the refused answer",
      Effect.promise(() =>
        stage.query<{ stage: string; note: string }>(
          `select stage, note from message where direction = 'out' and text like '%492007592%'
           and channel_id = $1`,
          [channelId]
        )
      ),
      ([row]) => row?.stage === "failed"
    )
    expect(refused[0]!.note).toContain("24-hour window is closed")

    order(492007593)
    await number.write({ from: rahim, text: "492007593 cancel" })
    const { id } = await answerTo(492007593)
    await number.status(id, "failed", rahim, 131047)
    const [late] = await messageStage(stage, id, "failed")
    expect(late!.note).toContain("24-hour window is closed")
  })

  it("DI-02: a provider's message that Meta could not bring after all has failed, and is retried by hand", async () => {
    number.message({ from: provider, text: "hello" })
    meta.hasStatuses = false
    stage.panel.addOrder({
      id: 492007601,
      user: "rahim_smm",
      status: "in_progress",
      serviceName: "Instagram Likes | Instant",
      provider: "boostmint.example",
      externalId: "8847283"
    })
    await stage.rahim.send("9779800000000", "492007601 cancel")
    const sent = await meta.messages.waitFor(({ to }) => to === provider, 20_000, "provider's message")
    expect(sent.text).toBe("8847283 cancel")
    await number.status(sent.id, "failed", provider, 131026)
    await messageStage(stage, sent.id, "failed")
    const find = () =>
      stage.query<{ id: DispatchId; state: string; text: string | null }>(
        `select d.id, d.state, d.safe_text as text from dispatch d join message m on m.id = d.message_id
         where m.channel_id = $1`,
        [channelId]
      )
    const [dead] = await find()
    expect(dead).toMatchObject({ state: "dead", text: "WhatsApp cannot bring messages to this number." })
    await stage.retryDispatch(dead!.id)
    const mark = sent.id
    await meta.messages.waitFor(({ to, id }) => to === provider && id !== mark, 20_000, "second try")
    meta.hasStatuses = true
  })

  it("CH-12: an answer of unknown fate is shown as uncertain and never repeated", async () => {
    order(492007594)
    meta.faults.add({ kind: "drop-after", call: "send" })
    await number.write({ from: rahim, text: "492007594 cancel" })
    await stage.until(
      "the uncertain answer",
      Effect.promise(() =>
        stage.query<{ stage: string }>(
          "select stage from message where direction = 'out' and text like '%492007594%' and channel_id = $1",
          [channelId]
        )
      ),
      ([row]) => row?.stage === "uncertain"
    )
    order(492007595)
    await number.write({ from: rahim, text: "492007595 cancel" })
    await answerTo(492007595)
    expect(number.sent.filter(({ text }) => text.includes("492007594")).length).toBe(1)
  })

  it("RT-02: what was stored when the process ended is obeyed once by the next one", async () => {
    for (const id of [492007596, 492007597]) order(id)
    const payloads = [492007596, 492007597].map((id) => number.message({ from: rahim, text: `${id} cancel` }))
    // The first is stored while nobody works on it; the second is somewhere between store and answer at the end.
    await stage.run(Effect.flatMap(ChannelControl, (control) => control.disable(stage.tenantId, channelId)))
    expect(await number.deliver(payloads[0])).toBe(200)
    expect((await deliveries()).at(-1)!.state).toBe("waiting")
    await stage.run(Effect.flatMap(ChannelControl, (control) => control.enable(stage.tenantId, channelId)))
    expect(await number.deliver(payloads[1])).toBe(200)
    await stage.restart()
    await hooks.close()
    hooks = await openHooks(stage)
    number.webhookUrl = await hooks.urlOf(channelId)
    for (const id of [492007596, 492007597]) await answerTo(id)
    for (const payload of payloads) expect(await number.deliver(payload)).toBe(200)
    await settledDeliveries()
    for (const id of [492007596, 492007597]) {
      expect(await requests(id)).toEqual([{ n: 1 }])
      expect(number.sent.filter(({ text }) => text.includes(String(id))).length).toBe(1)
    }
  })

  it("CH-02: a revoked token is said, and other credentials bring the channel back with what waited", async () => {
    order(492007598)
    number.isRevoked = true
    await number.write({ from: rahim, text: "492007598 cancel" })
    const state = await stage.channelState(channelId, "TokenRevoked")
    expect(state.of).toBe("meta")
    number.isRevoked = false
    await stage.run(
      Effect.flatMap(ChannelControl, (control) =>
        control.renew(stage.tenantId, channelId, {
          kind: "whatsapp_cloud",
          phoneNumberId: number.phoneNumberId,
          accessToken: Redacted.make(number.accessToken),
          appSecret: Redacted.make(number.appSecret),
          verifyToken: Redacted.make(number.verifyToken)
        })
      )
    )
    await stage.channelState(channelId, "Open")
    await answerTo(492007598)
  })

  it("a stranger is told how to register, as on every WhatsApp number", async () => {
    await number.write({ from: stranger, name: "Nobody", text: "492007588 cancel" })
    const reply = await meta.messages.waitFor(({ to }) => to === stranger, 20_000, "words to a stranger")
    expect(reply.text).not.toContain("added")
  })
})
