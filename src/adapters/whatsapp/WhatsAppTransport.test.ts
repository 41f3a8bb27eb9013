import { Result } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startWhatsAppSimulator, type WhatsAppSimulator } from "../../../simulators/whatsapp/Simulator.ts"
import { TestChannel, type TestConnection, textTo } from "./TestSession.ts"

const number = "4915100000001"

describe("a linked WhatsApp number", () => {
  let simulator: WhatsAppSimulator
  let channel: TestChannel
  let open: TestConnection
  beforeAll(async () => {
    simulator = await startWhatsAppSimulator()
    channel = new TestChannel(simulator.url)
    open = await channel.link(simulator, number)
  })
  afterAll(async () => {
    await open.close()
    await simulator.stop()
  })

  it("told the QR code, then that it is open, then its phone number", async () => {
    const address = await channel.next((told) => (told.type === "identified" ? told.address : undefined))
    expect(address).toBe(number)
    const states = channel.told.flatMap((told) => (told.type === "state" ? [told.state._tag] : []))
    expect(states).toEqual(["WaitingForScan", "Paired", "Open"])
  })

  it.each(["pn", "lid"] as const)(
    "knows a person who writes by %s by both addresses, and answers",
    async (addressing) => {
      const person = simulator.person({ pn: `4917000000${addressing.length}`, name: "Ada", addressing })
      const { id } = await person.send(number, `hello by ${addressing}`)
      const inbound = await channel.message(`hello by ${addressing}`)
      expect(inbound).toMatchObject({
        networkId: id,
        chatId: person.lidJid,
        chatPn: person.pnJid,
        chatKind: "direct",
        chatTitle: "Ada",
        sender: { lid: person.lidJid, pn: person.pnJid, telegramId: null, name: "Ada" },
        isFromOwner: false,
        kind: "text",
        quotedId: null
      })
      const quote = { networkId: id, senderAddress: inbound.sender.lid, text: inbound.text }
      const message = { ...textTo(inbound.chatId, `answer by ${addressing}`), quote }
      expect(await open.send(message)).toEqual(Result.succeed({ networkId: message.reservedId }))
      const answer = await person.waitFor((seen) => seen.id === message.reservedId)
      expect(answer).toMatchObject({ text: `answer by ${addressing}`, quotedId: id, copies: 1 })
    }
  )

  it.each(["pn", "lid"] as const)(
    "talks in a group addressed by %s and knows who wrote",
    async (addressingMode) => {
      const person = simulator.person({ pn: "491700000010", name: "Grace" })
      const group = simulator.group({
        subject: `Provider ${addressingMode}`,
        participants: [number, person.number],
        addressingMode
      })
      const { id } = await person.sendToGroup(group.jid, `to all by ${addressingMode}`)
      const inbound = await channel.message(`to all by ${addressingMode}`)
      expect(inbound).toMatchObject({
        networkId: id,
        chatId: group.jid,
        chatPn: null,
        chatKind: "group",
        sender: { lid: person.lidJid, pn: person.pnJid, name: "Grace" }
      })
      const quote = { networkId: id, senderAddress: person.lidJid, text: inbound.text }
      for (const text of ["first", "second"]) {
        const message = { ...textTo(group.jid, text), quote }
        expect(await open.send(message)).toEqual(Result.succeed({ networkId: message.reservedId }))
      }
      expect(await group.log.waitFor((seen) => seen.text === "second")).toMatchObject({
        quotedId: id,
        isFromGateway: true,
        copies: 1
      })
      const ownKeys = channel.keys.writes
        .flat()
        .findLast(({ type, id }) => type === "sender-key" && id.includes(group.jid))
      expect(Buffer.from(ownKeys?.value ?? []).length).toBeLessThan(1000)
      await person.sendToGroup(group.jid, `again by ${addressingMode}`)
      expect((await channel.message(`again by ${addressingMode}`)).chatTitle).toBe(
        `Provider ${addressingMode}`
      )
    }
  )

  it("lists the account's groups", async () => {
    const chats = await open.chats()
    expect(chats).toContainEqual(
      expect.objectContaining({ kind: "group", title: "Provider lid", members: expect.any(Number) as number })
    )
  })

  it("PR-05: asks WhatsApp whether a number or a group is there", async () => {
    const person = simulator.person({ pn: "491700000777" })
    const group = simulator.group({ subject: "Known", participants: [number, person.number] })
    expect(await open.knows(person.pnJid)).toBe(true)
    expect(await open.knows("491700000778@s.whatsapp.net")).toBe(false)
    expect(await open.knows(person.lidJid)).toBeNull()
    expect(await open.knows(group.jid)).toBe(true)
    expect(await open.knows("999@g.us")).toBe(false)
  })

  it.each(["pn", "lid"] as const)(
    "sees what the owner types on the phone in a %s chat",
    async (addressing) => {
      const person = simulator.person({ pn: `49170000002${addressing.length}`, addressing })
      await simulator.phone(number).type(person.number, `typed by ${addressing}`, { addressing })
      expect(await channel.message(`typed by ${addressing}`)).toMatchObject({
        isFromOwner: true,
        chatId: person.lidJid,
        chatPn: person.pnJid,
        sender: { lid: simulator.phone(number).person.lidJid, pn: simulator.phone(number).person.pnJid }
      })
    }
  )

  it("takes a picture with its caption, and a quotation", async () => {
    const person = simulator.person({ pn: "491700000030" })
    const first = await person.send(number, "a question")
    await person.send(number, "492007588", { kind: "image", quote: first.id })
    expect(await channel.message("492007588")).toMatchObject({ kind: "image", quotedId: first.id })
  })

  it("starts a chat with a number that never wrote", async () => {
    const person = simulator.person({ pn: "491700000031" })
    const message = textTo(person.pnJid, "we write first")
    expect(await open.send(message)).toEqual(Result.succeed({ networkId: message.reservedId }))
    expect(await person.waitFor((seen) => seen.id === message.reservedId)).toMatchObject({ copies: 1 })
  })

  it("reports delivery and reading once, also in a group", async () => {
    const person = simulator.person({ pn: "491700000032" })
    const others = ["491700000033", "491700000034"]
    others.forEach((pn) => simulator.person({ pn }))
    const group = simulator.group({ subject: "Readers", participants: [number, person.number, ...others] })
    for (const chatId of [person.lidJid, group.jid]) {
      const message = textTo(chatId, `read me in ${chatId}`)
      await open.send(message)
      await person.waitFor((seen) => seen.id === message.reservedId)
      const stageIs = (stage: string) =>
        channel.next((told) =>
          told.type === "delivered" && told.networkId === message.reservedId && told.stage === stage
            ? told
            : undefined
        )
      await stageIs("delivered")
      person.read(message.reservedId)
      await stageIs("read")
      const stages = channel.told.filter(
        (told) => told.type === "delivered" && told.networkId === message.reservedId
      )
      expect(stages).toHaveLength(2)
    }
  })

  it("repeats an unconfirmed message under its reserved id, so that it is seen once", async () => {
    const person = simulator.person({ pn: "491700000035" })
    await person.send(number, "ask 35")
    const { chatId } = await channel.message("ask 35")
    simulator.faults.add({ kind: "dropOnMessage", number, ms: 5, times: 1 })
    const message = textTo(chatId, "only once")
    expect(await open.send(message)).toMatchObject({ failure: { reason: { _tag: "Unknown" } } })
    expect(await open.closed()).toMatchObject({ _tag: "Code", code: 428, wasPaired: true })
    expect(await open.send(message)).toMatchObject({ failure: { reason: { _tag: "NotConnected" } } })
    await open.close()
    open = await channel.logIn()
    expect(await open.send(message)).toEqual(Result.succeed({ networkId: message.reservedId }))
    const seen = await person.waitFor((one) => one.id === message.reservedId && one.copies === 2)
    expect(person.inbox.entries.filter(({ text }) => text === "only once")).toEqual([seen])
  })

  it.each([463, 479])("is told in words that WhatsApp refused a message with %i", async (error) => {
    const person = simulator.person({ pn: "491700000036" })
    simulator.faults.add({ kind: "nack", number, error, times: 1 })
    const answer = await open.send(textTo(person.pnJid, "not wanted"))
    expect(answer).toMatchObject({
      // Of the message or the number, not of the chat: others for it are tried.
      failure: {
        reason: expect.not.objectContaining({ isClosed: true }),
        safeText: expect.stringMatching(/^W/)
      }
    })
  })

  it("comes back later when WhatsApp limits its questions", async () => {
    const group = simulator.group({ subject: "Busy", participants: [number, "491700000037"] })
    simulator.faults.add({
      kind: "queryError",
      number,
      xmlns: "w:g2",
      code: 429,
      text: "rate-overlimit",
      times: 1
    })
    expect(await open.send(textTo(group.jid, "hello?"))).toMatchObject({
      failure: { reason: { _tag: "RateLimited", retryAfterMillis: 60_000 } }
    })
    expect(Result.isSuccess(await open.send(textTo(group.jid, "hello!")))).toBe(true)
  })

  it("refuses a group it is not in, and a chat nobody has", async () => {
    const group = simulator.group({ subject: "Others", participants: ["491700000036"] })
    expect(await open.send(textTo(group.jid, "hello?"))).toMatchObject({
      failure: { reason: { _tag: "Refused", isClosed: true } }
    })
    const nobody = await open.send(textTo("4999999999999@s.whatsapp.net", "hello?"))
    expect(nobody).toMatchObject({ failure: { reason: { _tag: "Refused", isClosed: true } } })
  })
})
