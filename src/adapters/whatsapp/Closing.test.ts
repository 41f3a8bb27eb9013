import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { TestChannel, textTo } from "./TestSession.ts"

describe("a WhatsApp connection", () => {
  let simulator: WhatsAppSimulator
  let lastNumber = 4915100000100
  const newNumber = () => String((lastNumber += 1))
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
  })
  afterEach(() => simulator.faults.clear())
  afterAll(() => simulator.stop())

  it("ends with 515 after pairing, its credentials stored", async () => {
    const channel = new TestChannel(simulator.url)
    const pairing = await channel.open()
    const qr = await channel.next((told) =>
      told.type === "state" && told.state._tag === "WaitingForScan" ? told.state.qr : undefined
    )
    await simulator.phone(newNumber()).scan(qr)
    expect(await pairing.closed()).toMatchObject({ _tag: "Code", code: 515, wasPaired: true })
    expect(channel.hasCredentials()).toBe(true)
    await pairing.close()
    const open = await channel.logIn()
    await open.close()
    expect(await open.closed()).toEqual({ _tag: "Stopped" })
  })

  it("ends with 408 and unpaired when nobody scans", async () => {
    const impatient = await startWhatsAppSimulator({ qrRefs: 0 })
    const channel = new TestChannel(impatient.url)
    const open = await channel.open()
    expect(await open.closed()).toMatchObject({ _tag: "Code", code: 408, wasPaired: false })
    await open.close()
    await impatient.stop()
  })

  it.each([
    [440, { kind: "streamError", code: 440 }],
    [503, { kind: "streamError", code: 503 }],
    [500, { kind: "streamError", code: 500 }],
    [428, { kind: "end", how: "reset" }],
    [428, { kind: "end", how: "xmlstreamend" }]
  ] as const)("ends with %i and keeps its keys", async (code, fault) => {
    const number = newNumber()
    const channel = new TestChannel(simulator.url)
    const open = await channel.link(simulator, number)
    simulator.faults.add({ ...fault, number })
    expect(await open.closed()).toMatchObject({ _tag: "Code", code, wasPaired: true })
    await open.close()
    expect(channel.hasCredentials()).toBe(true)
  })

  it.each([403, 405])("ends with %i when the login is refused", async (reason) => {
    const number = newNumber()
    const channel = new TestChannel(simulator.url)
    await (await channel.link(simulator, number)).close()
    simulator.faults.add({ kind: "loginFailure", number, reason })
    const open = await channel.open()
    expect(await open.closed()).toMatchObject({ _tag: "Code", code: reason, wasPaired: true })
    await open.close()
  })

  it("ends when the upgrade is answered with an HTTP error, on which Baileys hangs", async () => {
    simulator.faults.add({ kind: "upgradeStatus", status: 503 })
    const open = await new TestChannel(simulator.url).open()
    expect(await open.closed()).toEqual({
      _tag: "Watchdog",
      message: "WhatsApp answered with HTTP status 503"
    })
    await open.close()
  })

  it("is not taken for an expired QR code when nobody listens", async () => {
    const open = await new TestChannel("ws://127.0.0.1:9/ws/chat").open()
    expect(await open.closed()).toMatchObject({
      _tag: "Watchdog",
      message: expect.stringContaining("ECONNREFUSED")
    })
    await open.close()
  })

  it("ends when the owner unlinks the device on the phone, and forgets its keys", async () => {
    const number = newNumber()
    const channel = new TestChannel(simulator.url)
    const open = await channel.link(simulator, number)
    simulator.phone(number).unlink()
    expect(await open.closed()).toMatchObject({ _tag: "Code", code: 401 })
    await open.close()
    expect(channel.hasCredentials()).toBe(false)
  })

  it("logs out and forgets its keys when unlinked here", async () => {
    const number = newNumber()
    const channel = new TestChannel(simulator.url)
    const open = await channel.link(simulator, number)
    await open.unlink()
    expect(await open.closed()).toMatchObject({ _tag: "Code", code: 401 })
    await open.close()
    expect(channel.hasCredentials()).toBe(false)
    expect(channel.keys.ids(channel.handle, "pre-key")).toEqual([])
  })

  it("stops at once when another process takes the session, and writes nothing more", async () => {
    const number = newNumber()
    const channel = new TestChannel(simulator.url)
    const open = await channel.link(simulator, number)
    const person = simulator.person({ pn: newNumber() })
    await person.send(number, "before")
    await channel.message("before")
    channel.keys.takeOver(channel.handle)
    const writes = channel.keys.writes.length
    await person.send(number, "after")
    expect(await open.closed()).toEqual({ _tag: "Watchdog", message: "taken over by another process" })
    await open.close()
    expect(channel.keys.writes).toHaveLength(writes)
    expect(channel.count("after")).toBe(0)
    expect(await open.send(textTo(person.lidJid, "no"))).toMatchObject({
      failure: { reason: { _tag: "NotConnected" } }
    })
  })

  it("ends when its keys cannot be loaded", async () => {
    const channel = new TestChannel(simulator.url)
    channel.keys.isDown = true
    const open = await channel.open()
    expect(await open.closed()).toMatchObject({ _tag: "Watchdog" })
    await open.close()
  })
})
