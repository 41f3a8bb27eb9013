import { Redacted } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { CloudNumber } from "../../../simulators/whatsappcloud/CloudNumber.ts"
import {
  startWhatsAppCloudSimulator,
  type WhatsAppCloudSimulator
} from "../../../simulators/whatsappcloud/WhatsAppCloudSimulator.ts"
import { TestChannel, type TestConnection, textTo } from "../webhooks/TestChannel.ts"
import { make } from "./WhatsAppCloudTransport.ts"

const rahim = "9779811111111"
const chat = `${rahim}@s.whatsapp.net`

describe("CH-09: a number of the Cloud API", () => {
  let meta: WhatsAppCloudSimulator
  let number: CloudNumber
  let channel: TestChannel
  const open: Array<TestConnection> = []
  beforeEach(async () => {
    meta = await startWhatsAppCloudSimulator()
    number = meta.number()
    channel = new TestChannel(make, meta, {
      kind: "whatsapp_cloud",
      phoneNumberId: number.phoneNumberId,
      accessToken: Redacted.make(number.accessToken),
      appSecret: Redacted.make(number.appSecret),
      verifyToken: Redacted.make(number.verifyToken)
    })
  })
  afterEach(async () => {
    for (const connection of open.splice(0)) await connection.close()
    await meta.stop()
  })

  const opened = async () => {
    const connection = await channel.open()
    open.push(connection)
    return connection
  }
  const reasonOf = async (connection: TestConnection, to = chat, text = "hello") => {
    const answer = await connection.send(textTo(to, text))
    return answer._tag === "Failure" ? answer.failure : undefined
  }
  /** The 24-hour window of this person is open. */
  const hasWritten = () => number.message({ from: rahim, text: "hi" })

  it("says its number when it is open, and lists no chats", async () => {
    const connection = await opened()
    expect(channel.told).toEqual([
      { type: "state", state: { _tag: "Open" } },
      { type: "identified", address: "+977 980-0000001" }
    ])
    expect(await connection.chats()).toEqual([])
    expect(await connection.knows(chat)).toBeNull()
  })

  it("sends a text that quotes another, and gives Meta's id of it", async () => {
    const connection = await opened()
    hasWritten()
    const answer = await connection.send(textTo(chat, "Cancel request added", "wamid.first"))
    expect(number.sent).toMatchObject([{ to: rahim, text: "Cancel request added", quotedId: "wamid.first" }])
    expect(answer).toMatchObject({ success: { networkId: number.sent[0]!.id } })
  })

  it("refuses in clear words when the 24-hour window is closed, and says that it is because of the chat", async () => {
    const connection = await opened()
    const error = await reasonOf(connection)
    expect(error).toMatchObject({ reason: { _tag: "Refused", isClosed: true } })
    expect(error?.safeText).toContain("24-hour window is closed")
  })

  it("has no groups", async () => {
    const connection = await opened()
    const error = await reasonOf(connection, "120363000@g.us")
    expect(error).toMatchObject({
      reason: { _tag: "Refused", isClosed: true },
      safeText: expect.stringContaining("no groups")
    })
    expect(number.sent).toEqual([])
  })

  it.each([
    ["too many messages in a second", { status: 400, code: 130429 }, 2_000],
    ["the business account's limit", { status: 400, code: 80007 }, 60_000],
    ["a limit with a time", { status: 429, code: 4, retryAfter: 7 }, 7_000]
  ])("CH-11: is to wait after %s", async (_, fault, retryAfterMillis) => {
    const connection = await opened()
    hasWritten()
    meta.faults.add({ kind: "error", ...fault, call: "send" })
    expect(await reasonOf(connection)).toMatchObject({ reason: { _tag: "RateLimited", retryAfterMillis } })
    expect(number.sent).toEqual([])
  })

  it.each([
    ["the connection breaks after it was taken", { kind: "drop-after" }],
    ["the connection breaks", { kind: "drop" }],
    ["the server fails", { kind: "status", status: 502 }],
    ["Meta reports an error of its own", { kind: "error", status: 500, code: 131000 }]
  ] as const)("CH-12: has an unknown outcome when %s", async (_, fault) => {
    const connection = await opened()
    hasWritten()
    meta.faults.add({ ...fault, call: "send" })
    expect(await reasonOf(connection)).toMatchObject({ reason: { _tag: "Unknown" } })
    expect(number.sent.length).toBe(fault.kind === "drop-after" ? 1 : 0)
  })

  it("CH-02: ends with the code of a revoked token when it is revoked while it is open, and nothing is lost", async () => {
    const connection = await opened()
    hasWritten()
    number.isRevoked = true
    expect(await reasonOf(connection)).toMatchObject({ reason: { _tag: "NotConnected" } })
    expect(await connection.closed()).toMatchObject({ _tag: "Code", code: 190 })
  })

  it("ends, and has sent nothing, when Meta cannot be reached", async () => {
    const connection = await opened()
    await meta.stop()
    expect(await reasonOf(connection)).toMatchObject({ reason: { _tag: "NotConnected" } })
    expect(await connection.closed()).toMatchObject({ _tag: "Code", code: 0 })
  })

  it.each([
    ["a token that Meta does not accept", { kind: "error", status: 401, code: 190 }, 190],
    ["a number that Meta does not know", { kind: "error", status: 400, code: 100 }, 404],
    ["a server that fails", { kind: "status", status: 503 }, 503]
  ] as const)("CH-02: does not open with %s", async (_, fault, code) => {
    meta.faults.add({ ...fault, times: "always" })
    const connection = await channel.connect()
    open.push(connection)
    expect(await connection.closed()).toMatchObject({ _tag: "Code", code })
    expect(channel.told).toEqual([])
  })

  it("reads texts, answers by button, media and places, with who wrote and what was quoted", async () => {
    const connection = await opened()
    const write = (message: object, more: object = {}) =>
      connection.webhook(
        JSON.stringify(number.message({ from: rahim, name: "Rahim", message: { ...message }, ...more }))
      )
    await write({ type: "text", text: { body: "492007588 cancel" } }, { quotes: "wamid.q" })
    await write({
      type: "interactive",
      interactive: { type: "button_reply", button_reply: { title: "Yes" } }
    })
    await write({ type: "image", image: { id: "1", caption: "proof" } })
    await write({ type: "audio", audio: { id: "2" } })
    await write({ type: "location", location: { latitude: 1 } })
    expect(channel.inbound.map(({ kind, text }) => [kind, text])).toEqual([
      ["text", "492007588 cancel"],
      ["text", "Yes"],
      ["image", "proof"],
      ["audio", ""],
      ["other", ""]
    ])
    expect(channel.inbound[0]).toMatchObject({
      chatId: chat,
      chatKind: "direct",
      quotedId: "wamid.q",
      isFromOwner: false,
      sender: { pn: chat, lid: null, telegramId: null, name: "Rahim" }
    })
  })

  it("tells what became of our messages, and waits for the message that a failure is about", async () => {
    const connection = await opened()
    const status = (name: string, id: string, code?: number) => ({
      object: "whatsapp_business_account",
      entry: [
        {
          changes: [
            {
              field: "messages",
              value: {
                metadata: { phone_number_id: number.phoneNumberId },
                statuses: [
                  {
                    id,
                    status: name,
                    recipient_id: rahim,
                    ...(code === undefined ? {} : { errors: [{ code }] })
                  }
                ]
              }
            }
          ]
        }
      ]
    })
    const work = (body: object, attempt?: number) => connection.webhook(JSON.stringify(body), attempt)
    await work(status("sent", "wamid.1"))
    await work(status("delivered", "wamid.1"))
    await work(status("read", "wamid.1"))
    expect(await work(status("failed", "wamid.2", 131047))).toMatchObject({ isFinal: false })
    channel.known.add("wamid.2")
    expect(await work(status("failed", "wamid.2", 131047), 2)).toBeNull()
    expect(await work(status("failed", "wamid.other", 131026), 4)).toBeNull()
    expect(channel.told.slice(2)).toEqual([
      { type: "delivered", networkId: "wamid.1", stage: "delivered" },
      { type: "delivered", networkId: "wamid.1", stage: "read" },
      {
        type: "undelivered",
        networkId: "wamid.2",
        safeText: expect.stringContaining("24-hour window is closed")
      }
    ])
  })

  it.each([
    ["is no JSON", "{", true],
    ["is no object", "[1]", false],
    ["is of another product", `{"object":"page","entry":[{}]}`, false],
    ["has nothing where lists should be", `{"object":"whatsapp_business_account","entry":{"a":1}}`, false],
    [
      "names a prototype",
      `{"object":"whatsapp_business_account","entry":[{"__proto__":{"changes":[1]}}]}`,
      false
    ]
  ])("SE-07: tells nothing of a body that %s", async (_, body, isRefused) => {
    const connection = await opened()
    const refused = await connection.webhook(body)
    expect(refused !== null).toBe(isRefused)
    expect(channel.told.length).toBe(2)
  })

  it("leaves out what it cannot store and what is of another number, and takes the rest", async () => {
    const connection = await opened()
    const good = number.message({ from: rahim, text: "order\u0000 1 \ud800" })
    const value = good.entry[0]!.changes[0]!.value
    const bad = [
      {},
      null,
      { from: "x", id: "1", timestamp: "1" },
      { from: rahim, id: "2", timestamp: "soon" }
    ]
    const mixed = { ...value, messages: [...bad, ...value.messages] }
    const other = { ...value, metadata: { phone_number_id: "1" } }
    const body = {
      object: good.object,
      entry: [
        {
          changes: [
            { field: "messages", value: other },
            { field: "messages", value: mixed },
            { field: "flows" }
          ]
        }
      ]
    }
    expect(await connection.webhook(JSON.stringify(body))).toBeNull()
    expect(channel.inbound.map(({ text }) => text)).toEqual(["order 1 \ufffd"])
  })
})
