import { once } from "node:events"
import { WA_CERT_DETAILS } from "@whiskeysockets/baileys"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { trustSimulator } from "./Certificates.ts"
import { quietLibsignal } from "./QuietLibsignal.ts"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "./Simulator.ts"
import { TestClient } from "./TestClient.ts"

quietLibsignal()

describe("pairing", () => {
  let simulator: WhatsAppSimulator
  beforeAll(async () => {
    trustSimulator()
    simulator = await startWhatsAppSimulator({ qrRefs: 3 })
  })
  afterAll(() => simulator.stop())

  it("links by QR code: scan, 515, login, open, first history", async () => {
    const number = "4915100000001"
    const client = new TestClient(simulator).connect()
    const [qr] = (await once(client.events, "qr")) as [string]
    const scanned = simulator.phone(number).scan(qr)
    expect(await client.closed()).toBe(515)
    expect(await scanned).toEqual({ device: 1 })
    const history = new Promise((resolve) => {
      void client.logIn()
      client.socket.ev.on("messaging-history.set", resolve)
    })
    expect(await history).toMatchObject({ isLatest: true })
    expect(client.creds.me).toMatchObject({ id: `${number}:1@s.whatsapp.net` })
    expect(client.creds.me?.lid).toMatch(/^\d+:1@lid$/)
    await expect.poll(() => client.creds.accountSyncCounter).toBe(1)
    expect(simulator.phone(number).isOnline).toBe(true)
    expect(WA_CERT_DETAILS.PUBLIC_KEY).toHaveLength(32)
    await client.end()
  })

  it("links by an eight-character code", async () => {
    const number = "4915100000002"
    const client = new TestClient(simulator).connect()
    await once(client.events, "qr")
    const code = await client.socket.requestPairingCode(number)
    expect(await simulator.phone(number).enterCode(code)).toEqual({ device: 1 })
    expect(await client.closed()).toBe(515)
    await client.logIn()
    await client.end()
  })

  it("refuses a wrong code and an old QR text", async () => {
    const number = "4915100000003"
    const client = new TestClient(simulator).connect()
    const [qr] = (await once(client.events, "qr")) as [string]
    await client.socket.requestPairingCode(number, "RIGHT123")
    await expect(simulator.phone(number).enterCode("WRONG123")).rejects.toThrow("wrong pairing code")
    await client.end()
    await expect(simulator.phone(number).scan(qr)).rejects.toThrow()
  })

  it("closes a client with 408 when nobody scans any of its codes", async () => {
    const client = new TestClient(simulator, { qrTimeout: 30 }).connect()
    expect(await client.closed()).toBe(408)
  })

  it("tells an unlinked client 401, now and at its next login", async () => {
    const client = await new TestClient(simulator).link("4915100000004")
    simulator.phone("4915100000004").unlink()
    expect(await client.closed()).toBe(401)
    expect(await client.connect().closed()).toBe(401)
  })

  it("forgets a client that logs out", async () => {
    const client = await new TestClient(simulator).link("4915100000005")
    await client.socket.logout()
    expect(await client.closed()).toBe(401)
    expect(await client.connect().closed()).toBe(401)
  })

  it("serves fifty numbers at once", async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => `49152000000${String(index).padStart(2, "0")}`)
    const customer = simulator.person({ pn: "491700000050" })
    const clients = await Promise.all(numbers.map((number) => new TestClient(simulator).link(number)))
    expect(simulator.stats().numbers.filter(({ isOnline }) => isOnline)).toHaveLength(50)
    await Promise.all(numbers.map((number) => customer.send(number, `to ${number}`)))
    await Promise.all(clients.map((client, index) => client.message(`to ${numbers[index]}`)))
    await Promise.all(clients.map((client) => client.end()))
  }, 180_000)
})
