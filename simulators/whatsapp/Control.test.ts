import { spawn } from "node:child_process"
import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "./QuietLibsignal.ts"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "./Simulator.ts"
import { TestClient } from "./TestClient.ts"

quietLibsignal()

const number = "4915100000001"

describe("the control API", () => {
  let simulator: WhatsAppSimulator
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(simulator.controlUrl + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) })
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as never }
  }
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
  })
  afterAll(() => simulator.stop())

  it("drives a whole conversation and shows it as events", async () => {
    const stream = await fetch(`${simulator.controlUrl}/events`)
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    const client = new TestClient(simulator).connect()
    const [qr] = (await once(client.events, "qr")) as [string]
    const paired = client.closed()
    expect((await call("POST", `/phones/${number}/scan`, { qr })).body).toEqual({ device: 1 })
    await paired
    await client.logIn()

    await call("POST", "/persons", { pn: "+49 170 0000001", name: "Ada" })
    const group = await call("POST", "/groups", {
      subject: "Provider",
      participants: [number, "491700000001"]
    })
    const { jid } = group.body as { jid: string }
    await call("POST", "/persons/491700000001/messages", { to: number, text: "privately" })
    await call("POST", "/persons/491700000001/messages", { group: jid, text: "to all" })
    const received = await client.message("privately")
    await client.message("to all")
    await client.socket.sendMessage(received.key.remoteJid ?? "", { text: "answer" })
    await simulator.person({ pn: "491700000001" }).waitFor(({ text }) => text === "answer")

    const inbox = await call("GET", "/persons/491700000001/inbox?after=0")
    expect(inbox.body).toMatchObject({ messages: [{ seq: 1, text: "answer", isFromGateway: true }], last: 1 })
    expect((await call("GET", "/persons/491700000001/inbox?after=1")).body).toMatchObject({ messages: [] })
    expect((await call("GET", `/groups/${jid}/log`)).body).toMatchObject({ messages: [{ text: "to all" }] })
    expect((await call("GET", "/stats")).body).toMatchObject({ online: 1, numbers: [{ number, logins: 1 }] })

    let events = ""
    while (!events.includes("answer")) events += (await reader.read()).value ?? ""
    for (const type of ["person", "paired", "online", "groupMade", "sent", "received"]) {
      expect(events).toContain(`"type":"${type}"`)
    }
    await reader.cancel()

    await call("POST", "/faults", { kind: "streamError", number, code: 503 })
    expect(await client.closed()).toBe(503)
  })

  it("names the mistake in a wrong request", async () => {
    expect(await call("GET", "/nowhere")).toMatchObject({ status: 404 })
    expect(await call("GET", "/persons/1/inbox")).toMatchObject({
      status: 404,
      body: { error: "no person 1" }
    })
    expect(await call("POST", "/faults", { kind: "rain" })).toMatchObject({ status: 400 })
    expect(await call("POST", "/faults", { kind: "nack" })).toMatchObject({
      body: { error: "error is not a number" }
    })
    expect(await call("POST", `/phones/${number}/scan`, { qr: "old" })).toMatchObject({ status: 422 })
  })

  it("answers loopback pages only", async () => {
    const own = await call("GET", "/stats", undefined, { origin: "http://localhost:5173" })
    expect(own.headers.get("access-control-allow-origin")).toBe("http://localhost:5173")
    expect(await call("GET", "/stats", undefined, { origin: "https://example.com" })).toMatchObject({
      status: 403
    })
  })

  it("starts alone and ends on SIGTERM", async () => {
    const main = spawn(process.execPath, [new URL("main.ts", import.meta.url).pathname], { stdio: "pipe" })
    const [line] = (await once(main.stdout, "data")) as [Buffer]
    const { controlUrl } = JSON.parse(line.toString()) as { controlUrl: string }
    expect((await fetch(`${controlUrl}/stats`)).status).toBe(200)
    main.kill("SIGTERM")
    expect(await once(main, "exit")).toEqual([0, null])
  })
})
