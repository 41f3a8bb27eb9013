import { Effect, Result } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  startTelegramSimulator,
  type TelegramSimulator
} from "../../../simulators/telegram/TelegramSimulator.ts"
import { TestBot, type TestConnection, textTo } from "./TestBot.ts"

describe("a Telegram bot", () => {
  let telegram: TelegramSimulator
  let robot: ReturnType<TelegramSimulator["bot"]>
  let bot: TestBot
  let open: TestConnection
  beforeEach(async () => {
    telegram = await startTelegramSimulator()
    robot = telegram.bot({ username: "relaydesk_bot" })
    bot = new TestBot(telegram.url, robot.token)
    open = await bot.open()
  })
  afterEach(async () => {
    await open.close()
    await telegram.stop()
  })

  it("says that it is open and who it is", () => {
    expect(bot.states).toEqual([{ _tag: "Open" }])
    expect(bot.addresses).toEqual(["relaydesk_bot"])
  })

  it("CH-09: fetches again what it had brought to itself before", async () => {
    await open.close()
    const webhook = { secretToken: undefined, maxConnections: 1 }
    bot = new TestBot(telegram.url, robot.token, "our-own-hook-token")
    robot.webhook.set({ ...webhook, url: "http://127.0.0.1:9/hooks/telegram/our-own-hook-token" })
    open = await bot.open()
    telegram.person({ firstName: "Rami" }).write(robot, "cancel 492007588")
    await bot.message("cancel 492007588")
    expect(robot.webhook.settings).toBeUndefined()
  })

  it("receives a person's message and answers it with a quotation", async () => {
    const rami = telegram.person({ firstName: "Rami", lastName: "K" })
    const question = rami.write(robot, "cancel 492007588")
    const inbound = await bot.message("cancel 492007588")
    expect(inbound).toMatchObject({
      networkId: String(question.messageId),
      chatId: String(rami.id),
      chatPn: null,
      chatKind: "direct",
      sender: { lid: null, pn: null, telegramId: String(rami.id), name: "Rami K" },
      isFromOwner: false,
      kind: "text",
      quotedId: null
    })
    const quote = { networkId: inbound.networkId, senderAddress: null, text: inbound.text }
    const sent = await open.send({ ...textTo(inbound.chatId, "added"), quote })
    const answer = await telegram.waitFor((message) => message.text === "added")
    expect(sent).toEqual(Result.succeed({ networkId: String(answer.messageId) }))
    expect(answer.replyTo).toBe(question.messageId)
  })

  it("sends without the quotation when the quoted message is gone", async () => {
    const rami = telegram.person({ firstName: "Rami" })
    rami.write(robot, "hello")
    const { chatId } = await bot.message("hello")
    const quote = { networkId: "999999", senderAddress: null, text: "gone" }
    expect(Result.isSuccess(await open.send({ ...textTo(chatId, "still"), quote }))).toBe(true)
  })

  it("knows the writer and the title in a group, and lists the chats it has met", async () => {
    const rami = telegram.person({ firstName: "Rami" })
    const group = telegram.group({ title: "Provider", members: [robot, rami] })
    rami.write(group, "done")
    expect(await bot.message("done")).toMatchObject({
      chatId: String(group.id),
      chatKind: "group",
      chatTitle: "Provider",
      sender: { telegramId: String(rami.id) }
    })
    const listed = { chatId: String(group.id), kind: "group", title: "Provider", members: 3 }
    expect(await open.chats()).toContainEqual(listed)
    group.kick(robot)
    rami.write(robot, "gone?")
    await bot.message("gone?")
    expect(await open.chats()).not.toContainEqual(listed)
  })

  it("CH-07: tells of groups that let it in or put it out, and asks Telegram which chats it is in", async () => {
    const silent = telegram.group({ title: "Silent", members: [robot] })
    const chat = { chatId: String(silent.id), kind: "group", title: "Silent" }
    const last = () => bot.met.findLast(({ chatId }) => chatId === chat.chatId)
    await bot.until(() => last()?.isIn)
    expect(last()).toEqual({ ...chat, hearsAll: false, isIn: true })
    expect(await open.knows(chat.chatId)).toBe(true)
    expect(await open.knows("-100999")).toBe(false)
    silent.kick(robot)
    await bot.until(() => last()?.isIn === false || undefined)
  })

  it("does not confirm an update before its message is stored", async () => {
    const rami = telegram.person({ firstName: "Rami" })
    bot.onInbound = () => Effect.never
    rami.write(robot, "precious")
    await bot.message("precious")
    await open.close()
    bot.onInbound = () => Effect.void
    bot.inbound.length = 0
    open = await bot.open()
    expect(await bot.message("precious")).toMatchObject({ chatId: String(rami.id) })
    rami.write(robot, "next")
    await bot.message("next")
    expect(bot.inbound.map(({ text }) => text)).toEqual(["precious", "next"])
  })

  it("keeps the order of a chat's messages that waited while it was away", async () => {
    const rami = telegram.person({ firstName: "Rami" })
    await open.close()
    const texts = Array.from({ length: 30 }, (_, index) => `offline ${index}`)
    for (const text of texts) rami.write(robot, text)
    open = await bot.open()
    await bot.message("offline 29")
    expect(bot.inbound.map(({ text }) => text)).toEqual(texts)
  })

  it("ends with a sentence when a message cannot be stored", async () => {
    bot.onInbound = () => Effect.die(new Error("no database"))
    telegram.person({ firstName: "Rami" }).write(robot, "hello")
    expect(await open.closed()).toMatchObject({ _tag: "Watchdog" })
  })

  it("waits as long as Telegram says when it polls too often", async () => {
    telegram.faults.add({ kind: "retry-after", method: "getUpdates", seconds: 1 })
    const rami = telegram.person({ firstName: "Rami" })
    rami.write(robot, "one")
    await bot.message("one")
    rami.write(robot, "two")
    await bot.message("two")
    expect(bot.inbound).toHaveLength(2)
  })

  it("says so while Telegram wants no polls for longer than a moment, sends all the same, and says when it goes on", async () => {
    telegram.faults.add({ kind: "retry-after", method: "getUpdates", seconds: 3 })
    const rami = telegram.person({ firstName: "Rami" })
    rami.write(robot, "one")
    const tagsAfter = async (tag: string) => {
      await expect.poll(() => bot.states.at(-1)?._tag, { timeout: 10_000 }).toBe(tag)
      return bot.states.at(-1)
    }
    expect(await tagsAfter("Reconnecting")).toMatchObject({ reason: "Telegram asked to slow down" })
    expect(Result.isSuccess(await open.send(textTo(rami.id, "busy")))).toBe(true)
    expect(await tagsAfter("Open")).toEqual({ _tag: "Open" })
    await bot.message("one")
    expect(bot.inbound).toHaveLength(1)
  })
})

