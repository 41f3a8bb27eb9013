import { Effect, Redacted } from "effect"
import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CloudNumber } from "../../../simulators/whatsappcloud/CloudNumber.ts"
import {
  startWhatsAppCloudSimulator,
  type WhatsAppCloudSimulator
} from "../../../simulators/whatsappcloud/WhatsAppCloudSimulator.ts"
import { TestChannel, type TestConnection, textTo } from "../webhooks/TestChannel.ts"
import { make } from "./WhatsAppCloudTransport.ts"

const rahim = "9779811111111"
const chat = `${rahim}@s.whatsapp.net`

describe("LD-03, CH-09: files of a number of the Cloud API", () => {
  let meta: WhatsAppCloudSimulator
  let number: CloudNumber
  let channel: TestChannel
  let connection: TestConnection
  beforeAll(async () => {
    meta = await startWhatsAppCloudSimulator()
    number = meta.number()
    channel = new TestChannel(make, meta, {
      kind: "whatsapp_cloud",
      phoneNumberId: number.phoneNumberId,
      accessToken: Redacted.make(number.accessToken),
      appSecret: Redacted.make(number.appSecret),
      verifyToken: Redacted.make(number.verifyToken)
    })
    connection = await channel.open()
  })
  afterAll(async () => {
    await connection.close()
    await meta.stop()
  })

  const receive = async (bytes: Buffer) => {
    const id = number.keep({ bytes, mime: "image/jpeg" })
    const message = { type: "image", image: { id, mime_type: "image/jpeg", caption: "proof" } }
    await connection.webhook(JSON.stringify(number.message({ from: rahim, message })))
    return channel.inbound.at(-1)!
  }

  it("come in byte for byte, up to the size that is asked for, and are gone when Meta has them no more", async () => {
    const bytes = randomBytes(400_000)
    const { kind, media, networkId, text } = await receive(bytes)
    expect({ kind, text, media }).toMatchObject({
      kind: "image",
      text: "proof",
      media: { mime: "image/jpeg" }
    })
    const { source } = media!
    const got = await connection.download({ source, networkId, maxBytes: 400_000 })
    expect(Buffer.from(got as Uint8Array).equals(bytes)).toBe(true)
    expect(await connection.download({ source, networkId, maxBytes: 399_999 })).toBe("TooLarge")
    number.files.clear()
    expect(await connection.download({ source, networkId, maxBytes: 400_000 })).toBe("Gone")
  })

  it("go out byte for byte: put up first, then shown with their captions and names", async () => {
    number.message({ from: rahim, text: "hi" })
    const bytes = randomBytes(200_000)
    const file = {
      name: "list.pdf",
      size: bytes.length,
      width: null,
      height: null,
      bytes: Effect.succeed(bytes)
    }
    for (const [kind, mime] of [
      ["image", "image/png"],
      ["document", "application/pdf"]
    ] as const) {
      const answer = await connection.send({ ...textTo(chat, "here"), media: { ...file, kind, mime } })
      expect(answer._tag).toBe("Success")
      const sent = number.sent.at(-1)!
      expect(sent).toMatchObject({ text: "here", file: { kind } })
      expect(number.files.get(sent.file!.id)).toMatchObject({ mime })
      expect(Buffer.from(number.files.get(sent.file!.id)!.bytes).equals(bytes)).toBe(true)
    }
    expect(number.sent.at(-1)!.file!.name).toBe("list.pdf")
  })

  it("a file that is not kept any more is refused, and nothing is sent", async () => {
    const before = number.sent.length
    const answer = await connection.send({
      ...textTo(chat, ""),
      media: {
        kind: "image",
        mime: "image/png",
        name: "a.png",
        size: 1,
        width: null,
        height: null,
        bytes: Effect.succeed(null)
      }
    })
    expect(answer).toMatchObject({ failure: { reason: { _tag: "Refused" } } })
    expect(number.sent.length).toBe(before)
  })
})
