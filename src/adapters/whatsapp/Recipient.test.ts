import { Result } from "effect"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { TestChannel, type TestConnection, textTo } from "./TestSession.ts"

const number = "4915100000901"

describe("CH-12: a message of ours is not called sent when nobody would get it", () => {
  let simulator: WhatsAppSimulator
  let open: TestConnection
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    open = await new TestChannel(simulator.url).link(simulator, number)
  })
  afterEach(() => {
    simulator.faults.clear()
    vi.useRealTimers()
  })
  afterAll(async () => {
    await open.close()
    await simulator.stop()
  })
  const stats = () => simulator.stats().numbers.find((one) => one.number === number)

  it("because WhatsApp has no such number: never, and the chat is closed", async () => {
    expect(await open.send(textTo("4999999999990@s.whatsapp.net", "anybody?"))).toMatchObject({
      failure: { reason: { _tag: "Refused", isClosed: true }, safeText: "This number is not on WhatsApp." }
    })
  })

  it("because WhatsApp names no device of the person: unknown, and tried again", async () => {
    const person = simulator.person({ pn: "491700000901" })
    simulator.faults.add({ kind: "noDevices", number, times: 1 })
    const message = textTo(person.pnJid, "are you there?")
    expect(await open.send(message)).toMatchObject({
      failure: { reason: { _tag: "Unknown" }, safeText: expect.stringContaining("no device") }
    })
    expect(Result.isSuccess(await open.send(message))).toBe(true)
    await person.waitFor(({ id }) => id === message.reservedId)
  })

  it.each(["pn", "lid"] as const)(
    "because WhatsApp does not answer where to: unknown after one question's time (%s)",
    async (form) => {
      const person = simulator.person({ pn: form === "pn" ? "491700000902" : "491700000903" })
      const sent = stats()?.messagesOut
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], shouldAdvanceTime: true })
      simulator.faults.add({ kind: "noAnswer", number, xmlns: "usync" })
      const answer = open.send(textTo(form === "pn" ? person.pnJid : person.lidJid, "hello?"))
      await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(21_000)
      expect(await answer).toMatchObject({
        failure: {
          reason: { _tag: "Unknown" },
          safeText: "WhatsApp did not answer where to deliver this message."
        }
      })
      expect(stats()).toMatchObject({ messagesOut: sent, withoutRecipient: 0 })
    }
  )
})
