import { createHash, randomBytes, randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { attachment } from "../../simulators/telegram/Chat.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import type { SentFile } from "../../simulators/whatsapp/SentFile.ts"
import { openMediaStage, type MediaStage } from "./MediaStage.ts"
import { jpeg, png } from "./Pictures.ts"

quietLibsignal()

let stage: MediaStage
beforeAll(async () => {
  stage = await openMediaStage({ MEDIA_MAX_BYTES: String(4 * 1024 * 1024) })
}, 360_000)
afterAll(() => stage?.close())

const send = (file: SentFile, caption = randomUUID()) =>
  stage.received(caption, () => stage.rahim.sendFile(gatewayNumber, file, caption))

describe("LD-03: a file that a customer sends on WhatsApp", () => {
  it("is known at once and brought when somebody opens it: the same bytes, with headers that let nothing run", async () => {
    const before = stage.whatsapp.media.downloads.length
    const bytes = jpeg(900_000)
    const message = await send({ kind: "image", bytes, mime: "image/jpeg", width: 800, height: 600 })
    expect(message).toMatchObject({
      kind: "image",
      media: { mime: "image/jpeg", size: bytes.length, width: 800, height: 600, isKept: false }
    })
    expect(stage.whatsapp.media.downloads.length).toBe(before)

    const answer = await stage.open(message.id)
    expect(answer.status).toBe(200)
    expect(answer.bytes.equals(bytes)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=3600",
      "content-disposition": expect.stringMatching(/^inline; /)
    })
    expect((await stage.messageOf(message.id)).media).toMatchObject({ isKept: true })
    await stage.open(message.id)
    expect(stage.whatsapp.media.downloads.length).toBe(before + 1)
  })

  it("is brought once when several people open it at the same moment", async () => {
    const message = await send({ kind: "image", bytes: png(300_000), mime: "image/png" })
    const before = stage.whatsapp.media.downloads.length
    let release = () => {}
    stage.whatsapp.media.held = new Promise((resolve) => (release = resolve))
    const opening = [1, 2, 3, 4].map(() => stage.open(message.id))
    await expect.poll(() => stage.whatsapp.media.downloads.length, { timeout: 10_000 }).toBe(before + 1)
    release()
    stage.whatsapp.media.held = undefined
    expect((await Promise.all(opening)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(stage.whatsapp.media.downloads.length).toBe(before + 1)
  })

  it("is kept once, however many messages bring the same content", async () => {
    const bytes = png(50_000)
    const hash = createHash("sha256").update(bytes).digest("hex")
    const messages = [
      await send({ kind: "image", bytes, mime: "image/png" }),
      await send({ kind: "document", bytes, mime: "image/png", name: "again.png" })
    ]
    for (const { id } of messages) expect((await stage.open(id)).status).toBe(200)
    expect(
      await stage.query("select 1 from media_blob where sha256 = decode($1, 'hex')", [hash])
    ).toHaveLength(1)
  })

  it("SE-07: is never a page: what claims to be a picture and is HTML or SVG is saved, not shown", async () => {
    for (const [text, mime] of [
      ["<!doctype html><script>alert(1)</script>", "image/png"],
      ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"],
      ["GIF87", "image/gif"]
    ] as const) {
      const message = await send({ kind: "image", bytes: Buffer.from(text), mime })
      const answer = await stage.open(message.id)
      expect(answer.headers.get("content-type")).toBe("application/octet-stream")
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; /)
      expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox")
    }
  })

  it("is saved under its name, without signs that could make it look like another", async () => {
    const name = '../../invoice\u202Efdp.exe"\r\nx: y'
    const message = await send({ kind: "document", bytes: randomBytes(1000), mime: "application/pdf", name })
    const { headers } = await stage.open(message.id)
    expect(headers.get("x")).toBeNull()
    expect(headers.get("content-disposition")).toBe(
      `attachment; filename="invoicefdp.exe_x_ y"; filename*=UTF-8''invoicefdp.exe_x_%20y`
    )
  })

  it("is not brought when it is too large, by what is said of it or by what comes", async () => {
    const large = { kind: "video", mime: "video/mp4", bytes: randomBytes(4_300_000) } as const
    const before = stage.whatsapp.media.downloads.length
    const honest = await stage.open((await send(large)).id)
    expect([honest.status, honest.words]).toEqual([409, expect.stringContaining("larger than 4 MB")])
    expect(stage.whatsapp.media.downloads.length).toBe(before)
    const liar = await stage.open((await send({ ...large, claimedSize: 1000 })).id)
    expect([liar.status, liar.words]).toEqual([409, expect.stringContaining("larger")])
  })

  it("is asked for at the phone once when its address has run out; else it is said plainly", async () => {
    const bytes = jpeg(40_000)
    const kept = await send({ kind: "image", bytes, mime: "image/jpeg" })
    const gone = await send({ kind: "image", bytes: jpeg(40_001), mime: "image/jpeg" })
    stage.whatsapp.media.expire()
    stage.whatsapp.media.forget(await stage.networkIdOf(gone.id))
    const again = await stage.open(kept.id)
    expect(again.status).toBe(200)
    expect(again.bytes.equals(bytes)).toBe(true)
    const answer = await stage.open(gone.id)
    expect([answer.status, answer.words]).toEqual([
      409,
      "WhatsApp no longer has this file. Ask the customer to send it again."
    ])
  })

  it("is refused when other bytes lie there than were sent, and never fetched from another host", async () => {
    const message = await send({ kind: "image", bytes: jpeg(5_000), mime: "image/jpeg" })
    const [last] = await stage.sources(message.id)
    stage.whatsapp.media.replace(last!.directPath, randomBytes(5_010))
    expect((await stage.open(message.id)).words).toContain("damaged")
    const evil = await send({
      kind: "image",
      bytes: jpeg(5_001),
      mime: "image/jpeg",
      directPath: "@127.0.0.1:1/x"
    })
    expect(evil.media).toBeUndefined()
    expect((await stage.open(evil.id)).status).toBe(404)
  })

  it("SE-01, SE-02: is nobody's of another workspace, and what opens it at WhatsApp is sealed", async () => {
    const message = await send({ kind: "image", bytes: jpeg(6_000), mime: "image/jpeg" })
    const [{ source } = { source: Buffer.alloc(0) }] = await stage.query<{ source: Buffer }>(
      "select source from message_media where message_id = $1",
      [message.id]
    )
    expect(source.toString("latin1")).not.toMatch(/mediaKey|directPath/)
    expect((await stage.openAs(stage.stranger, message.id)).status).toBe(404)
    expect((await stage.openAs("", message.id)).status).toBe(401)
  })

  it("comes in parts, for films that are wound forward", async () => {
    const bytes = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42"), randomBytes(1_200_000)])
    const message = await send({ kind: "video", bytes, mime: "video/mp4", seconds: 3 })
    const part = await stage.open(message.id, { range: "bytes=524000-530000" })
    expect([part.status, part.headers.get("content-range")]).toEqual([
      206,
      `bytes 524000-530000/${bytes.length}`
    ])
    expect(part.bytes.equals(bytes.subarray(524_000, 530_001))).toBe(true)
    const end = await stage.open(message.id, { range: "bytes=-10" })
    expect(end.bytes.equals(bytes.subarray(-10))).toBe(true)
    expect((await stage.open(message.id, { range: `bytes=${bytes.length}-` })).status).toBe(416)
  })
})

describe("LD-03: a file that staff send on WhatsApp", () => {
  it("CH-12: arrives as it was, with its caption, once, also when the first answer is lost", async () => {
    const { conversationId } = await send({ kind: "image", bytes: jpeg(2_000), mime: "image/jpeg" })
    const bytes = png(700_000)
    stage.whatsapp.faults.add({ kind: "dropOnMessage", number: gatewayNumber, ms: 0, times: 1 })
    const sent = await stage.send(conversationId, { name: "prices.png", bytes }, "new prices")
    expect(sent).toMatchObject({
      kind: "image",
      text: "new prices",
      media: { name: "prices.png", isKept: true }
    })
    const arrived = await stage.rahim.waitFor(({ text }) => text === "new prices", 20_000)
    expect(arrived.kind).toBe("image")
    expect(Buffer.from(await stage.whatsapp.media.open(arrived.file!)).equals(bytes)).toBe(true)
    expect((await stage.open(sent.id)).bytes.equals(bytes)).toBe(true)
    await expect
      .poll(async () => (await stage.messageOf(sent.id)).stage, { timeout: 30_000 })
      .toBe("delivered")
    const shown = stage.rahim.inbox.entries.filter(({ text }) => text === "new prices")
    expect(shown).toMatchObject([{ id: arrived.id }])
  }, 180_000)

  it("is the same message when it is sent again with the same id, and ticks as a text does", async () => {
    const { conversationId } = await send({ kind: "image", bytes: jpeg(2_001), mime: "image/jpeg" })
    const bytes = Buffer.from("id,charge\n1,2\n")
    const clientId = randomUUID()
    const [first, second] = [
      await stage.send(conversationId, { name: "orders.csv", bytes }, "", clientId),
      await stage.send(conversationId, { name: "orders.csv", bytes }, "", clientId)
    ]
    expect(second.id).toBe(first.id)
    await expect
      .poll(async () => (await stage.messageOf(first.id)).stage, { timeout: 15_000 })
      .toBe("delivered")
    const mine = stage.rahim.inbox.entries.filter(({ file }) => file?.fileName === "orders.csv")
    expect(mine).toMatchObject([{ kind: "document", file: { mimetype: "text/csv" }, copies: 1 }])
    expect(Buffer.from(await stage.whatsapp.media.open(mine[0]!.file!)).equals(bytes)).toBe(true)
  })

  it("is refused plainly when it is empty, too large or no longer kept", async () => {
    const { conversationId } = await send({ kind: "image", bytes: jpeg(2_002), mime: "image/jpeg" })
    expect(await stage.take(conversationId, "empty.txt", Buffer.alloc(0))).toMatchObject({
      status: 409,
      words: "This file is empty."
    })
    expect((await stage.take(conversationId, "large.bin", randomBytes(4 * 1024 * 1024 + 1))).status).toBe(413)
    const gone = await stage.sendKept(conversationId, "0".repeat(64))
    expect([gone.status, gone.words]).toEqual([409, "This file is no longer kept here. Attach it again."])
  })
})

describe("LD-03: files on Telegram", () => {
  it("come in byte for byte, by a token that no answer and no log names", async () => {
    const bytes = randomBytes(1_500_000)
    const caption = randomUUID()
    const message = await stage.received(caption, () =>
      stage.aarav.write(stage.bot, caption, {
        file: { kind: "document", bytes, name: "proof.bin", mimeType: "application/x-thing" }
      })
    )
    expect(message).toMatchObject({ kind: "document", media: { name: "proof.bin", size: bytes.length } })
    const answer = await stage.open(message.id)
    expect(answer.status).toBe(200)
    expect(answer.bytes.equals(bytes)).toBe(true)
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="proof.bin"/)
    expect(JSON.stringify(stage.logged()).includes(stage.bot.token)).toBe(false)
  })

  it("go out byte for byte, pictures as pictures and the rest as documents", async () => {
    const caption = randomUUID()
    const { conversationId } = await stage.received(caption, () => stage.aarav.write(stage.bot, caption))
    for (const [name, bytes, kind] of [
      ["shot.png", png(120_000), "photo"],
      ["list.zip", randomBytes(80_000), "document"]
    ] as const) {
      const sent = await stage.send(conversationId, { name, bytes }, `here is ${name}`)
      const arrived = await stage.telegram.waitFor(
        ({ isFromBot, text }) => isFromBot && text === `here is ${name}`,
        15_000
      )
      expect(arrived.wire[kind]).toBeDefined()
      const stored = stage.telegram.world.files.get(attachment(arrived.wire)!.file_id)!
      expect(Buffer.from(stored.bytes).equals(bytes)).toBe(true)
      await expect.poll(async () => (await stage.messageOf(sent.id)).stage, { timeout: 10_000 }).toBe("sent")
    }
  })

  it("CH-12: one whose fate is unknown is uncertain and not sent again", async () => {
    const caption = randomUUID()
    const { conversationId } = await stage.received(caption, () => stage.aarav.write(stage.bot, caption))
    stage.telegram.faults.add({ kind: "drop-after", method: "sendPhoto", times: 1 })
    const calls = () =>
      stage.telegram.calls.filter(({ method }) => method.toLowerCase() === "sendphoto").length
    const before = calls()
    const sent = await stage.send(conversationId, { name: "a.png", bytes: png(10_000) }, "unsure")
    await expect
      .poll(async () => (await stage.messageOf(sent.id)).stage, { timeout: 10_000 })
      .toBe("uncertain")
    expect(calls()).toBe(before + 1)
  })
})
