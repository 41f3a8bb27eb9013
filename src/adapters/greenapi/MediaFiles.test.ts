import { Effect, Redacted } from "effect"
import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type GreenApiSimulator,
  startGreenApiSimulator
} from "../../../simulators/greenapi/GreenApiSimulator.ts"
import type { GreenInstance } from "../../../simulators/greenapi/GreenInstance.ts"
import { TestChannel, type TestConnection, textTo } from "../webhooks/TestChannel.ts"
import { make } from "./GreenApiTransport.ts"

const rahim = "9779811111111"
const chat = `${rahim}@s.whatsapp.net`

describe("LD-03, CH-09: files of an instance of Green API", () => {
  let vendor: GreenApiSimulator
  let instance: GreenInstance
  let channel: TestChannel
  let connection: TestConnection
  beforeAll(async () => {
    vendor = await startGreenApiSimulator()
    instance = vendor.instance()
    channel = new TestChannel(make, vendor, {
      kind: "green_api",
      apiUrl: vendor.url,
      idInstance: instance.idInstance,
      apiTokenInstance: Redacted.make(instance.apiToken),
      webhookToken: Redacted.make(instance.webhookToken)
    })
    connection = await channel.open()
  })
  afterAll(async () => {
    await connection.close()
    await vendor.stop()
  })

  it("come in byte for byte; an address that has run out is asked for anew, once", async () => {
    const bytes = randomBytes(300_000)
    instance.files.set("/files/first", bytes)
    const body = {
      ...instance.message({ from: rahim, text: "" }),
      instanceData: { idInstance: Number(instance.idInstance) },
      messageData: {
        typeMessage: "documentMessage",
        fileMessageData: {
          downloadUrl: `${vendor.url}/files/first`,
          caption: "list",
          fileName: "a/list.pdf",
          mimeType: "application/pdf"
        }
      }
    }
    await connection.webhook(JSON.stringify(body))
    const { kind, media, networkId, text } = channel.inbound.at(-1)!
    expect({ kind, text, name: media!.name, mime: media!.mime }).toEqual({
      kind: "document",
      text: "list",
      name: "list.pdf",
      mime: "application/pdf"
    })
    const file = { source: media!.source, networkId, maxBytes: 300_000 }
    expect(Buffer.from((await connection.download(file)) as Uint8Array).equals(bytes)).toBe(true)
    expect(await connection.download({ ...file, maxBytes: 299_999 })).toBe("TooLarge")
    instance.files.clear()
    expect(await connection.download(file)).toBe("Gone")
    instance.files.set(`/files/anew/${networkId}`, bytes)
    expect(Buffer.from((await connection.download(file)) as Uint8Array).equals(bytes)).toBe(true)
  })

  it("go out byte for byte in one call, with caption and name", async () => {
    const bytes = randomBytes(150_000)
    const media = {
      kind: "document",
      mime: "application/pdf",
      name: "prices.pdf",
      size: bytes.length,
      width: null,
      height: null,
      bytes: Effect.succeed(bytes)
    } as const
    expect((await connection.send({ ...textTo(chat, "here"), media }))._tag).toBe("Success")
    const sent = instance.sent.at(-1)!
    expect(sent).toMatchObject({ chatId: `${rahim}@c.us`, text: "here", file: { name: "prices.pdf" } })
    expect(Buffer.from(sent.file!.bytes).equals(bytes)).toBe(true)
  })
})
