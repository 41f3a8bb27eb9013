import { Effect, Exit, Scope } from "effect"
import { TestClock } from "effect/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
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

  it("a connection that neither opens nor closes ends after 30 s", async () => {
    simulator.faults.add({ kind: "silent", times: 1 })
    const channel = new TestChannel(simulator.url, clock)
    const open = await channel.open()
    await pass(31)
    expect(await open.closed()).toMatchObject({
      _tag: "Watchdog",
      message: expect.stringContaining("30 seconds")
    })
    await open.close()
  })
})
