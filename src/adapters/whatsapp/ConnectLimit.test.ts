import { afterAll, beforeAll, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { TestChannel, type TestConnection } from "./TestSession.ts"
import { TestWorld } from "./TestWorld.ts"

const sessions = 30

let simulator: WhatsAppSimulator
const world = new TestWorld()
const channels: Array<TestChannel> = []
beforeAll(async () => {
  simulator = await startWhatsAppSimulator()
  for (let place = 0; place < sessions; place += 1) {
    const channel = new TestChannel(simulator.url, undefined, world)
    await (await channel.link(simulator, String(4915100000600 + place))).close()
    channels.push(channel)
  }
}, 360_000)
afterAll(() => simulator.stop())

it("CH-03: 30 numbers that connect at once open at most eight at a time, and whoever links a phone is not behind them", async () => {
  world.restart()
  // Each opening takes long enough that all of them would stand side by side.
  const slow = simulator.faults.add({ kind: "slowLogin", ms: 250 })
  const openings: Array<Promise<TestConnection>> = channels.map((channel) => channel.open())
  const newcomer = new TestChannel(simulator.url, undefined, world)
  const pairing = await newcomer.open()
  await newcomer.next((told) =>
    told.type === "state" && told.state._tag === "WaitingForScan" ? told : undefined
  )
  const openBefore = channels.filter(isOpen).length
  slow()
  const open = await Promise.all(openings)
  await Promise.all(channels.map((channel) => channel.until(() => (isOpen(channel) ? true : undefined))))
  expect(simulator.stats().mostOpening).toBeGreaterThan(3)
  expect(simulator.stats().mostOpening).toBeLessThanOrEqual(8)
  expect(openBefore).toBeLessThan(sessions / 2)
  await Promise.all([pairing, ...open].map((connection) => connection.close()))
}, 180_000)

const isOpen = (channel: TestChannel): boolean =>
  channel.told.filter((told) => told.type === "state" && told.state._tag === "Open").length === 2
