import { Clock, Effect, Exit, Fiber, Option, Scope } from "effect"
import { TestClock } from "effect/testing"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../../simulators/whatsapp/Simulator.ts"
import { TestChannel } from "../TestSession.ts"
import { TestWorld } from "../TestWorld.ts"
import { bundled, isNewer, parseVersion, versionInServiceWorker } from "./WebVersions.ts"

const revision = bundled[2]

describe("CH-03 (405): the version of WhatsApp Web", () => {
  const scope = Scope.makeUnsafe()
  let simulator: WhatsAppSimulator
  let clock: TestClock.TestClock
  let numbers = 4915100000500
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    clock = await Effect.runPromise(Effect.provideService(TestClock.make(), Scope.Scope, scope))
  })
  afterEach(() => {
    simulator.faults.clear()
    simulator.publish(1_000_000_000)
  })
  afterAll(async () => {
    await simulator.stop()
    await Effect.runPromise(Scope.close(scope, Exit.void))
  })
  const source = () => ({
    whatsappVersionUrl: Option.some(new URL("/sw.js", simulator.controlUrl))
  })
  const linked = async (world: TestWorld, time?: TestClock.TestClock) => {
    const channel = new TestChannel(simulator.url, time, world)
    await (await channel.link(simulator, String((numbers += 1)))).close()
    return channel
  }
  const endOf = async (channel: TestChannel) => {
    const open = await channel.open()
    const reason = await open.closed()
    await open.close()
    return reason
  }

  it("is the bundled one at first, and what opened a session is kept", async () => {
    const world = new TestWorld()
    await linked(world)
    expect(world.version).toEqual(bundled)
  })

  it("is read anew when it is refused, once for all sessions, which then open with it", async () => {
    const world = new TestWorld(source())
    const channels: Array<TestChannel> = []
    for (let count = 0; count < 3; count += 1) channels.push(await linked(world))
    simulator.faults.add({ kind: "outdated", below: revision + 1_000 })
    simulator.publish(revision + 2_000)
    const before = simulator.stats().webReads
    const reasons = await Promise.all(channels.map(endOf))
    for (const reason of reasons) expect(reason).toMatchObject({ _tag: "Code", code: 405, isMended: true })
    expect(simulator.stats().webReads).toBe(before + 1)
    for (const channel of channels) await (await channel.logIn()).close()
    expect(world.version).toEqual([2, 3000, revision + 2_000])
    // Another process begins with it.
    world.restart()
    await (await channels[0]!.logIn()).close()
    expect(simulator.stats().webReads).toBe(before + 1)
  })

  it("is tried once in 10 to 15 minutes by all sessions together while no newer one is known", async () => {
    const world = new TestWorld(source())
    const channels = [await linked(world, clock), await linked(world, clock)]
    simulator.faults.add({ kind: "outdated", below: revision + 1_000 })
    simulator.publish(revision - 1_000)
    const before = simulator.stats().webReads
    expect(await endOf(channels[0]!)).toMatchObject({ code: 405, isMended: false })
    // They do not even dial: now they would be let in.
    simulator.faults.clear()
    for (const channel of channels) expect(await endOf(channel)).toMatchObject({ code: 405 })
    expect(simulator.stats().webReads).toBe(before + 1)
    await Effect.runPromise(clock.adjust("15 minutes"))
    await (await channels[1]!.logIn()).close()
    await (await channels[0]!.logIn()).close()
    expect(world.version).toEqual(bundled)
  })

  it("is tried at once by a channel whose owner asks for it, and when it is taken, by all", async () => {
    const world = new TestWorld(source())
    const channels = [await linked(world, clock), await linked(world, clock)]
    simulator.faults.add({ kind: "outdated", below: revision + 1_000 })
    simulator.publish(revision - 1_000)
    const [asking, waiting] = channels as [TestChannel, TestChannel]
    for (const channel of channels) expect(await endOf(channel)).toMatchObject({ code: 405 })
    asking.handle = { ...asking.handle, generation: 2n, isTakingOver: true }
    // Refused once more, and then it waits with the others: a press is one attempt.
    expect(await endOf(asking)).toMatchObject({ code: 405, isMended: false })
    simulator.faults.clear()
    for (const channel of channels) expect(await endOf(channel)).toMatchObject({ code: 405 })
    asking.handle = { ...asking.handle, generation: 3n }
    await (await asking.logIn()).close()
    await (await waiting.logIn()).close()
  })

  it.each([
    [
      "a session of this process has found a newer one",
      async (_: TestWorld, channel: TestChannel) => {
        simulator.publish(revision + 2_000)
        await Effect.runPromise(clock.adjust("15 minutes"))
        await (await channel.logIn()).close()
      }
    ],
    [
      "another process has opened a session with a newer one",
      async (world: TestWorld) => {
        world.version = [2, 3000, revision + 2_000]
        await Effect.runPromise(clock.adjust("3 seconds"))
      }
    ]
  ])("those that are refused are told when %s, and not before", async (_, find) => {
    const world = new TestWorld(source())
    const channels = [await linked(world, clock), await linked(world, clock)]
    simulator.faults.add({ kind: "outdated", below: revision + 1_000 })
    simulator.publish(revision - 1_000)
    for (const channel of channels) expect(await endOf(channel)).toMatchObject({ code: 405 })
    const { mended } = await Effect.runPromise(world.transport(simulator.url))
    const waiting = Effect.runFork(Effect.provideService(mended!, Clock.Clock, clock))
    await Effect.runPromise(clock.adjust("9 minutes"))
    expect(waiting.pollUnsafe()).toBeUndefined()
    await find(world, channels[0]!)
    await Effect.runPromise(Fiber.join(waiting))
    for (const channel of channels) await (await channel.logIn()).close()
    expect(world.version).toEqual([2, 3000, revision + 2_000])
  })

  it("is never replaced by an older one", async () => {
    const world = new TestWorld(source())
    world.version = [2, 3000, revision + 5_000]
    const channel = await linked(world)
    simulator.faults.add({ kind: "outdated", below: revision + 6_000 })
    simulator.publish(revision + 1_000)
    expect(await endOf(channel)).toMatchObject({ code: 405, isMended: false })
    expect(world.version).toEqual([2, 3000, revision + 5_000])
  })

  it("is the operator's where he set one, whatever is published", async () => {
    const chosen = parseVersion(`2.3000.${revision - 5}`)
    const world = new TestWorld({ ...source(), whatsappVersion: Option.some(chosen.join(".")) })
    const channel = await linked(world)
    simulator.publish(revision + 2_000)
    simulator.faults.add({ kind: "outdated", below: revision })
    const before = simulator.stats().webReads
    expect(await endOf(channel)).toMatchObject({ code: 405, isMended: false })
    expect(simulator.stats().webReads).toBe(before)
    expect(world.version).toBeNull()
  })

  it.each([
    ['{"server_revision":1,"client_revision":1043857760,"x":2}', 1_043_857_760],
    [String.raw`self.a="{\"client_revision\":1043857761}"`, 1_043_857_761],
    ["<html>Sign in to the hotel's network</html>", null]
  ])("is found in what the service worker says: %s", (text, found) => {
    expect(versionInServiceWorker(text)?.[2] ?? null).toBe(found)
  })

  it("is compared number by number", () => {
    expect(isNewer([2, 3000, 10], [2, 3000, 9])).toBe(true)
    expect(isNewer([2, 3000, 9], [2, 3000, 9])).toBe(false)
    expect(isNewer([2, 2999, 99], [2, 3000, 9])).toBe(false)
  })
})
