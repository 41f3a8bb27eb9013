import { afterAll, beforeAll, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../../simulators/whatsapp/Simulator.ts"
import { TestChannel } from "../TestSession.ts"

let simulator: WhatsAppSimulator
beforeAll(async () => {
  simulator = await startWhatsAppSimulator()
})
afterAll(() => simulator.stop())

it("CH-05: what a customer writes when the number is back does not overtake what he wrote while it was away", async () => {
  const number = "4915100000901"
  const channel = new TestChannel(simulator.url)
  const first = await channel.link(simulator, number)
  const person = simulator.person({ pn: "491700000901" })
  const others = Array.from({ length: 4 }, (_, n) => simulator.person({ pn: `49170000091${n}` }))
  await first.close()
  for (let n = 0; n < 40; n += 1) await others[n % 4]!.send(number, `other ${n}`)
  for (let n = 0; n < 3; n += 1) await person.send(number, `away ${n}`)
  const off = simulator.on((event) => {
    if (event.type === "online" && event.number === number) void person.send(number, "back")
  })
  const second = await channel.logIn()
  await channel.message("back")
  await channel.message("away 2")
  off()
  const heard = channel.told.flatMap((told) =>
    told.type === "inbound" && /^(away|back)/.test(told.message.text) ? [told.message.text] : []
  )
  expect(heard).toEqual(["away 0", "away 1", "away 2", "back"])
  await second.close()
})