describe("CH-07: one reader for a bot", () => {
  let telegram: TelegramSimulator
  let robot: ReturnType<TelegramSimulator["bot"]>
  beforeEach(async () => {
    telegram = await startTelegramSimulator()
    robot = telegram.bot()
  })
  afterEach(() => telegram.stop())

  const polls = () => telegram.calls.filter(({ method }) => method.toLowerCase() === "getupdates").length

  it("a process that stood still and lost the bot confirms nothing and never polls again", async () => {
    const frozen = new TestBot(telegram.url, robot.token)
    const later = new TestBot(telegram.url, robot.token)
    const first = await frozen.open()
    const waking = Promise.withResolvers<void>()
    frozen.onInbound = () => Effect.promise(() => waking.promise)
    const rami = telegram.person({ firstName: "Rami" })
    rami.write(robot, "one")
    await frozen.message("one")
    frozen.isHeld = false
    const second = await later.open()
    await later.message("one")
    waking.resolve()
    expect(await first.closed()).toEqual({ _tag: "Stopped" })
    rami.write(robot, "two")
    await later.message("two")
    expect(later.inbound.map(({ text }) => text)).toEqual(["one", "two"])
    expect(frozen.inbound.map(({ text }) => text)).toEqual(["one"])
    await first.close()
    await second.close()
  })

  it("a process that lost the bot in the middle of a poll is put out by the new one and says no trouble", async () => {
    const old = new TestBot(telegram.url, robot.token)
    const first = await old.open()
    await telegram.waitForCall(({ method }) => method === "getMe")
    await expect.poll(() => robot.updates.isPolled).toBe(true)
    old.isHeld = false
    const next = new TestBot(telegram.url, robot.token)
    const second = await next.open()
    expect(await first.closed()).toEqual({ _tag: "Stopped" })
    telegram.person({ firstName: "Rami" }).write(robot, "hello")
    await next.message("hello")
    await first.close()
    await second.close()
  })

  it.each([
    ["Taken", { _tag: "Code", code: 1_002 }],
    ["Lost", { _tag: "Stopped" }]
  ] as const)("does not poll when the bot is %s", async (claim, reason) => {
    const bot = new TestBot(telegram.url, robot.token)
    bot.claim = claim
    const open = await bot.connect()
    expect(await open.closed()).toMatchObject(reason)
    expect(bot.states).toEqual([])
    expect(polls()).toBe(0)
    await open.close()
  })

  it("names somebody else's webhook and leaves it alone, until a person says that the bot belongs here", async () => {
    robot.webhook.set({ url: "http://127.0.0.1:9/secret-path", secretToken: undefined, maxConnections: 1 })
    const bot = new TestBot(telegram.url, robot.token, "our-own-hook-token")
    const open = await bot.connect()
    expect(await open.closed()).toMatchObject({ code: 1_001, message: "127.0.0.1:9" })
    expect(polls()).toBe(0)
    expect(robot.webhook.settings?.url).toContain("secret-path")
    await open.close()
    bot.takeOver()
    const again = await bot.open()
    telegram.person({ firstName: "Rami" }).write(robot, "hello")
    await bot.message("hello")
    expect(robot.webhook.settings).toBeUndefined()
    robot.webhook.set({ url: "http://127.0.0.1:9/again", secretToken: undefined, maxConnections: 1 })
    expect(await again.closed()).toMatchObject({ code: 1_001, message: "127.0.0.1:9" })
    await again.close()
  })
})

