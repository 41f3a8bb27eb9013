import { Redacted } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  type GreenApiSimulator,
  startGreenApiSimulator
} from "../../../simulators/greenapi/GreenApiSimulator.ts"
import type { GreenInstance, GreenState } from "../../../simulators/greenapi/GreenInstance.ts"
import { TestChannel, type TestConnection, textTo } from "../webhooks/TestChannel.ts"
import { make } from "./GreenApiTransport.ts"

const rahim = "9779811111111"
const chat = `${rahim}@s.whatsapp.net`
const group = { id: "120363041234567890@g.us", name: "Support" }

describe("CH-09: an instance of Green API", () => {
  let vendor: GreenApiSimulator
  let instance: GreenInstance
  const open: Array<TestConnection> = []
  const channelOf = (hasWebhook: boolean) =>
    new TestChannel(make, vendor, {
      kind: "green_api",
      apiUrl: `${vendor.url}/`,
      idInstance: instance.idInstance,
      apiTokenInstance: Redacted.make(instance.apiToken),
      ...(hasWebhook ? { webhookToken: Redacted.make(instance.webhookToken) } : {})
    })
  beforeEach(async () => {
    vendor = await startGreenApiSimulator()
    instance = vendor.instance()
  })
  afterEach(async () => {
    for (const connection of open.splice(0)) await connection.close()
    await vendor.stop()
  })
  const opened = async (channel: TestChannel) => {
    const connection = await channel.open()
    open.push(connection)
    return connection
  }
  const reasonOf = async (connection: TestConnection) => {
    const answer = await connection.send(textTo(chat, "hello"))
    return answer._tag === "Failure" ? answer.failure : undefined
  }

  it("says its number, lists its groups, and asks whether a number is on WhatsApp", async () => {
    instance.contacts.push(
      { id: `${rahim}@c.us`, name: "Rahim", type: "user" },
      { id: group.id, name: group.name, type: "group" }
    )
    instance.strangers.add("9779899999999")
    const channel = channelOf(true)
    const connection = await opened(channel)
    expect(channel.told.at(-1)).toEqual({ type: "identified", address: "+9779800000002" })
    expect(await connection.chats()).toEqual([{ chatId: group.id, kind: "group", title: group.name }])
    expect(await connection.knows(chat)).toBe(true)
    expect(await connection.knows("9779899999999@s.whatsapp.net")).toBe(false)
    expect(await connection.knows(group.id)).toBeNull()
  })

  it("sends to persons and groups, with a quote, and gives the id of what was sent", async () => {
    const connection = await opened(channelOf(true))
    const answer = await connection.send(textTo(chat, "added", "3A8F1"))
    await connection.send(textTo(group.id, "8847283 cancel"))
    expect(instance.sent).toMatchObject([
      { chatId: `${rahim}@c.us`, text: "added", quotedId: "3A8F1" },
      { chatId: group.id, text: "8847283 cancel", quotedId: undefined }
    ])
    expect(answer).toMatchObject({ success: { networkId: instance.sent[0]!.id } })
  })

  it.each([
    ["is asked to slow down", { kind: "status", status: 429 }, { _tag: "RateLimited" }],
    [
      "has no quota left",
      { kind: "status", status: 466 },
      { _tag: "RateLimited", retryAfterMillis: 600_000 }
    ],
    ["is refused", { kind: "status", status: 400 }, { _tag: "Refused" }],
    ["loses the connection after it was taken", { kind: "drop-after" }, { _tag: "Unknown" }],
    ["loses the connection", { kind: "drop" }, { _tag: "Unknown" }],
    ["meets a server that fails", { kind: "status", status: 502 }, { _tag: "Unknown" }]
  ] as const)("CH-11, CH-12: a message that %s is known as such", async (_, fault, reason) => {
    const connection = await opened(channelOf(true))
    vendor.faults.add({ ...fault, method: "sendMessage" })
    const error = await reasonOf(connection)
    expect(error).toMatchObject({ reason })
    expect(error?.safeText).not.toContain(instance.apiToken)
  })

  it.each([
    ["notAuthorized", 1000],
    ["blocked", 1001],
    ["sleepMode", 1002],
    ["starting", 1003],
    ["yellowCard", 1004]
  ] as ReadonlyArray<readonly [GreenState, number]>)(
    "CH-02: is not open while it is %s, and ends when it becomes so",
    async (state, code) => {
      const channel = channelOf(false)
      const connection = await opened(channel)
      await instance.become(state)
      expect(await connection.closed()).toMatchObject({ code })
      const again = channelOf(false)
      const closed = await again.connect()
      open.push(closed)
      expect(await closed.closed()).toMatchObject({ code })
      expect(again.told).toEqual([])
    }
  )

  it("CH-02: ends when its token is no longer valid", async () => {
    const connection = await opened(channelOf(true))
    instance.isRevoked = true
    expect(await reasonOf(connection)).toMatchObject({ reason: { _tag: "NotConnected" } })
    expect(await connection.closed()).toMatchObject({ code: 401 })
  })

  it("fetches notifications in order, and takes each out of the queue only when it is stored", async () => {
    const channel = channelOf(false)
    await instance.write({ from: rahim, name: "Rahim", text: "492007588 cancel", quotes: "3EB0" })
    await instance.write({ from: rahim, text: "thanks", group })
    await opened(channel)
    const second = await channel.until(() => channel.inbound[1])
    expect(second).toMatchObject({
      chatId: group.id,
      chatKind: "group",
      chatTitle: "Support",
      sender: { pn: chat }
    })
    expect(channel.inbound[0]).toMatchObject({
      chatId: chat,
      chatPn: chat,
      chatKind: "direct",
      text: "492007588 cancel",
      quotedId: "3EB0",
      sender: { pn: chat, lid: null, name: "Rahim" },
      isFromOwner: false
    })
    await instance.write({ from: rahim, text: "more" })
    await channel.until(() => channel.inbound[2])
    await instance.write({ from: rahim, text: "last" })
    await channel.until(() => channel.inbound[3])
    expect(instance.queue.length).toBeLessThan(2)
  })

  it("knows what its owner typed on the phone, and hears nothing of what it sent itself", async () => {
    const channel = channelOf(true)
    const connection = await opened(channel)
    const message = instance.message({ from: rahim, text: "I will look" })
    const instanceData = { idInstance: Number(instance.idInstance) }
    const work = (body: object) => connection.webhook(JSON.stringify({ instanceData, ...body }))
    await work({ ...message, typeWebhook: "outgoingMessageReceived" })
    await work({ ...message, typeWebhook: "outgoingAPIMessageReceived", idMessage: "3EB01" })
    await work({ ...message, messageData: { typeMessage: "reactionMessage" } })
    await work({ typeWebhook: "incomingCall" })
    expect(channel.inbound).toMatchObject([{ isFromOwner: true, text: "I will look" }])
  })

  it.each([
    ["is no JSON", "{"],
    ["is a list", "[]"],
    ["names another instance", `{"typeWebhook":"incomingMessageReceived","instanceData":{"idInstance":1}}`]
  ])("SE-07: refuses for good a body that %s", async (_, body) => {
    const connection = await opened(channelOf(true))
    expect(await connection.webhook(body)).toMatchObject({ isFinal: true })
  })
})
