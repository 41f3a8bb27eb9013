import { InputFile } from "grammy"
import { describe, expect, it } from "vitest"
import { useTelegram, failure } from "./useTelegram.ts"

const world = useTelegram()

describe("files and topics", () => {
  it("takes a photo by multipart upload and offers it for download", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    rami.chatWith(world.bot)
    const bytes = Buffer.from("\r\n--not a boundary\r\n\u0000")
    const sent = await world.client.api.sendDocument(rami.id, new InputFile(bytes, "payment proof.pdf"), {
      caption: "proof"
    })
    expect(sent).toMatchObject({
      caption: "proof",
      document: { file_name: "payment proof.pdf", file_size: bytes.length }
    })
    const { file_path } = await world.client.api.getFile(sent.document.file_id)
    const answer = await fetch(`${world.telegram.url}/file/bot${world.bot.token}/${file_path}`)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes)
    const again = await world.client.api.sendPhoto(rami.id, new InputFile(bytes))
    expect(again.photo).toHaveLength(1)
  })

  it("lets a person send a file, which the bot can fetch", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    rami.write(world.bot, "my receipt", { file: { kind: "photo", bytes: Buffer.from("jpeg") } })
    const [update] = await world.client.api.getUpdates({ timeout: 0 })
    expect(update?.message).toMatchObject({ caption: "my receipt", photo: [{ file_size: 4 }] })
  })

  it("keeps topics apart and refuses unknown and closed ones", async () => {
    const rami = world.telegram.person({ firstName: "Rami" })
    const group = world.telegram.group({ title: "Support", isForum: true, members: [world.bot, rami] })
    const threadId = group.topic("Refills")
    rami.write(group, "492007588 refill", { threadId })
    const update = (await world.client.api.getUpdates({ timeout: 0 })).at(-1)
    expect(update?.message).toMatchObject({
      is_topic_message: true,
      message_thread_id: threadId,
      reply_to_message: { forum_topic_created: { name: "Refills" } }
    })
    await world.client.api.sendMessage(group.id, "forwarded", { message_thread_id: threadId })
    expect(world.telegram.messages.at(-1)).toMatchObject({ threadId, isFromBot: true })
    expect(
      await failure(world.client.api.sendMessage(group.id, "?", { message_thread_id: 999 }))
    ).toMatchObject({
      description: "Bad Request: message thread not found"
    })
    group.closeTopic(threadId)
    expect(
      await failure(world.client.api.sendMessage(group.id, "?", { message_thread_id: threadId }))
    ).toMatchObject({
      description: "Bad Request: TOPIC_CLOSED"
    })
  })
})
