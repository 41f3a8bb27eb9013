import type { AuthenticationCreds } from "@whiskeysockets/baileys"
import { Effect } from "effect"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { SMTPServer } from "smtp-server"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { decodeValue } from "../../src/adapters/whatsapp/keys/KeyCodec.ts"
import { Mail } from "../../src/ports/Mail.ts"
import { WhatsAppKeys } from "../../src/ports/WhatsAppKeys.ts"
import { askOnWhatsApp, onWhatsApp } from "./Chats.ts"
import { makeLinking } from "./Linking.ts"
import { type Place, readPages } from "./SecretPages.ts"
import { addTalkers, startTalkers, talkWith } from "./SecretPanels.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("secrets", () => {
  let stage: Stage
  let talkers: Awaited<ReturnType<typeof startTalkers>>
  const places: Array<Place> = []
  const further: Array<string> = []
  const mailPassword = "smtp-cactus-9913"
  let mails = 0
  // It says the password back to whoever gives it.
  const mailServer = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: ({ username, password }, _, done) => {
      if (password !== mailPassword) return done(new Error("nobody else logs in here"))
      if (mails > 0) return done(new Error(`${username} may not log in with ${password}`))
      return done(null, { user: username })
    },
    onData: (stream, _, done) => {
      mails += 1
      stream.resume().on("end", () => done())
    }
  })
  beforeAll(async () => {
    mailServer.listen(0, "127.0.0.1")
    await once(mailServer.server, "listening")
    const { port } = mailServer.server.address() as AddressInfo
    talkers = await startTalkers()
    stage = await openStage({
      requestsPerSecond: 500,
      smtp: `desk:${mailPassword}@127.0.0.1:${port}`,
      allow: [new URL(talkers.simulator.url).host]
    })
    further.push(mailPassword, Buffer.from(`\0desk\0${mailPassword}`).toString("base64"), ...talkers.keys)
  })
  afterAll(async () => {
    await stage.close()
    await talkers.simulator.stop()
    await new Promise<void>((done) => void mailServer.close(done))
  })

  /** The private keys of the linked WhatsApp session, in hexadecimal and base64. */
  const sessionKeys = async () => {
    const handle = {
      tenantId: stage.tenantId,
      channelId: stage.whatsappChannel,
      kind: "whatsapp",
      generation: 0n,
      token: null
    } as const
    const stored = await stage.run(Effect.flatMap(WhatsAppKeys, (keys) => keys.loadCreds(handle)))
    const creds = decodeValue("creds", stored!) as AuthenticationCreds
    const { noiseKey, signedIdentityKey, signedPreKey, advSecretKey } = creds
    const pairs = [noiseKey, signedIdentityKey, signedPreKey.keyPair]
    const keys = pairs.flatMap((pair) =>
      (["hex", "base64"] as const).map((form) => Buffer.from(pair.private).toString(form))
    )
    return { shown: advSecretKey, keys: [...keys, Buffer.from(advSecretKey, "base64").toString("hex")] }
  }

  const addOrder = (id: number, externalId = `8${id}`) => {
    stage.panel.addOrder({ id, user: "rahim_smm", provider: "fastlikes.example", externalId })
    return String(id)
  }

  it("PR-03, SE-07: a panel that names the provider, its address or our key in an error shows nothing of it to anybody", async () => {
    const message = `Provider fastlikes.example (https://fastlikes.example/api/v2?key=${stage.panel.adminKey}) said no`
    for (const path of ["/orders/request-cancel", "/orders"]) {
      stage.panel.faults.add({ kind: "error-code", path, code: 102, message })
    }
    const id = addOrder(580_000_001, "")
    expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toMatch(
      /^(We recorded your request|We could not check these orders right now)/
    )
    stage.panel.faults.clear()
    const next = addOrder(580_000_002)
    expect(await askOnWhatsApp(stage.rahim, `${next} cancel`)).toBe(`Cancel request added for order ${next}`)
    await onWhatsApp(stage.groups.fastLikes, `8${next} cancel`)
  })

  it("PR-03, SE-02: a Telegram that fails in the middle of a call does not bring the bot's token into the log", async () => {
    const { telegram, bot, aarav, telegramChannel, channelState } = stage
    telegram.faults.add({ kind: "html", method: "sendMessage" })
    aarav.write(bot, "1 status")
    await telegram.waitForCall(({ method, outcome }) => method === "sendMessage" && outcome !== 200)
    await telegram.down()
    await channelState(telegramChannel, "Reconnecting")
    await telegram.up()
    await channelState(telegramChannel, "Open")
    telegram.faults.add({ kind: "status", status: 401, method: "getUpdates" })
    aarav.write(bot, "2 status")
    await channelState(telegramChannel, "TokenRevoked")
  })

  it("SE-02: a mail server that says our password back brings it nowhere", async () => {
    const linking = makeLinking(stage)
    await linking.rules({ registration: "proof" })
    const person = await linking.prompted()
    expect(await person.ask(linking.addUser())).toMatch(/^We have sent a code/)
    expect(mails).toBe(1)
    const second = await linking.prompted()
    await second.ask(linking.addUser())
    const mail = { to: "a@mail.example", subject: "Hello", text: "Hello" }
    const refusal = await stage.run(Effect.flip(Effect.flatMap(Mail, (mails) => mails.send(mail))))
    expect(refusal.safeText).toMatch(/does not accept the login/)
    places.push(["mail", JSON.stringify(refusal)], ["mail, in words", String(refusal)])
    expect(mails).toBe(1)
    await linking.rules({})
  })

  it("PR-01, PR-03: panels of every kind that say their keys and their provider back in every answer are not repeated", async () => {
    const panels = await addTalkers(stage, talkers)
    const said = await talkWith(stage, talkers.simulator, panels)
    expect(said.filter(([, text]) => text.includes('"_tag":"Failure"')).length).toBeGreaterThan(30)
    places.push(...said)
    // The same in a chat and on the owner's page of what failed.
    const message = `${stage.panel.adminKey} of https://fastlikes.example/?key=${stage.panel.adminKey}`
    stage.panel.faults.add({ kind: "error-code", path: "request-cancel", message, times: "always" })
    const id = addOrder(580_000_003)
    expect(await askOnWhatsApp(stage.rahim, `${id} cancel`)).toContain(id)
    await stage.settled(id)
    stage.panel.faults.clear()
  })

  it("SE-02, SE-07: the pages tell the master admin, the owner and strangers everything but secrets", async () => {
    // A webhook that came by mistake: the others are read in their own journeys.
    await stage.query(
      `insert into webhook_delivery (id, tenant_id, channel_id, kind, dedupe_key, body, received_at, next_at, state)
        select gen_random_uuid(), tenant_id, id, 'telegram', 'stray', '{"update_id": 1}', now(), now(), 'done'
        from channel limit 1`
    )
    const { answers, secrets, unseen } = await readPages(stage)
    // Nobody sent a file here: the journey of files reads them.
    expect(unseen).toEqual(["/api/messages/{id}/media"])
    expect(answers.length).toBeGreaterThan(60)
    further.push(...secrets)
    places.push(...answers)
  })

  it("the search of the other tests finds what is there: in rows, bytes, the live feed, the pages and the log", async () => {
    const canary = "canary7731"
    await stage.rahim.send(gatewayNumber, canary)
    await stage.until(
      "the canary in the chat",
      Effect.promise(() => stage.query("select 1 from message where text = $1", [canary])),
      (rows) => rows.length === 1
    )
    await stage.query(
      "insert into whatsapp_key (channel_id, tenant_id, type, id, value) values ($1, $2, 'test', '1', $3)",
      [stage.whatsappChannel, stage.tenantId, Buffer.from(canary)]
    )
    const found = await findSecrets(stage, undefined, [canary], [["elsewhere", canary.toUpperCase()]])
    const hex = Buffer.from(canary).toString("hex")
    expect(found).toEqual(
      expect.arrayContaining([
        `message: ${canary}`,
        `whatsapp_key: ${hex}`,
        `live feed: ${canary}`,
        `elsewhere: ${canary}`,
        `Desk.messages: ${canary}`
      ])
    )
  })

  it("PR-03, SE-02: after all of it nothing that was stored, shown or logged names a provider's domain, a key, a token, a password or a session", async () => {
    const { shown, keys } = await sessionKeys()
    expect(await findSecrets(stage, undefined, [...further, ...keys], places)).toEqual([])
    // A phone links by a code that holds this one: dashboards are shown it once, and it is kept nowhere in clear.
    expect(await findSecrets(stage, undefined, [shown], places)).toEqual([`live feed: ${shown}`])
    expect(troubles(stage)).toEqual([])
  })

  it("SE-02: the log was looked at from its finest level up, and dashboards were told of everything", () => {
    expect(stage.capture.logs.some((line) => line.includes("level=DEBUG"))).toBe(true)
    for (const tag of [
      "ConversationChanged",
      "MessageChanged",
      "RequestChanged",
      "ChannelChanged",
      "LogAdded"
    ]) {
      expect(stage.capture.frames.some((frame) => frame.includes(`"_tag":"${tag}"`))).toBe(true)
    }
  })
})
