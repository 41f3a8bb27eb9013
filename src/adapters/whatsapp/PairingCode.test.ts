import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { TestChannel } from "./TestSession.ts"

describe("CH-01: a number is linked by a code typed on its phone", () => {
  let simulator: WhatsAppSimulator
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
  })
  afterAll(() => simulator.stop())

  const codeFor = (channel: TestChannel) =>
    channel.next((told) =>
      told.type === "state" && told.state._tag === "WaitingForCode" ? told.state : undefined
    )
  const asking = (phone: string) => {
    const channel = new TestChannel(simulator.url)
    channel.handle = { ...channel.handle, pairingPhone: phone }
    return channel
  }

  it("of eight characters, says so within a second and then opens", async () => {
    const phone = "4915100000701"
    const channel = asking(phone)
    const pairing = await channel.open()
    const state = await codeFor(channel)
    expect(state).toMatchObject({ phone, code: expect.stringMatching(/^[A-Z0-9]{8}$/) })
    await simulator.phone(phone).enterCode(state.code)
    const paired = Date.now()
    await channel.next((told) => (told.type === "state" && told.state._tag === "Paired" ? told : undefined))
    expect(Date.now() - paired).toBeLessThan(1_000)
    expect(await pairing.closed()).toMatchObject({ _tag: "Code", code: 515, wasPaired: true })
    await pairing.close()
    const open = await channel.logIn()
    expect(channel.told.some((told) => told.type === "state" && told.state._tag === "WaitingForScan")).toBe(
      false
    )
    await open.close()
  })

  it("that nobody types leaves nothing behind: the next attempt is a new device and not a login", async () => {
    const phone = "4915100000702"
    const channel = asking(phone)
    const abandoned = await channel.open()
    const { code } = await codeFor(channel)
    await abandoned.close()
    channel.restart()
    const { pairingPhone: _, ...handle } = channel.handle
    channel.handle = handle
    const open = await channel.link(simulator, phone)
    expect(simulator.stats().numbers.find(({ number }) => number === phone)).toMatchObject({ logins: 1 })
    await expect(simulator.phone(phone).enterCode(code, 50)).rejects.toThrow()
    await open.close()
  })

  it("is refused in words when WhatsApp gives no code", async () => {
    const phone = "4915100000703"
    simulator.faults.add({ kind: "queryError", number: phone, xmlns: "md", code: 429, times: 1 })
    const pairing = await asking(phone).open()
    expect(await pairing.closed()).toMatchObject({
      _tag: "Declined",
      safeText: expect.stringContaining("scan the QR code")
    })
    await pairing.close()
  })
})
