import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Group } from "../../simulators/telegram/Group.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { ProviderId } from "../../src/domain/Ids.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { askOnTelegram, askOnWhatsApp, botWroteTo, cancelCalls, onTelegram } from "./Chats.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("CH-07: Telegram groups, topics and what people change in them", () => {
  let stage: Stage
  let nextOrder = 650_000_000
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
  })
  afterAll(() => stage.close())

  const addOrder = (user = stage.aaravUsername, provider = "nobody.example") => {
    const id = ++nextOrder
    stage.panel.addOrder({ id, user, provider, externalId: `8${id}` })
    return String(id)
  }
  const added = (id: string) => `Cancel request added for order ${id}`
  const supportGroup = async (title: string, isForum = false) => {
    const group = stage.telegram.group({
      title,
      isForum,
      type: isForum ? "supergroup" : "group",
      members: [stage.bot, stage.aarav]
    })
    stage.aarav.write(group, "hello")
    await expect.poll(() => chatsOf(group)).toHaveLength(1)
    await stage.query("update conversation set is_support = true where chat_id = $1", [String(group.id)])
    return group
  }
  const chatsOf = (group: Pick<Group, "id">) =>
    stage.query<{ id: string }>("select id from conversation where chat_id = $1", [String(group.id)])
  const answerTo = async (group: Group, text: string, threadId?: number) => {
    const question = stage.aarav.write(group, text, { threadId })
    return await stage.telegram.waitFor(
      (message) =>
        message.isFromBot && message.replyTo === question.messageId && message.chat === question.chat,
      15_000
    )
  }

  it("a group that becomes a supergroup stays one chat with its switches, its route and nobody asked twice", async () => {
    const { telegram, telegramChannel, tenantId, providers } = stage
    const group = await supportGroup("Aarav's desk")
    const provider = telegram.group({
      title: "FastLikes desk",
      type: "group",
      members: [stage.bot, stage.boostMintStaff]
    })
    await expect
      .poll(() => stage.query("select 1 from known_chat where chat_id = $1", [String(provider.id)]))
      .toHaveLength(1)
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({
          tenantId,
          providerId: providers[0] as ProviderId,
          command: "refill",
          channelId: telegramChannel,
          chatId: String(provider.id),
          label: "FastLikes desk"
        })
      )
    )
    await stage.inForce((config) => config.routes.length === 6, "the route")
    const before = addOrder()
    expect((await answerTo(group, `${before} cancel`)).text).toBe(added(before))
    const [conversation] = await chatsOf(group)
    const old = { group: String(group.id), provider: String(provider.id) }
    group.migrate()
    provider.migrate()
    const after = addOrder()
    expect((await answerTo(group, `${after} cancel`)).text).toBe(added(after))
    expect(await chatsOf(group)).toEqual([conversation])
    const refill = ++nextOrder
    stage.panel.addOrder({
      id: refill,
      user: "rahim_smm",
      provider: "fastlikes.example",
      externalId: `8${refill}`,
      status: "completed"
    })
    await askOnWhatsApp(stage.rahim, `${refill} refill`)
    await onTelegram(stage, provider, `8${refill} refill`)
    const left = await stage.query(
      "select chat_id from conversation where chat_id = any($1::text[]) union select chat_id from route where chat_id = any($1::text[])",
      [Object.values(old)]
    )
    expect(left).toEqual([])
    expect(
      cancelCalls(stage)
        .flat()
        .filter((id) => id === before || id === after)
    ).toHaveLength(2)
    expect(botWroteTo(group).filter((text) => text === added(after))).toHaveLength(1)
  })

  it("an upgrade that the bot was not told of is learnt from the refusal, and what was sent arrives once", async () => {
    const { bot, providers, telegram, telegramChannel, tenantId } = stage
    const provider = telegram.group({ title: "Untold", type: "group", members: [bot, stage.boostMintStaff] })
    const old = String(provider.id)
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({
          tenantId,
          providerId: providers[0] as ProviderId,
          command: "speedup",
          channelId: telegramChannel,
          chatId: old,
          label: "Untold"
        })
      )
    )
    await stage.inForce((config) => config.routes.some(({ chatId }) => chatId === old), "the route")
    bot.updates.allow(["callback_query"])
    provider.migrate()
    bot.updates.allow(["message", "edited_message", "my_chat_member"])
    const id = addOrder("rahim_smm", "fastlikes.example")
    await askOnWhatsApp(stage.rahim, `${id} speed up`)
    const sent = await telegram.waitFor(
      ({ isFromBot, chat, text }) => isFromBot && chat === provider.chat && text.includes(`8${id}`),
      15_000
    )
    await stage.quiet()
    expect(botWroteTo(provider)).toEqual([sent.text])
    const places = await stage.query("select chat_id from route where label = 'Untold'")
    expect(places).toEqual([{ chat_id: String(provider.id) }])
    expect(await chatsOf(provider)).toHaveLength(1)
    expect(await chatsOf({ id: Number(old) })).toEqual([])
  })

  it("a topic of a support forum is served as its group is, and answered in the topic", async () => {
    const forum = await supportGroup("Forum", true)
    const topic = forum.topic("Cancels")
    const id = addOrder()
    expect(await answerTo(forum, `${id} cancel`, topic)).toMatchObject({ text: added(id), threadId: topic })
    expect(
      await stage.query("select title from conversation where chat_id = $1", [`${forum.id}/${topic}`])
    ).toEqual([{ title: "Forum / Cancels" }])
  })

  it("a provider is written to in the topic that a route names", async () => {
    const { telegramChannel, tenantId, providers } = stage
    const forum = stage.telegram.group({
      title: "BoostMint forum",
      isForum: true,
      members: [stage.bot, stage.boostMintStaff]
    })
    const topic = forum.topic("Speed")
    const chatId = `${forum.id}/${topic}`
    await expect
      .poll(() => stage.query("select title from known_chat where chat_id = $1", [chatId]))
      .toEqual([{ title: "BoostMint forum / Speed" }])
    await stage.run(
      Effect.flatMap(TenantSetup, (setup) =>
        setup.addRoute({
          tenantId,
          providerId: providers[1] as ProviderId,
          command: "speedup",
          channelId: telegramChannel,
          chatId,
          label: "BoostMint forum / Speed"
        })
      )
    )
    await stage.inForce((config) => config.routes.some((route) => route.chatId === chatId), "the route")
    const id = addOrder("rahim_smm", "boostmint.example")
    await askOnWhatsApp(stage.rahim, `${id} speed up`)
    const sent = await stage.telegram.waitFor(
      ({ isFromBot, text }) => isFromBot && text.includes(`8${id}`),
      15_000
    )
    expect(sent).toMatchObject({ threadId: topic })
  })

  it("a word that becomes a command by an edit is obeyed once; a command that is changed is not obeyed again", async () => {
    const { aarav, telegram } = stage
    const [first, second] = [addOrder(), addOrder()]
    const group = await supportGroup("Edits")
    const typo = aarav.write(group, "good morning")
    await stage.handled(String(typo.messageId)).catch(() => null)
    aarav.edit(typo, `${first} cancel`)
    await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(first), 15_000)
    aarav.edit(typo, `${second} cancel`)
    const shown = () =>
      stage.query<{ text: string; note: string }>(
        "select text, note from message where direction = 'in' and text = $1",
        [`${second} cancel`]
      )
    await expect
      .poll(shown)
      .toEqual([{ text: `${second} cancel`, note: "Edited by the writer; it first said: good morning" }])
    expect(await askOnTelegram(stage, aarav, `${second} status`)).not.toBe("")
    expect(await stage.requestsOf(second)).toEqual([])
    expect(
      cancelCalls(stage)
        .flat()
        .filter((id) => id === first)
    ).toHaveLength(1)
  })

  it("a word and its edit that come together, after the bot was away, are obeyed once as edited", async () => {
    const { aarav, telegram, telegramChannel } = stage
    const group = await supportGroup("Away")
    await telegram.down()
    await stage.channelState(telegramChannel, "Reconnecting")
    const ids = Array.from({ length: 10 }, () => addOrder())
    for (const id of ids) aarav.edit(aarav.write(group, `good morning ${id}`), `${id} cancel`)
    await telegram.up()
    for (const id of ids) {
      await telegram.waitFor(({ isFromBot, text }) => isFromBot && text === added(id), 30_000)
    }
    for (const id of ids) expect(botWroteTo(group).filter((text) => text === added(id))).toHaveLength(1)
    expect(
      cancelCalls(stage)
        .flat()
        .filter((id) => ids.includes(id))
        .toSorted()
    ).toEqual(ids.toSorted())
  })

  it("a person who blocked the bot is gone until he is back, and others are served meanwhile", async () => {
    const { aarav, bot } = stage
    const id = addOrder()
    const isGone = () =>
      stage.query<{ is_gone: boolean }>("select is_gone from known_chat where chat_id = $1", [
        String(aarav.id)
      ])
    await askOnTelegram(stage, aarav, `${id} status`)
    aarav.block(bot)
    await expect.poll(isGone).toEqual([{ is_gone: true }])
    aarav.unblock(bot)
    expect(await askOnTelegram(stage, aarav, `${id} cancel`)).toBe(added(id))
    await expect.poll(isGone).toEqual([{ is_gone: false }])
  })

  it("PR-03, SE-02: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
