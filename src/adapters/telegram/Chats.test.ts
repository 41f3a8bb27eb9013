import { Result } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Person } from "../../../simulators/telegram/Person.ts"
import {
  startTelegramSimulator,
  type TelegramSimulator
} from "../../../simulators/telegram/TelegramSimulator.ts"
import { TestBot, type TestConnection, textTo } from "./TestBot.ts"

describe("CH-07: a bot's chats", () => {
  let telegram: TelegramSimulator
  let robot: ReturnType<TelegramSimulator["bot"]>
  let bot: TestBot
  let open: TestConnection
  let rami: Person
  beforeEach(async () => {
    telegram = await startTelegramSimulator()
    robot = telegram.bot()
    rami = telegram.person({ firstName: "Rami" })
    bot = new TestBot(telegram.url, robot.token)
    open = await bot.open()
  })
  afterEach(async () => {
    await open.close()
    await telegram.stop()
  })

  const lastOf = (chatId: number | string) => bot.met.findLast((chat) => chat.chatId === String(chatId))

  it("each topic of a forum is a chat with its own name, and an answer stays in it", async () => {
    const forum = telegram.group({ title: "Forum", isForum: true, members: [robot, rami] })
    const refills = forum.topic("Refills")
    const question = rami.write(forum, "refill 1", { threadId: refills })
    const general = rami.write(forum, "hello all")
    const inTopic = await bot.message("refill 1")
    expect(inTopic).toMatchObject({
      chatId: `${forum.id}/${refills}`,
      chatTitle: "Forum / Refills",
      quotedId: null
    })
    expect(await bot.message("hello all")).toMatchObject({ chatId: String(forum.id), chatTitle: "Forum" })
    const quote = { networkId: inTopic.networkId, senderAddress: null, text: inTopic.text }
    await open.send({ ...textTo(inTopic.chatId, "noted"), quote })
    expect(await telegram.waitFor(({ text }) => text === "noted")).toMatchObject({
      threadId: refills,
      replyTo: question.messageId
    })
    await open.send(textTo(String(forum.id), "everybody"))
    expect(await telegram.waitFor(({ text }) => text === "everybody")).toMatchObject({ threadId: undefined })
    expect(lastOf(inTopic.chatId)).toMatchObject({ title: "Forum / Refills", isIn: true })
    expect(general.threadId).toBeUndefined()
    const listed = await open.chats()
    expect(listed).toContainEqual({ chatId: inTopic.chatId, kind: "group", title: "Forum / Refills" })
    expect(await open.knows(inTopic.chatId)).toBe(true)
  })

  it("a closed topic and a lack of rights refuse in words, and the bot is still in the chat", async () => {
    const forum = telegram.group({ title: "Forum", isForum: true, members: [robot, rami] })
    const topic = forum.topic("Refills")
    forum.closeTopic(topic)
    expect(await open.send(textTo(`${forum.id}/${topic}`, "x"))).toMatchObject({
      failure: { reason: { _tag: "Refused", isClosed: true }, safeText: "This topic is closed." }
    })
    forum.mute(robot)
    expect(await open.send(textTo(forum.id, "x"))).toMatchObject({
      failure: { reason: { isClosed: true }, safeText: "The bot may not write in this group." }
    })
    expect(bot.met.filter(({ isIn }) => !isIn)).toEqual([])
  })

  it("a person who blocks the bot is told as gone by the refusal, once, and back when he writes", async () => {
    rami.chatWith(robot)
    robot.updates.allow([])
    telegram.faults.add({ kind: "status", status: 403, method: "sendMessage", times: 2 })
    await open.send(textTo(rami.id, "x"))
    await open.send(textTo(rami.id, "x"))
    expect(bot.met.filter(({ isIn }) => !isIn)).toHaveLength(1)
    rami.write(robot, "here again")
    await bot.message("here again")
    expect(lastOf(rami.id)).toMatchObject({ title: "Rami", isIn: true })
  })

  it("knows a group under its new name, whether it hears everything there, and counts members at times", async () => {
    const group = telegram.group({ title: "Old name", members: [robot, rami] })
    await bot.until(() => lastOf(group.id))
    group.rename("New name")
    await bot.until(() => (lastOf(group.id)?.title === "New name" ? true : undefined))
    group.promote(robot)
    await bot.until(() => lastOf(group.id)?.hearsAll || undefined)
    const counts = () => telegram.calls.filter(({ method }) => method === "getChatMemberCount").length
    expect(await open.chats()).toMatchObject([{ title: "New name", members: 3 }])
    await open.chats()
    expect(counts()).toBe(1)
  })

  it("a group's upgrade is told before what is said afterwards, with what was said before in order", async () => {
    const group = telegram.group({ title: "Support", type: "group", members: [robot, rami] })
    const old = String(group.id)
    await open.close()
    rami.write(group, "before")
    group.migrate()
    rami.write(group, "after")
    const order: Array<string> = []
    const { inbound, moved } = bot
    open = await bot.open()
    await bot.message("after")
    for (const message of inbound) order.push(`${message.chatId} ${message.text}`)
    expect(order).toEqual([`${old} before`, `${group.id} after`])
    expect(new Set(moved.map((pair) => pair.join(" ")))).toEqual(new Set([`${old} ${group.id}`]))
    expect(await open.chats()).toMatchObject([{ chatId: String(group.id), title: "Support" }])
  })

  it("an edited message is told as edited, with its number and what it says now", async () => {
    const question = rami.write(robot, "helo")
    await bot.message("helo")
    rami.edit(question, "hello")
    await bot.until(() => bot.edited.at(0))
    expect(bot.edited).toMatchObject([
      { networkId: String(question.messageId), text: "hello", chatId: String(rami.id) }
    ])
    expect(bot.inbound).toHaveLength(1)
  })

  it("quotes no message of before an upgrade, whose number means another one now", async () => {
    const group = telegram.group({ title: "Support", members: [robot, rami] })
    rami.write(group, "hello")
    await bot.message("hello")
    const quote = { networkId: "-4001/2", senderAddress: null, text: "hello" }
    expect(Result.isSuccess(await open.send({ ...textTo(group.id, "answer"), quote }))).toBe(true)
    expect(await telegram.waitFor(({ text }) => text === "answer")).toMatchObject({ replyTo: undefined })
  })

  it("a chat that must wait holds up no other, and nothing is refused by Telegram", async () => {
    await open.close()
    telegram.limits.isOn = true
    bot.isPaced = true
    open = await bot.open()
    const noor = telegram.person({ firstName: "Noor" })
    rami.chatWith(robot)
    noor.chatWith(robot)
    const answers = []
    for (let n = 0; n < 5; n++) answers.push(await open.send(textTo(rami.id, `rami ${n}`)))
    expect(answers.map((answer) => Result.isSuccess(answer))).toEqual([true, true, true, false, false])
    const [, , , refused] = answers
    expect(refused).toMatchObject({ failure: { reason: { _tag: "RateLimited" } } })
    expect(Result.isSuccess(await open.send(textTo(noor.id, "noor")))).toBe(true)
    expect(telegram.calls.filter(({ outcome }) => outcome === 429)).toEqual([])
  })
})
