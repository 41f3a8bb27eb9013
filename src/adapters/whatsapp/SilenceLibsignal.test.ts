import { afterAll, beforeAll, expect, it } from "vitest"

const printed: Array<string> = []
const levels = ["log", "info", "warn", "error"] as const
const original = Object.fromEntries(levels.map((level) => [level, console[level]]))

// The silencer must wrap this console, so everything that imports it comes later.
beforeAll(() => {
  for (const level of levels) console[level] = (...args) => void printed.push(args.map(String).join(" "))
})
afterAll(() => void Object.assign(console, original))

it("keeps libsignal's sessions off the console, and nothing else", async () => {
  const { startWhatsAppSimulator } = await import("../../../simulators/whatsapp/Simulator.ts")
  const { TestChannel, textTo } = await import("./TestSession.ts")
  const simulator = await startWhatsAppSimulator()
  const channel = new TestChannel(simulator.url)
  const open = await channel.link(simulator, "4915100000001")
  const person = simulator.person({ pn: "491700000001" })
  for (let round = 1; round <= 3; round += 1) {
    await person.send("4915100000001", `round ${round}`)
    const { chatId } = await channel.message(`round ${round}`)
    await open.send(textTo(chatId, `answer ${round}`))
    // A new session on one side closes the old one on the other, which is what libsignal prints.
    await person.forget("4915100000001")
  }
  console.info("Closing time")
  await open.close()
  await simulator.stop()
  expect(printed.filter((line) => !line.includes("Baileys:"))).toEqual(["Closing time"])
})
