import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "./QuietLibsignal.ts"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "./Simulator.ts"
import { TestClient } from "./TestClient.ts"

quietLibsignal()

const number = "4915100000001"

describe("1:1 messages", () => {
  let simulator: WhatsAppSimulator
  let client: TestClient
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    client = await new TestClient(simulator).link(number)
  })
  afterAll(async () => {
    await client.end()
    await simulator.stop()
  })

  it.each(["pn", "lid"] as const)("reach the gateway and come back in a %s chat", async (addressing) => {
    const customer = simulator.person({ pn: `49170000000${addressing.length}`, name: "Ada", addressing })
    const { id } = await customer.send(number, `hello ${addressing}`)
    const received = await client.message(`hello ${addressing}`)
    expect(received.key).toMatchObject({
      id,
      fromMe: false,
      remoteJid: addressing === "pn" ? customer.pnJid : customer.lidJid,
      remoteJidAlt: addressing === "pn" ? customer.lidJid : customer.pnJid
    })
    expect(received.pushName).toBe("Ada")
    await client.socket.sendMessage(
      received.key.remoteJid ?? "",
      { text: `reply ${addressing}` },
      { quoted: received }
    )
    const reply = await customer.waitFor(({ text }) => text === `reply ${addressing}`)
    expect(reply).toMatchObject({ from: number, isFromGateway: true, quotedId: id, copies: 1 })
  })

  it("quote, and carry pictures with a caption", async () => {
    const ada = simulator.person({ pn: "491700000010" })
    const first = await ada.send(number, "a question")
    const { key } = await client.message("a question")
    await client.socket.sendMessage(key.remoteJid ?? "", { text: "an answer" })
    const answer = await ada.waitFor(({ text }) => text === "an answer")
    await ada.send(number, "a proof", { kind: "image", quote: answer.id })
    const picture = await client.message("a proof")
    expect(picture.message?.imageMessage?.contextInfo).toMatchObject({
      stanzaId: answer.id,
      quotedMessage: { conversation: "an answer" }
    })
    await ada.send(number, "again", { quote: first.id })
    expect((await client.message("again")).message?.extendedTextMessage?.contextInfo?.stanzaId).toBe(first.id)
  })

  it("are confirmed: server ack, delivered, read", async () => {
    const ada = simulator.person({ pn: "491700000011", addressing: "pn" })
    await ada.send(number, "confirm me")
    await ada.sent.waitFor(({ text, deliveredAt }) => text === "confirm me" && deliveredAt !== undefined)
    const sent = await client.socket.sendMessage(ada.pnJid, { text: "and me" })
    const id = sent?.key.id ?? ""
    await client.until(() => client.acks.find(({ attrs }) => attrs["id"] === id && !attrs["error"]))
    await client.until(() => client.updates.find(({ key, update }) => key.id === id && update.status === 3))
    ada.read(id)
    await client.until(() => client.updates.find(({ key, update }) => key.id === id && update.status === 4))
    const received = await client.message("confirm me")
    await client.socket.readMessages([received.key])
    await ada.sent.waitFor(({ text, readAt }) => text === "confirm me" && readAt !== undefined)
  })

  it("typed on the owner's phone reach the gateway as its own", async () => {
    const ada = simulator.person({ pn: "491700000012" })
    await simulator.phone(number).type(ada.number, "typed by hand")
    const seen = await client.message("typed by hand")
    expect(seen.key).toMatchObject({ fromMe: true })
    expect([ada.lidJid, ada.pnJid]).toContain(seen.key.remoteJid)
    await ada.waitFor(({ text, isFromGateway }) => text === "typed by hand" && !isFromGateway)
  })

  it("that wait for an offline gateway come at its next login, marked offline", async () => {
    const ada = simulator.person({ pn: "491700000013" })
    const offline = await new TestClient(simulator).link("4915100000002")
    await offline.end()
    await ada.send("4915100000002", "while you were out 1")
    await ada.send("4915100000002", "while you were out 2")
    expect(simulator.stats().numbers.find((one) => one.number === "4915100000002")?.unreceipted).toHaveLength(
      2
    )
    await offline.logIn()
    expect((await offline.message("while you were out 1")).upsertType).toBe("append")
    await offline.message("while you were out 2")
    await ada.sent.waitFor(
      ({ text, deliveredAt }) => text === "while you were out 2" && deliveredAt !== undefined
    )
    expect(simulator.stats().numbers.find((one) => one.number === "4915100000002")?.unreceipted).toEqual([])
    await offline.end()
  })

  it("without a receipt come again after a reconnect", async () => {
    const ada = simulator.person({ pn: "491700000014" })
    const cut = await new TestClient(simulator).link("4915100000003")
    simulator.faults.add({ kind: "end", number: "4915100000003", how: "reset" })
    const sending = ada.send("4915100000003", "lost on the way")
    expect(await cut.closed()).toBe(428)
    await sending
    await cut.logIn()
    expect((await cut.message("lost on the way")).upsertType).toBe("append")
    await cut.end()
  })

  it("the gateway cannot read are sent again under the same id", async () => {
    const ada = simulator.person({ pn: "491700000015" })
    simulator.faults.add({ kind: "garble", number, times: 1 })
    const { id } = await ada.send(number, "garbled")
    const message = await client.message("garbled")
    expect(message.key.id).toBe(id)
    expect(
      client.messages.filter(({ key }) => key.id === id).map((one) => one.messageStubType ?? 0)
    ).toContain(2)
    await ada.sent.waitFor((one) => one.id === id && one.deliveredAt !== undefined)
  })

  it("a phone cannot read are asked for again", async () => {
    const ada = simulator.person({ pn: "491700000016" })
    await ada.send(number, "hi")
    const { key } = await client.message("hi")
    await client.socket.sendMessage(key.remoteJid ?? "", { text: "before" })
    await ada.waitFor(({ text }) => text === "before")
    await ada.send(number, "so that the session is established")
    await client.message("so that the session is established")
    await ada.forget(number)
    await client.socket.sendMessage(key.remoteJid ?? "", { text: "after" })
    expect(await ada.waitFor(({ text }) => text === "after")).toMatchObject({ copies: 1 })
  })

  it("between two gateways pass through", async () => {
    const other = await new TestClient(simulator).link("4915100000004")
    await client.socket.sendMessage("4915100000004@s.whatsapp.net", { text: "gateway to gateway" })
    await other.message("gateway to gateway")
    await other.end()
  })

  it("can be anything the protocol knows", async () => {
    const ada = simulator.person({ pn: "491700000017" })
    const { id } = await ada.send(number, "to be deleted")
    await client.message("to be deleted")
    const contactMessage = { displayName: "Bob", vcard: "BEGIN:VCARD" }
    await ada.send(number, "", { content: { contactMessage } })
    await client.until(() =>
      client.messages.find(({ message }) => message?.contactMessage?.displayName === "Bob")
    )
    const key = { remoteJid: ada.lidJid, fromMe: true, id }
    await ada.send(number, "", { content: { protocolMessage: { type: 0, key } } })
    await client.until(() => client.updates.find(({ update }) => update.messageStubType === 1))
  })
})
