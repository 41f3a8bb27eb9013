import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { type Fault } from "./Faults.ts"
import { quietLibsignal } from "./QuietLibsignal.ts"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "./Simulator.ts"
import { TestClient } from "./TestClient.ts"

quietLibsignal()

const number = "4915100000001"

describe("failures", () => {
  let simulator: WhatsAppSimulator
  let client: TestClient
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    client = await new TestClient(simulator, { connectTimeoutMs: 300, defaultQueryTimeoutMs: 400 }).link(
      number
    )
    await client.end()
  })
  afterEach(async () => {
    simulator.faults.clear()
    await client.end()
  })
  afterAll(() => simulator.stop())

  const ends: ReadonlyArray<[string, Fault, number]> = [
    ["a stream error 515", { kind: "streamError", number, code: 515 }, 515],
    ["a stream error 503", { kind: "streamError", number, code: 503 }, 503],
    ["a stream error without code", { kind: "streamError", number, code: 500 }, 500],
    ["a conflict", { kind: "streamError", number, code: 440 }, 440],
    ["the end of the stream", { kind: "end", number, how: "xmlstreamend" }, 428],
    ["a clean close", { kind: "end", number, how: "close" }, 428],
    ["a TCP reset", { kind: "end", number, how: "reset" }, 428]
  ]
  it.each(ends)("%s ends the socket", async (_, fault, code) => {
    await client.logIn()
    simulator.faults.add(fault)
    expect(await client.closed()).toBe(code)
  })

  it.each([401, 403, 405, 409, 500, 503])("a login can fail with %i", async (reason) => {
    simulator.faults.add({ kind: "loginFailure", number, reason, times: 1 })
    expect(await client.connect().closed()).toBe(reason)
  })

  it.each(["refuse", "silent"] as const)("connections that are %s end with 408", async (kind) => {
    simulator.faults.add({ kind, times: 1 })
    expect(await client.connect().closed()).toBe(408)
  })

  it("unanswered pings end the socket with 408", async () => {
    const short = new TestClient(simulator, { keepAliveIntervalMs: 100 })
    short.creds = client.creds
    simulator.faults.add({ kind: "noPong", number })
    await short.connect().closed()
    expect(short.closeCode).toBe(408)
  }, 90_000)

  it("an HTTP error at the upgrade is not reported by Baileys at all", async () => {
    simulator.faults.add({ kind: "upgradeStatus", status: 503, number })
    client.connect(`?number=${number}`)
    const status = await new Promise((resolve) =>
      client.socket.ws.on("unexpected-response", (_: unknown, response: { statusCode: number }) =>
        resolve(response.statusCode)
      )
    )
    expect(status).toBe(503)
    await sleep(400)
    expect(client.closeCode).toBeUndefined()
  })

  it("a second login replaces the first socket", async () => {
    await client.logIn()
    const first = client.closed()
    const second = new TestClient(simulator)
    second.creds = client.creds
    await second.logIn()
    expect(await first).toBe(440)
    expect(simulator.phone(number).isOnline).toBe(true)
    await second.end()
  })

  it("a group query can be refused with 429", async () => {
    await client.logIn()
    const group = simulator.group({ subject: "Busy", participants: [number, "491700000001"] })
    simulator.faults.add({ kind: "queryError", number, xmlns: "w:g2", code: 429, times: 1 })
    await expect(client.socket.sendMessage(group.jid, { text: "now" })).rejects.toMatchObject({
      message: "rate-overlimit",
      data: 429
    })
  })

  it("an unanswered usync loses a message silently", async () => {
    await client.logIn()
    const ada = simulator.person({ pn: "491700000077" })
    simulator.faults.add({ kind: "noAnswer", number, xmlns: "usync" })
    await client.socket.sendMessage(ada.pnJid, { text: "to nobody" }).catch(() => undefined)
    expect(ada.inbox.entries).toEqual([])
  })

  it.each([463, 479])("a message can be refused with %i", async (error) => {
    await client.logIn()
    const ada = simulator.person({ pn: "491700000002" })
    simulator.faults.add({ kind: "nack", number, error, times: 1 })
    const sent = await client.socket.sendMessage(ada.pnJid, { text: `refused ${error}` })
    const ack = await client.until(() => client.acks.find(({ attrs }) => attrs["id"] === sent?.key.id))
    expect(ack.attrs["error"]).toBe(String(error))
    expect(ada.inbox.get(sent?.key.id ?? "")).toBeUndefined()
  })

  it("an ack can be late, or never come though the message is delivered", async () => {
    await client.logIn()
    const ada = simulator.person({ pn: "491700000003" })
    simulator.faults.add({ kind: "swallowAck", number, times: 1 })
    const swallowed = await client.socket.sendMessage(ada.pnJid, { text: "swallowed" })
    await ada.waitFor(({ text }) => text === "swallowed")
    simulator.faults.add({ kind: "delayAck", number, ms: 100, times: 1 })
    const late = await client.socket.sendMessage(ada.pnJid, { text: "late" })
    const seen = await ada.waitFor(({ text }) => text === "late")
    await client.until(() => client.acks.find(({ attrs }) => attrs["id"] === late?.key.id))
    expect(Date.now() - seen.at).toBeGreaterThan(80)
    expect(client.acks.some(({ attrs }) => attrs["id"] === swallowed?.key.id)).toBe(false)
  })

  it.each([true, false])("the connection can drop on a message, delivered: %s", async (deliver) => {
    await client.logIn()
    const ada = simulator.person({ pn: "491700000004" })
    simulator.faults.add({ kind: "dropOnMessage", number, ms: 20, deliver, times: 1 })
    const text = `dropped ${deliver}`
    const sent = await client.socket.sendMessage(ada.pnJid, { text }).catch(() => undefined)
    expect(await client.closed()).toBe(428)
    const messageId = sent?.key.id ?? "none"
    expect(ada.inbox.get(messageId) !== undefined).toBe(deliver)
    await client.logIn()
    await client.socket.sendMessage(ada.pnJid, { text }, { messageId })
    expect(await ada.waitFor(({ copies }) => copies === (deliver ? 2 : 1))).toMatchObject({ id: messageId })
    expect(ada.inbox.entries.filter((one) => one.text === text)).toHaveLength(1)
  })

  it("a message can be handed over twice", async () => {
    await client.logIn()
    const ada = simulator.person({ pn: "491700000005" })
    simulator.faults.add({ kind: "duplicate", number, times: 1 })
    await ada.send(number, "twice")
    await client.message("twice")
    await expect.poll(() => simulator.stats().numbers[0]?.nacks).toBe(1)
    expect(client.messages.filter(({ key }) => key.id === ada.sent.entries[0]?.id)).toHaveLength(1)
  })

  it("a message whose receipt was lost comes again, and Baileys refuses the second copy", async () => {
    await client.logIn()
    const ada = simulator.person({ pn: "491700000006" })
    const nacks = simulator.stats().numbers[0]?.nacks ?? 0
    simulator.faults.add({ kind: "loseReceipt", number, times: 1 })
    await ada.send(number, "receipt lost")
    expect(await client.closed()).toBe(428)
    expect(simulator.stats().numbers[0]?.unreceipted).toHaveLength(1)
    await client.logIn()
    await expect.poll(() => simulator.stats().numbers[0]?.nacks).toBe(nacks + 1)
    expect(simulator.stats().numbers[0]?.unreceipted).toEqual([])
  })
})
