import { Effect, Redacted, Result } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { ChannelId, TenantId } from "../../src/domain/Ids.ts"
import { ChannelControl } from "../../src/ports/ChannelControl.ts"
import { Desk } from "../../src/ports/Desk.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnTelegram, askOnWhatsApp } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("CH-07: a bot's token and who reads its messages", () => {
  let stage: Stage
  let nextOrder = 640_000_000
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const control = <A, E>(use: (service: ChannelControl["Service"]) => Effect.Effect<A, E>) =>
    stage.run(Effect.flatMap(ChannelControl, use))
  const addOrder = () => {
    const id = ++nextOrder
    stage.panel.addOrder({
      id,
      user: stage.aaravUsername,
      provider: "fastlikes.example",
      externalId: `8${id}`
    })
    return String(id)
  }
  const polls = () => stage.telegram.calls.filter(({ method }) => method === "getUpdates").length
  const sentenceOf = async (tenantId: TenantId, channelId: ChannelId) => {
    const channels = await stage.run(Effect.flatMap(Desk, (desk) => desk.channels(tenantId)))
    return channels.find(({ id }) => id === channelId)!.sentence
  }
  const addBot = (tenantId: TenantId, token: string) =>
    control((channels) =>
      Effect.result(
        channels.create(tenantId, { kind: "telegram", name: "Second", token: Redacted.make(token) })
      )
    )

  it("a revoked token is said, told to the owner once, and polled with no more; renewed, what waited is answered", async () => {
    const { aarav, bot, rahim, telegram, telegramChannel, tenantId } = stage
    await askOnWhatsApp(rahim, "1 status")
    await stage.query("update contact set trusted_as = 'Boss', gets_notices = true where pn = $1", [
      rahim.pnJid
    ])
    bot.isRevoked = true
    const asked = addOrder()
    // The poll that is open ends with the next thing that happens.
    aarav.write(bot, `${asked} cancel`)
    await stage.channelState(telegramChannel, "TokenRevoked")
    expect(await sentenceOf(tenantId, telegramChannel)).toBe(
      "The bot's token is no longer valid, enter the new one from BotFather"
    )
    const isNotice = ({ text }: { readonly text: string }) => text.includes("token is no longer valid")
    await rahim.waitFor((message) => message.isFromGateway && isNotice(message), 15_000)
    const before = polls()
    const reconnected = await control((channels) => channels.reconnect(tenantId, telegramChannel))
    expect(reconnected).toBeUndefined()
    await stage.channelState(telegramChannel, "TokenRevoked")
    expect(polls()).toBe(before)
    const another = await control((channels) =>
      Effect.result(
        channels.renew(tenantId, telegramChannel, { kind: "telegram", token: Redacted.make("42:AAother") })
      )
    )
    expect(Result.isFailure(another) && another.failure.safeText).toBe(
      "This is the token of another bot. Add it as a channel of its own."
    )
    const token = telegram.renewToken(bot)
    await control((channels) =>
      channels.renew(tenantId, telegramChannel, { kind: "telegram", token: Redacted.make(token) })
    )
    await stage.channelState(telegramChannel, "Open")
    await telegram.waitFor(
      (message) => message.isFromBot && message.text === `Cancel request added for order ${asked}`,
      15_000
    )
    expect(rahim.inbox.entries.filter(isNotice)).toHaveLength(1)
  })

  it("the bot is refused a second time in the workspace, and in another one it says that it is connected here, no more", async () => {
    const { aarav, bot, tenantId } = stage
    const second = await addBot(tenantId, bot.token)
    expect(Result.isFailure(second) && second.failure.safeText).toBe(
      "This bot is connected already, as “Bot”. Take another bot, or enter a new token there."
    )
    const other = await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.createTenant({ name: "Other", timeZone: "UTC", rules: {} })
      )
    )
    const elsewhere = Result.getOrThrow(await addBot(other, bot.token))
    await stage.channelState(elsewhere.id, "AlreadyConnected", other)
    expect(await sentenceOf(other, elsewhere.id)).toMatch(
      /^This bot is already connected here by another channel: use one of the two; looking again in \d+ s$/
    )
    const views = JSON.stringify(await stage.run(Effect.flatMap(Desk, (desk) => desk.channels(other))))
    expect(views).not.toContain("SMM Nepal")
    expect(views).not.toContain("smm_nepal_bot")
    const asked = addOrder()
    expect(await askOnTelegram(stage, aarav, `${asked} cancel`)).toBe(
      `Cancel request added for order ${asked}`
    )
    const [row] = await stage.query<{ n: number }>(
      "select count(*)::int as n from channel_state_change where channel_id = $1 and state->>'_tag' = 'OtherPoller'",
      [stage.telegramChannel]
    )
    expect(row!.n).toBe(0)
    await control((channels) => channels.disable(tenantId, stage.telegramChannel))
    await control((channels) => channels.reconnect(other, elsewhere.id))
    await stage.channelState(elsewhere.id, "Open", other)
    await control((channels) => channels.enable(tenantId, stage.telegramChannel))
    await stage.channelState(stage.telegramChannel, "AlreadyConnected")
    await control((channels) => channels.disable(other, elsewhere.id))
    await control((channels) => channels.reconnect(tenantId, stage.telegramChannel))
    await stage.channelState(stage.telegramChannel, "Open")
  })

  it("of two channels of a new bot that are made at once, one reads it and the other says so", async () => {
    const robot = stage.telegram.bot({ username: "twice_bot" })
    const both = await Promise.all([addBot(stage.tenantId, robot.token), addBot(stage.tenantId, robot.token)])
    const ids = both.flatMap((made) => (Result.isSuccess(made) ? [made.success.id] : []))
    const states = async () => {
      const channels = await stage.run(Effect.flatMap(Desk, (desk) => desk.channels(stage.tenantId)))
      return ids.map((id) => channels.find((channel) => channel.id === id)!.state._tag).toSorted()
    }
    await expect
      .poll(states, { timeout: 15_000 })
      .toEqual(ids.length === 1 ? ["Open"] : ["AlreadyConnected", "Open"])
    for (const id of ids) await control((channels) => channels.disable(stage.tenantId, id))
  })

  it("another service's webhook is named and not fought; Connect takes the bot back", async () => {
    const { aarav, bot, telegramChannel, tenantId } = stage
    bot.webhook.set({ url: "http://127.0.0.1:9/their-secret", secretToken: undefined, maxConnections: 1 })
    const state = await stage.channelState(telegramChannel, "OtherPoller")
    expect(state.webhook).toBe("127.0.0.1:9")
    expect(state.at - Date.now()).toBeLessThanOrEqual(30_000)
    expect(await sentenceOf(tenantId, telegramChannel)).toMatch(
      /^Another service has this bot's messages brought to 127\.0\.0\.1:9: switch it off there, or press Connect/
    )
    expect(bot.webhook.settings?.url).toContain("their-secret")
    await control((channels) => channels.reconnect(tenantId, telegramChannel))
    await stage.channelState(telegramChannel, "Open")
    expect(bot.webhook.settings).toBeUndefined()
    const asked = addOrder()
    expect(await askOnTelegram(stage, aarav, `${asked} cancel`)).toBe(
      `Cancel request added for order ${asked}`
    )
  })

  it("a bot with privacy mode is told to the owner where a support group needs more", async () => {
    const { aarav, telegram, tenantId } = stage
    const robot = telegram.bot({ username: "shy_bot", hasPrivacyMode: true })
    const made = Result.getOrThrow(await addBot(tenantId, robot.token))
    await stage.channelState(made.id, "Open")
    expect(await sentenceOf(tenantId, made.id)).toBe("Connected")
    const group = telegram.group({ title: "Shy support", members: [robot, aarav] })
    aarav.write(group, "/start")
    await expect
      .poll(() => stage.query("select 1 from conversation where chat_id = $1", [String(group.id)]))
      .toHaveLength(1)
    await stage.query("update conversation set is_support = true where chat_id = $1", [String(group.id)])
    expect(await sentenceOf(tenantId, made.id)).toContain("send /setprivacy to BotFather")
    group.promote(robot)
    await expect.poll(() => sentenceOf(tenantId, made.id)).toBe("Connected")
    await control((channels) => channels.disable(tenantId, made.id))
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