describe("a Telegram connection ends", () => {
  let telegram: TelegramSimulator
  let robot: ReturnType<TelegramSimulator["bot"]>
  let bot: TestBot
  beforeEach(async () => {
    telegram = await startTelegramSimulator()
    robot = telegram.bot()
    bot = new TestBot(telegram.url, robot.token)
  })
  afterEach(() => telegram.stop())

  const closedAs = async (open: TestConnection) => {
    const reason = await open.closed()
    await open.close()
    return reason
  }

  it("with 401 when the token is revoked", async () => {
    robot.isRevoked = true
    expect(await closedAs(await bot.connect())).toMatchObject({ _tag: "Code", code: 401 })
  })

  it("CH-07: with 401 when a message is refused for a revoked token, without waiting for the poll", async () => {
    const rami = telegram.person({ firstName: "Rami" })
    rami.chatWith(robot)
    const open = await bot.open()
    robot.isRevoked = true
    expect(await open.send(textTo(rami.id, "hello"))).toMatchObject({
      failure: { reason: { _tag: "NotConnected" } }
    })
    expect(await closedAs(open)).toMatchObject({ _tag: "Code", code: 401 })
  })

  it("with 409 when another program polls", async () => {
    const open = await bot.open()
    const other = await new TestBot(telegram.url, robot.token).open()
    expect(await closedAs(open)).toMatchObject({ _tag: "Code", code: 409 })
    await other.close()
  })

  it("with the status of a failing server", async () => {
    telegram.faults.add({ kind: "status", method: "getUpdates", status: 502 })
    expect(await closedAs(await bot.connect())).toMatchObject({ _tag: "Code", code: 502 })
  })

  it("with 0 when Telegram cannot be reached, without naming the token", async () => {
    await telegram.down()
    const reason = await closedAs(await bot.connect())
    expect(reason).toMatchObject({ _tag: "Code", code: 0, message: expect.stringContaining("ECONNREFUSED") })
    expect(JSON.stringify(reason)).not.toContain(robot.token)
    await telegram.up()
  })

  it("as stopped when its scope does", async () => {
    const open = await bot.open()
    await open.close()
    expect(await open.closed()).toEqual({ _tag: "Stopped" })
  })
})
