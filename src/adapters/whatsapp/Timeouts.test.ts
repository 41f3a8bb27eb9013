import { Effect, Exit, Scope } from "effect"
import { TestClock } from "effect/testing"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { TestChannel, textTo } from "./TestSession.ts"

describe("when WhatsApp keeps silent", () => {
  const scope = Scope.makeUnsafe()
  let simulator: WhatsAppSimulator
  let clock: TestClock.TestClock
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    clock = await Effect.runPromise(Effect.provideService(TestClock.make(), Scope.Scope, scope))
  })
  afterAll(async () => {
    await simulator.stop()
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })
  afterEach(() => {
    simulator.faults.clear()
    vi.useRealTimers()
  })
  const pass = (seconds: number) => Effect.runPromise(clock.adjust(`${seconds} seconds`))

  it("a message without an ack has an unknown outcome after 30 s", async () => {
    const number = "4915100000301"
    const channel = new TestChannel(simulator.url, clock)
    const open = await channel.link(simulator, number)
    const person = simulator.person({ pn: "491700000301" })
    simulator.faults.add({ kind: "swallowAck", number, times: 1 })
    const message = textTo(person.pnJid, "taken?")
    const answer = open.send(message)
    await person.waitFor((seen) => seen.id === message.reservedId)
    // The stanza is out; let Baileys return from its last write before time passes.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await pass(31)
    expect(await answer).toMatchObject({ failure: { reason: { _tag: "Unknown" } } })
    await open.close()
  })

  it.each([
    ["whose upgrade is never answered", "hang"],
    ["that is accepted and then hears nothing", "silent"]
  ] as const)("a connection %s ends after 30 s", async (_, kind) => {
    simulator.faults.add({ kind, times: 1 })
    const channel = new TestChannel(simulator.url, clock)
    const open = await channel.open()
    await pass(31)
    expect(await open.closed()).toMatchObject({
      _tag: "Watchdog",
      message: expect.stringContaining("30 seconds")
    })
    await open.close()
  })

  it.each([
    ["ends when WhatsApp does not answer either", true],
    ["goes on when WhatsApp answers", false]
  ] as const)("CH-03: a connection that did not bring a message to WhatsApp %s", async (_, isDeaf) => {
    const number = isDeaf ? "4915100000304" : "4915100000305"
    const channel = new TestChannel(simulator.url, clock)
    const open = await channel.link(simulator, number)
    let hasEnded = false
    void open.closed().then(() => (hasEnded = true))
    const person = simulator.person({ pn: isDeaf ? "491700000304" : "491700000305" })
    simulator.faults.add({ kind: "swallowAck", number })
    if (isDeaf) simulator.faults.add({ kind: "noAnswer", number, xmlns: "w:p" })
    const message = textTo(person.pnJid, "heard?")
    const answer = open.send(message)
    await person.waitFor((seen) => seen.id === message.reservedId)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await pass(31)
    expect(await answer).toMatchObject({ failure: { reason: { _tag: "Unknown" } } })
    // The other side may answer by now.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await pass(11)
    if (isDeaf) {
      expect(await open.closed()).toMatchObject({
        _tag: "Watchdog",
        message: expect.stringContaining("does not hear")
      })
    } else expect(hasEnded).toBe(false)
    await open.close()
  })

  it("an open connection whose pings are not answered ends with 408, one that hears goes on", async () => {
    // Baileys' keep-alive alone: its interval and the clock that it reads.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] })
    const [deaf, hearing] = ["4915100000302", "4915100000303"].map((number) => ({
      number,
      channel: new TestChannel(simulator.url)
    }))
    const lost = await deaf!.channel.link(simulator, deaf!.number)
    const kept = await hearing!.channel.link(simulator, hearing!.number)
    let hasEnded = false
    void kept.closed().then(() => (hasEnded = true))
    simulator.faults.add({ kind: "noPong", number: deaf!.number })
    const pinged = () => new Promise((resolve) => setTimeout(resolve, 100))
    for (let round = 0; round < 3; round += 1) {
      vi.advanceTimersByTime(30_000)
      await pinged()
    }
    expect(await lost.closed()).toMatchObject({ _tag: "Code", code: 408, wasPaired: true })
    expect(hasEnded).toBe(false)
    expect(deaf!.channel.hasCredentials()).toBe(true)
    await Promise.all([lost.close(), kept.close()])
  })
})
