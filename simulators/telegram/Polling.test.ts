import { GrammyError } from "grammy"
import { describe, expect, it, vi } from "vitest"
import { useTelegram } from "./useTelegram.ts"

const world = useTelegram()

describe("polling", () => {
  it("carries a person's text to grammY and the reply back, with ids and reply-to", async () => {
    world.client.on("message:text", (context) =>
      context.reply("found it", { reply_parameters: { message_id: context.message.message_id } })
    )
    void world.poll()
    const rami = world.telegram.person({ firstName: "Rami", username: "rami" })
    const question = rami.write(world.bot, "492007588 cancel")
    const answer = await world.telegram.waitFor((message) => message.isFromBot)
    expect(answer).toMatchObject({
      text: "found it",
      replyTo: question.messageId,
      from: { id: world.bot.id }
    })
    expect(answer.chat.id).toBe(rami.id)
    expect(world.telegram.chat(world.bot, rami).messages).toEqual([question, answer])
  })

  it("holds a long poll open until an update comes, and confirms by offset", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    const before = performance.now()
    const waiting = world.client.api.getUpdates({ timeout: 5 })
    await vi.waitFor(() => expect(world.bot.updates.isPolled).toBe(true))
    rami.write(world.bot, "one")
    const [first] = await waiting
    expect(performance.now() - before).toBeLessThan(1_000)
    rami.write(world.bot, "two")
    expect(await world.client.api.getUpdates({ timeout: 0 })).toHaveLength(2)
    const rest = await world.client.api.getUpdates({ timeout: 0, offset: (first?.update_id ?? 0) + 1 })
    expect(rest.map((update) => update.message?.text)).toEqual(["two"])
    expect(await world.client.api.getUpdates({ timeout: 0, offset: -1, limit: 1 })).toHaveLength(1)
  })

  it("answers an idle long poll with nothing when its timeout has passed", async () => {
    const before = performance.now()
    expect(await world.client.api.getUpdates({ timeout: 1 })).toEqual([])
    expect(performance.now() - before).toBeGreaterThan(950)
  })

  it("ends the older of two pollers with 409", async () => {
    const first = world.poll()
    await world.telegram.waitForCall((call) => call.method === "deleteWebhook")
    await vi.waitFor(() => expect(world.bot.updates.isPolled).toBe(true))
    const second = world.connect()
    second.on("message", (context) => context.reply("yes"))
    void world.poll(second)
    const error = await first
    expect(error).toBeInstanceOf(GrammyError)
    expect(error).toMatchObject({
      error_code: 409,
      description: expect.stringMatching("terminated by other getUpdates request")
    })
    world.telegram.person({ firstName: "Rami" }).write(world.bot, "still there?")
    await world.telegram.waitFor((message) => message.text === "yes")
  })

  it("keeps polling through 5xx and a dropped connection", async () => {
    vi.spyOn(console, "error").mockReturnValue()
    world.telegram.faults.add({ kind: "status", status: 502, method: "getMe" })
    world.telegram.faults.add({ kind: "drop", method: "getMe" })
    world.client.on("message", (context) => context.reply("back"))
    void world.poll()
    world.telegram.person({ firstName: "Rami" }).write(world.bot, "hello")
    await world.telegram.waitFor((message) => message.text === "back")
    expect(world.telegram.faults.list()).toEqual([])
  })

  it("sends only the kinds of update that were asked for", async () => {
    const [rami, lena] = [
      world.telegram.person({ firstName: "Rami" }),
      world.telegram.person({ firstName: "Lena" })
    ]
    const group = world.telegram.group({ title: "Support", members: [world.bot, rami] })
    group.promote(world.bot)
    await world.client.api.getUpdates({
      offset: -1,
      timeout: 0,
      allowed_updates: ["chat_member", "edited_message"]
    })
    world.bot.updates.dropAll()
    group.add(lena)
    rami.edit(rami.write(group, "492007588"), "492007589")
    const updates = await world.client.api.getUpdates({ timeout: 0 })
    expect(
      updates.map(
        ({ chat_member, edited_message }) => chat_member?.new_chat_member.status ?? edited_message?.text
      )
    ).toEqual(["member", "492007589"])
  })
})
