import { Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CloudNumber } from "../../simulators/whatsappcloud/CloudNumber.ts"
import {
  startWhatsAppCloudSimulator,
  type WhatsAppCloudSimulator
} from "../../simulators/whatsappcloud/WhatsAppCloudSimulator.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { ChannelId } from "../../src/domain/Ids.ts"
import { ChannelControl, type ChannelCredentials } from "../../src/ports/ChannelControl.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { addChannel, openHooks } from "./Hooks.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const rahim = "9779811111111"

describe("CH-07, CH-09: credentials are renewed and no message is lost or answered twice", () => {
  let stage: Stage
  let meta: WhatsAppCloudSimulator
  let number: CloudNumber
  let hooks: Awaited<ReturnType<typeof openHooks>>
  let cloud: ChannelId
  let nextOrder = 690_000_000
  const secrets: Array<string> = []
  beforeAll(async () => {
    meta = await startWhatsAppCloudSimulator()
    number = meta.number()
    stage = await openStage({
      requestsPerSecond: 500,
      allow: [meta.host],
      settings: { WHATSAPP_CLOUD_URL: meta.url }
    })
    hooks = await openHooks(stage)
    cloud = await addChannel(stage, { name: "Official", ...credentials() })
    number.webhookUrl = await hooks.urlOf(cloud)
  })
  afterAll(async () => {
    await hooks.close()
    await stage.close()
    await meta.stop()
  })

  const credentials = () => {
    secrets.push(number.accessToken, number.appSecret, number.verifyToken)
    return {
      kind: "whatsapp_cloud",
      phoneNumberId: number.phoneNumberId,
      accessToken: Redacted.make(number.accessToken),
      appSecret: Redacted.make(number.appSecret),
      verifyToken: Redacted.make(number.verifyToken)
    } as const
  }
  const renew = (id: ChannelId, given: ChannelCredentials) =>
    stage.run(Effect.flatMap(ChannelControl, (control) => control.renew(stage.tenantId, id, given)))
  const addOrder = (user: string) => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider: "nobody.example", externalId: `8${id}` })
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const answer = (id: string) =>
    meta.messages.waitFor(({ text }) => text === added(id), 30_000, `answer to ${id}`)
  const answers = (id: string) => number.sent.filter(({ text }) => text === added(id))

  it("Telegram: what people write before, while and after the token changes is answered, once each", async () => {
    const { aarav, bot, telegram, telegramChannel } = stage
    const ids = Array.from({ length: 9 }, () => addOrder(stage.aaravUsername))
    const write = (id: string) => aarav.write(bot, `${id} cancel`)
    ids.slice(0, 3).forEach(write)
    const old = bot.token
    // BotFather: the old token is no longer any bot's from this moment.
    const token = telegram.renewToken(bot)
    secrets.push(old, token)
    ids.slice(3, 6).forEach(write)
    await stage.channelState(telegramChannel, "TokenRevoked")
    const renewed = renew(telegramChannel, { kind: "telegram", token: Redacted.make(token) })
    ids.slice(6).forEach(write)
    await renewed
    await stage.channelState(telegramChannel, "Open")
    for (const id of ids) {
      await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(id), 30_000)
    }
    await stage.quiet()
    const said = aarav.chatWith(bot).messages.filter(({ isFromBot }) => isFromBot)
    for (const id of ids) expect(said.filter(({ text }) => text === added(id))).toHaveLength(1)
  })

  it("Cloud API: a message that came while the access token had ended is answered with the next one, once", async () => {
    const [before, meanwhile, after] = [0, 1, 2].map(() => addOrder("rahim_smm")) as [string, string, string]
    await number.write({ from: rahim, text: `${before} cancel` })
    await answer(before)
    const next = number.renewToken()
    await number.write({ from: rahim, text: `${meanwhile} cancel` })
    await stage.channelState(cloud, "TokenRevoked")
    expect(answers(meanwhile)).toEqual([])
    expect(next).toBe(number.accessToken)
    await renew(cloud, credentials())
    await stage.channelState(cloud, "Open")
    await answer(meanwhile)
    await number.write({ from: rahim, text: `${after} cancel` })
    await answer(after)
    for (const id of [before, meanwhile, after]) expect(answers(id)).toHaveLength(1)
  })

  it("Cloud API: what is signed with a new app secret is refused, so that Meta brings it again, and taken once it is known", async () => {
    const id = addOrder("rahim_smm")
    number.renewSecret()
    const payload = number.message({ from: rahim, text: `${id} cancel` })
    expect(await number.deliver(payload)).toBe(403)
    await renew(cloud, credentials())
    await stage.channelState(cloud, "Open")
    // Meta repeats for days what was not taken.
    expect(await number.deliver(payload)).toBe(200)
    await answer(id)
    expect(await number.deliver(payload)).toBe(200)
    await stage.quiet()
    expect(answers(id)).toHaveLength(1)
    // The address stays: nothing is to be changed at Meta.
    expect(await hooks.urlOf(cloud)).toBe(number.webhookUrl)
  })

  it("PR-03, SE-02: no credential, old or new, was stored, shown or logged in the open", async () => {
    expect(await findSecrets(stage, undefined, secrets)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
