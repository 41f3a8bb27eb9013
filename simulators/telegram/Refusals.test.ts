import { Bot as GrammyBot } from "grammy"
import { describe, expect, it } from "vitest"
import { useTelegram, failure } from "./useTelegram.ts"

const world = useTelegram()

describe("refusals", () => {
  it("answers 401 to an unknown and to a revoked token", async () => {
    const stranger = new GrammyBot("42:AAunknown", { client: { apiRoot: world.telegram.url } })
    expect(await failure(stranger.api.getMe())).toMatchObject({ error_code: 401 })
    world.bot.isRevoked = true
    expect(await world.poll()).toMatchObject({ error_code: 401, description: "Unauthorized" })
  })

  it("answers 403 after a block, a kick and a deleted account, and tells the bot by my_chat_member", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    rami.chatWith(world.bot)
    rami.block(world.bot)
    expect(await failure(world.client.api.sendMessage(rami.id, "hi"))).toMatchObject({
      description: "Forbidden: bot was blocked by the user"
    })
    rami.unblock(world.bot)
    expect(await world.client.api.sendMessage(rami.id, "hi")).toMatchObject({ text: "hi" })
    rami.deactivate()
    expect(await failure(world.client.api.sendMessage(rami.id, "hi"))).toMatchObject({ error_code: 403 })
    const group = world.telegram.group({ title: "Support", members: [world.bot] })
    group.kick(world.bot)
    expect(await failure(world.client.api.sendMessage(group.id, "hi"))).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was kicked from the supergroup chat"
    })
    const updates = await world.client.api.getUpdates({ timeout: 0 })
    expect(updates.flatMap(({ my_chat_member }) => my_chat_member?.new_chat_member.status ?? [])).toEqual([
      "kicked",
      "member",
      "member",
      "kicked"
    ])
  })

  it("answers 400 with migrate_to_chat_id after a group became a supergroup", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    const group = world.telegram.group({ title: "Support", type: "group", members: [world.bot, rami] })
    const oldId = group.id
    world.bot.updates.dropAll()
    group.migrate()
    const error = await failure(world.client.api.sendMessage(oldId, "hi"))
    expect(error).toMatchObject({ error_code: 400, parameters: { migrate_to_chat_id: group.id } })
    expect(await world.client.api.sendMessage(group.id, "hi")).toMatchObject({ chat: { type: "supergroup" } })
    rami.write(group, "after")
    const updates = await world.client.api.getUpdates({ timeout: 0 })
    expect(
      updates.map(
        ({ message }) => message?.migrate_to_chat_id ?? message?.migrate_from_chat_id ?? message?.text
      )
    ).toEqual([group.id, oldId, "after"])
  })

  it("answers 400 to strangers, missing reply targets, unchanged edits and broken HTML", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    expect(await failure(world.client.api.sendMessage(rami.id, "hi"))).toMatchObject({
      description: "Bad Request: chat not found"
    })
    rami.chatWith(world.bot)
    expect(
      await failure(world.client.api.sendMessage(rami.id, "hi", { reply_parameters: { message_id: 99 } }))
    ).toMatchObject({
      description: "Bad Request: message to be replied not found"
    })
    const sent = await world.client.api.sendMessage(rami.id, "<b>done</b> &amp; dusted", {
      parse_mode: "HTML"
    })
    expect(sent).toMatchObject({ text: "done & dusted", entities: [{ type: "bold", offset: 0, length: 4 }] })
    expect(
      await failure(world.client.api.sendMessage(rami.id, "<script>", { parse_mode: "HTML" }))
    ).toMatchObject({
      error_code: 400
    })
    expect(
      await failure(world.client.api.editMessageText(rami.id, sent.message_id, "done & dusted"))
    ).toMatchObject({
      description: expect.stringMatching("message is not modified")
    })
    await world.client.api.editMessageText(rami.id, sent.message_id, "changed")
    await world.client.api.deleteMessage(rami.id, sent.message_id)
    expect(world.telegram.messages.at(-1)).toMatchObject({ text: "changed", isDeleted: true })
  })
})
