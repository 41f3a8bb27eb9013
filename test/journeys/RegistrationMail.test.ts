import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { codeIn, makeLinking, words } from "./Linking.ts"
import { conductAgo, networks } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

const wrong = "This code is not right. Please check it and send it again."

describe("accounts that are proven by a mail", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  const mails: Array<{ readonly to: string; readonly source: string }> = []
  let isRefusing = false
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    logger: false,
    onData: (stream, { envelope }, done) => {
      void text(stream).then((source) => {
        if (isRefusing) return done(new Error("no such mailbox"))
        mails.push({ to: envelope.rcptTo.map(({ address }) => address).join(), source })
        return done()
      })
    }
  })
  beforeAll(async () => {
    server.listen(0, "127.0.0.1")
    await once(server.server, "listening")
    const { port } = server.server.address() as AddressInfo
    stage = await openStage({ requestsPerSecond: 500, smtp: `127.0.0.1:${port}` })
    at = makeLinking(stage)
  })
  afterAll(async () => {
    await stage.close()
    await new Promise<void>((done) => void server.close(done))
  })

  /** What was mailed to the account's address. */
  const mailTo = (username: string) =>
    mails.filter(({ to }) => to === `${username}@mail.example`).map(({ source }) => source)
  const sent = (hours = 24) =>
    `We have sent a code to s•••@m•••.example. Please send it here within ${hours} hours.`

  it.each(networks)(
    "CU-05: on %s the code that came to the account's address is sent back in the chat, and commands work",
    async (network) => {
      await at.rules({ registration: "proof" })
      const person = await at.prompted(network)
      const username = at.addUser()
      expect(await person.ask(username)).toBe(sent())
      const [mail] = mailTo(username)
      expect(mail).toContain(`Subject: Your code for ${username}`)
      const code = codeIn(mail!)
      const stranger = await at.prompted(network)
      expect(await stranger.say(code)).toMatchObject({ stage: "ignored" })
      expect(await at.customer(username)).toBeUndefined()
      expect(await person.ask(`my code: ${code.toLowerCase().replace("-", " – ")} thanks`)).toBe(
        words.linked(username)
      )
      await at.works(person, username)
      expect(await at.customer(username)).toMatchObject({ contacts: [{ linkedBy: "email" }] })
      expect(mailTo(username)).toHaveLength(1)
      expect(person.heard().join()).not.toContain(code)
    }
  )

  it("CU-05, CU-08, CU-09: after five wrong codes none is right any more, and wrong ones get no more answers", async () => {
    await at.rules({ registration: "proof" })
    const person = await at.prompted()
    const username = at.addUser()
    expect(await person.ask(username)).toBe(sent())
    for (let n = 1; n <= 4; n += 1) expect(await person.ask(`RD-AAAAAAA${n + 1}`)).toBe(wrong)
    expect(await person.ask("RD-AAAAAAA9")).toBe("Too many attempts. Please try again later.")
    expect(await person.say(codeIn(mailTo(username)[0]!))).toMatchObject({
      note: "Too many codes tried, and told so"
    })
    expect(await at.customer(username)).toBeUndefined()
    await conductAgo(stage, "61 minutes")
    expect(await person.ask(codeIn(mailTo(username)[0]!))).toBe(wrong)
    expect(await at.customer(username)).toBeUndefined()
  })

  it("CU-05: the right code is right after four wrong ones", async () => {
    await at.rules({ registration: "proof", registrationsPerHour: 50 })
    const person = await at.prompted()
    const username = at.addUser()
    expect(await person.ask(username)).toBe(sent())
    for (let n = 1; n <= 4; n += 1) expect(await person.ask(`RD-BBBBBBB${n + 1}`)).toBe(wrong)
    expect(await person.ask(codeIn(mailTo(username)[0]!))).toBe(words.linked(username))
  })

  it("CU-05: a code is right on the second day, when everything else would be answered with the prompt", async () => {
    await at.rules({ registration: "proof", proofHours: 48 })
    const person = await at.prompted()
    const username = at.addUser()
    expect(await person.ask(username)).toBe(sent(48))
    await conductAgo(stage, "25 hours")
    expect(await person.ask(codeIn(mailTo(username)[0]!))).toBe(words.linked(username))
  })

  it("CU-05: a code that is not sent back in time is told of once, and is worth nothing then", async () => {
    await at.rules({ registration: "proof" })
    const person = await at.prompted()
    const username = at.addUser()
    expect(await person.ask(username)).toBe(sent())
    await stage.query(
      "update registration set asked_at = asked_at - interval '25 hours', expires_at = expires_at - interval '25 hours' where username = $1",
      [username]
    )
    await person.hears(words.expired(username))
    expect(await person.say(codeIn(mailTo(username)[0]!))).toMatchObject({ stage: "ignored" })
    expect(person.heard().filter((answer) => answer === words.expired(username))).toHaveLength(1)
    expect(await person.ask(username)).toBe(sent())
    expect(await person.ask(codeIn(mailTo(username)[1]!))).toBe(words.linked(username))
  })

  it("CU-05, SE-07: a mail that cannot be sent is said to be our trouble, and another try works", async () => {
    await at.rules({ registration: "proof" })
    const person = await at.prompted()
    const username = at.addUser()
    isRefusing = true
    expect(await person.ask(username)).toBe(
      "We could not check your account right now. Please try again in a few minutes."
    )
    isRefusing = false
    expect(await at.waiting(username)).toEqual([])
    expect(await person.ask(username)).toBe(sent())
    expect(await person.ask(codeIn(mailTo(username)[0]!))).toBe(words.linked(username))
  })

  it("CU-05: an account without an address is proven by a ticket", async () => {
    await at.rules({ registration: "proof" })
    const person = await at.prompted()
    const username = at.addUser()
    stage.panel.setUser(username, { email: "" })
    const code = codeIn(await person.ask(username))
    stage.panel.addTicket(username, "Code", code)
    await person.hears(words.linked(username))
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    const codes = mails.map(({ source }) => codeIn(source))
    const shown = await findSecrets(stage, [stage.tenantId], codes)
    // What people typed themselves stands in their chats.
    expect(shown.filter((line) => !/^(message|conversation|live feed|Desk\.\w+): /.test(line))).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
