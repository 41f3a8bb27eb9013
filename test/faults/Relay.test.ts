import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server } from "node:net"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openRelay, type Relay } from "./Relay.ts"

describe("a relay in front of a server that repeats what it hears", () => {
  let server: Server
  let relay: Relay
  const heardByServer: Array<string> = []
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on("error", () => undefined)
      socket.on("data", (bytes) => {
        heardByServer.push(String(bytes))
        socket.write(bytes)
      })
    }).listen(0, "127.0.0.1")
    await once(server, "listening")
  })
  beforeEach(async () => {
    heardByServer.length = 0
    relay = await openRelay((server.address() as AddressInfo).port)
  })
  afterEach(() => relay.close())
  afterAll(() => void server.close())

  const dial = async () => {
    const socket = connect(relay.port, "127.0.0.1").setEncoding("utf8")
    socket.on("error", () => undefined)
    await once(socket, "connect")
    return { say: (text: string) => void socket.write(text), hears: () => once(socket, "data") }
  }

  /** Another connection's answer comes after everything that was sent before. */
  const afterAnEcho = async () => {
    const other = await dial()
    other.say("echo")
    expect(await other.hears()).toEqual(["echo"])
  }

  it("passes both ways", afterAnEcho)

  it("lets what goes to the server vanish, and brings it late when healed", async () => {
    const client = await dial()
    client.say("one")
    await client.hears()
    relay.vanish("up")
    client.say("two")
    relay.forget()
    await afterAnEcho()
    expect(heardByServer).toEqual(["one", "echo"])
    relay.heal()
    expect(await client.hears()).toEqual(["two"])
  })

  it("lets what comes from the server vanish while the server hears everything", async () => {
    const client = await dial()
    client.say("one")
    await client.hears()
    relay.vanish("down")
    client.say("two")
    await expect.poll(() => heardByServer).toEqual(["one", "two"])
    relay.heal()
    expect(await client.hears()).toEqual(["two"])
  })

  it("holds connections that are made meanwhile", async () => {
    relay.vanish("up")
    const client = await dial()
    client.say("late")
    relay.heal()
    expect(await client.hears()).toEqual(["late"])
  })
})
