import { Effect, Exit, Scope } from "effect"
import { TestClock } from "effect/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../../simulators/whatsapp/Simulator.ts"
import { TestChannel } from "../TestSession.ts"

describe("CH-06: a message that cannot be decrypted", () => {
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
  const pass = (minutes: number) => Effect.runPromise(clock.adjust(`${minutes} minutes`))
  const unreadable = (channel: TestChannel) => channel.told.filter(({ type }) => type === "unreadable")

  it("is asked for again, handed on once, and not told of as lost", async () => {
    const number = "4915100000801"
    const channel = new TestChannel(simulator.url, clock)
    const open = await channel.link(simulator, number)
    const person = simulator.person({ pn: "491700000801", name: "Ada" })
    simulator.faults.add({ kind: "garble", number, times: 1 })
    await person.send(number, "read me at last")
    await channel.message("read me at last")
    await pass(11)
    await person.send(number, "and this")
    await channel.message("and this")
    expect(channel.count("read me at last")).toBe(1)
    expect(unreadable(channel)).toEqual([])
    await open.close()
  })

  it("that never comes again is told of with its writer, after a wait, once", async () => {
    const number = "4915100000802"
    const channel = new TestChannel(simulator.url, clock)
    const open = await channel.link(simulator, number)
    const person = simulator.person({ pn: "491700000802", name: "Grace" })
    simulator.faults.add({ kind: "noResend", number })
    simulator.faults.add({ kind: "garble", number, times: 1 })
    await person.send(number, "nobody reads this")
    // What comes after it shows that it was looked at.
    await person.send(number, "but this")
    await channel.message("but this")
    await pass(9)
    expect(unreadable(channel)).toEqual([])
    await pass(2)
    const lost = await channel.next((told) => (told.type === "unreadable" ? told : undefined))
    expect(lost).toMatchObject({ chatId: person.lidJid, count: 1, name: "Grace" })
    await pass(30)
    expect(unreadable(channel)).toHaveLength(1)
    expect(channel.count("nobody reads this")).toBe(0)
    await open.close()
  })
})
