import { Effect } from "effect"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../../simulators/whatsapp/Simulator.ts"
import { TestChannel } from "../TestSession.ts"

describe("a message that WhatsApp has delivered", () => {
  let simulator: WhatsAppSimulator
  let lastNumber = 4915100000200
  const newNumber = () => String((lastNumber += 1))
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
  })
  afterEach(() => simulator.faults.clear())
  afterAll(() => simulator.stop())

  const linked = async () => {
    const number = newNumber()
    const channel = new TestChannel(simulator.url)
    const open = await channel.link(simulator, number)
    return { number, channel, open, person: simulator.person({ pn: newNumber(), name: "Ada" }) }
  }

  it("is stored with the ratchet that decrypted it, in one write", async () => {
    const { number, channel, open, person } = await linked()
    await person.send(number, "first")
    await channel.message("first")
    const write = channel.keys.writes.find((rows) => rows.some(({ type }) => type === "inbox"))
    expect(write?.map(({ type }) => type)).toContain("session")
    await open.close()
  })

  it("survives a crash between the receipt and our own store, and is handed on at the next start", async () => {
    const { number, channel, open, person } = await linked()
    await person.send(number, "kept")
    await channel.message("kept")
    channel.onInbound = () => Effect.never
    const { id } = await person.send(number, "in between")
    await channel.message("in between")
    await person.sent.waitFor((sent) => sent.id === id && sent.deliveredAt !== undefined)
    await open.close()
    channel.restart()
    const before = channel.told.length
    channel.onInbound = () => Effect.void
    const again = await channel.logIn()
    const replayed = await channel.next(
      (told) => (told.type === "inbound" ? told.message : undefined),
      before
    )
    expect(replayed).toMatchObject({
      text: "in between",
      networkId: id,
      chatId: person.lidJid,
      chatPn: person.pnJid
    })
    expect(channel.count("kept")).toBe(1)
    await again.close()
    expect(channel.keys.ids(channel.handle, "inbox")).toEqual([])
    await (await channel.logIn()).close()
    expect(channel.count("in between")).toBe(2)
  })

  it("is handed on before later ones of its chat when it was left over", async () => {
    const { number, channel, open, person } = await linked()
    channel.onInbound = () => Effect.never
    for (const text of ["one", "two", "three"]) await person.send(number, text)
    await person.sent.waitFor((sent) => sent.text === "three" && sent.deliveredAt !== undefined)
    await open.close()
    await person.send(number, "four")
    const from = channel.told.length
    channel.onInbound = () => Effect.void
    const again = await channel.logIn()
    await channel.message("four")
    const texts = channel.told
      .slice(from)
      .flatMap((told) => (told.type === "inbound" ? [told.message.text] : []))
    expect(texts).toEqual(["one", "two", "three", "four"])
    await again.close()
  })

  it("keeps its place when the store is away while it is decrypted", async () => {
    const { number, channel, open, person } = await linked()
    await person.send(number, "before")
    await channel.message("before")
    channel.keys.isDown = true
    await person.send(number, "during")
    setTimeout(() => {
      channel.keys.isDown = false
    }, 400)
    expect(await channel.message("during")).toMatchObject({ chatId: person.lidJid })
    await person.send(number, "after")
    await channel.message("after")
    await open.close()
    expect(channel.count("during")).toBe(1)
  })

  it("ends the connection when it cannot be handed on, and is there at the next start", async () => {
    const { number, channel, open, person } = await linked()
    channel.onInbound = () => Effect.die(new Error("no database"))
    await person.send(number, "stubborn")
    expect(await open.closed()).toMatchObject({ _tag: "Watchdog" })
    await open.close()
    channel.onInbound = () => Effect.void
    const from = channel.told.length
    const again = await channel.logIn()
    await channel.next(
      (told) => (told.type === "inbound" && told.message.text === "stubborn" ? told : undefined),
      from
    )
    await again.close()
  })

  it("comes once although sent twice, and although it came while we were away", async () => {
    const { number, channel, open, person } = await linked()
    simulator.faults.add({ kind: "duplicate", number, times: 1 })
    await person.send(number, "twice")
    await person.send(number, "next")
    await channel.message("next")
    expect(channel.count("twice")).toBe(1)
    await open.close()
    const texts = Array.from({ length: 20 }, (_, index) => `offline ${index}`)
    for (const text of texts) await person.send(number, text)
    const from = channel.told.length
    const again = await channel.logIn()
    await channel.message("offline 19")
    const got = channel.told
      .slice(from)
      .flatMap((told) => (told.type === "inbound" ? [told.message.text] : []))
    expect(got).toEqual(texts)
    await again.close()
  })

  it("is confirmed when it comes again because the receipt for it was lost", async () => {
    const { number, channel, open, person } = await linked()
    await person.send(number, "before")
    await channel.message("before")
    channel.keys.onCommit = (rows) => {
      if (!rows.some(({ type, value }) => type === "inbox" && value !== null)) return
      channel.keys.onCommit = () => undefined
      simulator.faults.add({ kind: "end", how: "reset", number })
    }
    const { id } = await person.send(number, "unconfirmed")
    await open.closed()
    await channel.message("unconfirmed")
    await open.close()
    expect(person.sent.get(id)?.deliveredAt).toBeUndefined()
    const again = await channel.logIn()
    await person.sent.waitFor((sent) => sent.id === id && sent.deliveredAt !== undefined)
    const ids = channel.told.flatMap((told) =>
      told.type === "inbound" && told.message.text === "unconfirmed" ? [told.message.networkId] : []
    )
    expect(new Set(ids)).toEqual(new Set([id]))
    await again.close()
  })

  it("is asked for again when it was garbled", async () => {
    const { number, channel, open, person } = await linked()
    await person.send(number, "clear")
    await channel.message("clear")
    simulator.faults.add({ kind: "garble", number, times: 1 })
    await person.send(number, "garbled")
    expect(await channel.message("garbled")).toMatchObject({ chatId: person.lidJid })
    expect(channel.count("garbled")).toBe(1)
    await open.close()
  })
})
