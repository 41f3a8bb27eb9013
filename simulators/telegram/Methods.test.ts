import { describe, expect, it } from "vitest"
import { failure, useTelegram } from "./useTelegram.ts"

const world = useTelegram()

describe("the other methods", () => {
  it("tells about chats and their members", async () => {
    const { telegram, bot, client } = world
    const [rami, lena] = [
      telegram.person({ firstName: "Rami", id: 77 }),
      telegram.person({ firstName: "Lena" })
    ]
    const group = telegram.group({ title: "Desk", members: [bot, rami] })
    expect(await client.api.getChat(group.id)).toMatchObject({ type: "supergroup", title: "Desk" })
    expect(await client.api.getChatMember(group.id, 77)).toMatchObject({
      status: "member",
      user: { first_name: "Rami" }
    })
    expect(await client.api.getChatMember(group.id, lena.id)).toMatchObject({ status: "left" })
    expect(await client.api.getChatMemberCount(group.id)).toBe(3)
    expect(await failure(client.api.getChatMember(group.id, 1))).toMatchObject({
      description: "Bad Request: user not found"
    })
    expect(await client.api.sendChatAction(group.id, "typing")).toBe(true)
    expect(await failure(client.api.createForumTopic(group.id, "Refills"))).toMatchObject({ error_code: 400 })
    await client.api.leaveChat(group.id)
    expect(await failure(client.api.sendMessage(group.id, "?"))).toMatchObject({
      description: "Forbidden: bot is not a member of the supergroup chat"
    })
  })

  it("lets an administrator bot open a topic and delete what others wrote", async () => {
    const { telegram, bot, client } = world
    const rami = telegram.person({ firstName: "Rami" })
    const group = telegram.group({ title: "Desk", isForum: true, members: [bot, rami] })
    const spam = rami.write(group, "spam")
    expect(await failure(client.api.deleteMessage(group.id, spam.messageId))).toMatchObject({
      error_code: 400
    })
    group.promote(bot)
    await client.api.deleteMessage(group.id, spam.messageId)
    expect(spam.isDeleted).toBe(true)
    const { message_thread_id } = await client.api.createForumTopic(group.id, "Refills")
    expect(await client.api.sendMessage(group.id, "here", { message_thread_id })).toMatchObject({
      message_thread_id
    })
  })

  it("carries the press of a button", async () => {
    const { telegram, bot, client } = world
    const rami = telegram.person({ firstName: "Rami" })
    rami.chatWith(bot)
    const inline_keyboard = [[{ text: "Yes", callback_data: "yes" }]]
    await client.api.sendMessage(rami.id, "Cancel it?", { reply_markup: { inline_keyboard } })
    rami.press(await telegram.waitFor((message) => message.isFromBot), "yes")
    const [update] = await client.api.getUpdates({ timeout: 0 })
    expect(update?.callback_query).toMatchObject({
      data: "yes",
      from: { id: rami.id },
      message: { text: "Cancel it?" }
    })
    expect(await client.api.answerCallbackQuery(update?.callback_query?.id ?? "")).toBe(true)
  })

  it("hides from a bot with privacy mode what is not meant for it", async () => {
    const { telegram } = world
    const shy = telegram.bot({ username: "shy_bot", hasPrivacyMode: true })
    const rami = telegram.person({ firstName: "Rami" })
    const group = telegram.group({ title: "Desk", members: [shy, rami] })
    shy.updates.dropAll()
    for (const text of ["chatter", "/help", "hi @shy_bot"]) rami.write(group, text)
    expect(shy.updates.pending.map((update) => update.message)).toMatchObject([
      { text: "/help" },
      { text: "hi @shy_bot" }
    ])
  })
})

describe("the wire", () => {
  const call = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${world.telegram.url}${path}`, init)
    return { status: answer.status, json: (await answer.json()) as unknown }
  }

  it("takes urlencoded and multipart bodies and queries as well as JSON", async () => {
    const { bot, telegram } = world
    const rami = telegram.person({ firstName: "Rami", id: 77 })
    const { messageId } = rami.write(bot, "hello")
    const fields = { chat_id: "77", text: "hi", reply_parameters: JSON.stringify({ message_id: messageId }) }
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    const path = `/bot${bot.token}/SENDmessage`
    const answers = [
      await call(path, { method: "POST", body: new URLSearchParams(fields) }),
      await call(path, { method: "POST", body: form }),
      await call(`${path}?${new URLSearchParams(fields)}`, {})
    ]
    for (const answer of answers) {
      expect(answer.json).toMatchObject({
        ok: true,
        result: { text: "hi", reply_to_message: { message_id: messageId } }
      })
    }
    const broken = { method: "POST", headers: { "content-type": "application/json" }, body: "{" }
    expect((await call(path, broken)).status).toBe(400)
  })

  it("answers 404 to unknown methods and malformed tokens", async () => {
    const missing = { ok: false, error_code: 404, description: "Not Found: method not found" }
    expect(await call(`/bot${world.bot.token}/flyToMoon`, {})).toEqual({ status: 404, json: missing })
    expect((await call("/botnonsense/getMe", {})).status).toBe(404)
  })
})
