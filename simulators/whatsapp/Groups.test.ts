import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "./QuietLibsignal.ts"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "./Simulator.ts"
import { TestClient } from "./TestClient.ts"

quietLibsignal()

const number = "4915100000001"

describe.each(["one", "all"] as const)("groups, read by %s", (decryptGroups) => {
  let simulator: WhatsAppSimulator
  let client: TestClient
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator({ decryptGroups })
    client = await new TestClient(simulator).link(number)
  })
  afterAll(async () => {
    await client.end()
    await simulator.stop()
  })

  it.each(["lid", "pn"] as const)("carry messages both ways in %s mode", async (addressingMode) => {
    const ada = simulator.person({ pn: "491700000001", name: "Ada" })
    const bob = simulator.person({ pn: "491700000002", name: "Bob" })
    const group = simulator.group({ subject: "Provider", participants: [number, ada, bob], addressingMode })
    const metadata = await client.socket.groupMetadata(group.jid)
    expect(metadata).toMatchObject({ subject: "Provider", addressingMode, size: 3 })
    expect(Object.keys(await client.socket.groupFetchAllParticipating())).toContain(group.jid)

    for (const text of ["first", "second", "third"]) {
      const { id } = await ada.sendToGroup(group.jid, `${text} ${addressingMode}`)
      const { key } = await client.message(`${text} ${addressingMode}`)
      expect(key).toMatchObject({
        id,
        remoteJid: group.jid,
        participant: addressingMode === "lid" ? ada.lidJid : ada.pnJid,
        participantAlt: addressingMode === "lid" ? ada.pnJid : ada.lidJid
      })
    }

    for (const text of ["one", "two", "three"]) {
      const quoted = await client.message(`first ${addressingMode}`)
      const sent = await client.socket.sendMessage(
        group.jid,
        { text: `${text} ${addressingMode}` },
        { quoted }
      )
      for (const member of [ada, bob]) {
        const seen = await member.waitFor((message) => message.id === sent?.key.id)
        expect(seen).toMatchObject({ text: `${text} ${addressingMode}`, group: group.jid, copies: 1 })
        expect(seen.quotedId).toBe(quoted.key.id)
      }
      expect(await group.log.waitFor((message) => message.id === sent?.key.id)).toMatchObject({
        isFromGateway: true
      })
    }
    expect(simulator.stats()).toMatchObject({ retriesAsked: 0, retriesServed: 0, duplicated: [] })
  })

  it("lets a member quote a message of the gateway", async () => {
    const ada = simulator.person({ pn: "491700000001" })
    const group = simulator.group({ subject: "Quotes", participants: [number, ada] })
    const sent = await client.socket.sendMessage(group.jid, { text: "ticket 7" })
    await ada.waitFor(({ text }) => text === "ticket 7")
    await ada.sendToGroup(group.jid, "done", { quote: sent?.key.id ?? "" })
    const answer = await client.message("done")
    expect(answer.message?.extendedTextMessage?.contextInfo).toMatchObject({
      stanzaId: sent?.key.id,
      participant: simulator.phone(number).person.lidJid,
      quotedMessage: { conversation: "ticket 7" }
    })
  })

  it("shows the gateway what its owner types in a group", async () => {
    const ada = simulator.person({ pn: "491700000001" })
    const group = simulator.group({ subject: "Owner", participants: [number, ada] })
    await simulator.phone(number).type(group.jid, "by hand")
    expect((await client.message("by hand")).key).toMatchObject({ fromMe: true, remoteJid: group.jid })
    await ada.waitFor(({ text, isFromGateway }) => text === "by hand" && !isFromGateway)
  })

  it("sends again what no member could read", async () => {
    const ada = simulator.person({ pn: "491700000001" })
    const group = simulator.group({ subject: "Retry", participants: [number, ada] })
    await client.socket.sendMessage(group.jid, { text: "readable" })
    await ada.waitFor(({ text }) => text === "readable")
    await ada.forget(number)
    await client.socket.sendMessage(group.jid, { text: "unreadable at first" })
    expect(await ada.waitFor(({ text }) => text === "unreadable at first")).toMatchObject({ copies: 1 })
    expect(simulator.stats().retriesAsked).toBeGreaterThan(0)
  })

  it("sends again what the gateway could not read", async () => {
    const ada = simulator.person({ pn: "491700000001" })
    const group = simulator.group({ subject: "Retry", participants: [number, ada] })
    simulator.faults.add({ kind: "garble", number, times: 1 })
    await ada.sendToGroup(group.jid, "garbled in the group")
    await client.message("garbled in the group")
  })

  it("tell the gateway who joins and who leaves", async () => {
    const changes: string[] = []
    client.socket.ev.on("groups.upsert", ([made]) => changes.push(`new ${made?.subject}`))
    client.socket.ev.on("group-participants.update", ({ action, participants }) =>
      changes.push(`${action} ${participants[0]?.id}`)
    )
    const ada = simulator.person({ pn: "491700000001" })
    const bob = simulator.person({ pn: "491700000002" })
    const group = simulator.group({ subject: "Changing", participants: [number, ada] })
    simulator.join(group, bob.number)
    await bob.sendToGroup(group.jid, `I am in, ${decryptGroups}`)
    await client.message(`I am in, ${decryptGroups}`)
    await client.socket.sendMessage(group.jid, { text: "welcome" })
    await bob.waitFor(({ text, group: jid }) => text === "welcome" && jid === group.jid)
    simulator.leave(group, bob.number)
    await expect(bob.sendToGroup(group.jid, "me again")).rejects.toThrow("not a member")
    await ada.sendToGroup(group.jid, `he is gone, ${decryptGroups}`)
    await client.message(`he is gone, ${decryptGroups}`)
    await expect.poll(() => changes).toEqual(["new Changing", `add ${bob.lidJid}`, `remove ${bob.lidJid}`])
  })
})
