import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Redacted } from "effect"
import { once } from "node:events"
import { createServer } from "node:net"
import type { AddressInfo, Server, Socket } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"
import type { SMTPServerOptions } from "smtp-server"
import { Mail } from "../../ports/Mail.ts"
import { testSettings } from "../TestSettings.ts"
import { layerWith } from "./SmtpMail.ts"
import { smtpOptions } from "./SmtpOptions.ts"

const limits = { connectMillis: 2_000, greetingMillis: 2_000, silenceMillis: 2_000, wholeMillis: 5_000 }
const to = "rami@customer.example"
const user = "desk@desk.example"
const password = "p@ss:word/%"

interface Received {
  readonly from: string | undefined
  readonly to: ReadonlyArray<string>
  readonly source: string
}

const listening = async (server: Server): Promise<string> => {
  if (!server.listening) await once(server, "listening")
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A mail server on loopback that keeps what it takes, unless an option refuses. */
const mailServer = (options: SMTPServerOptions = {}) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const mails: Array<Received> = []
      const server = new SMTPServer({
        disabledCommands: ["STARTTLS"],
        logger: false,
        onAuth: (auth, _session, done) =>
          auth.username === user && auth.password === password
            ? done(null, { user })
            : done(new Error(`no ${user}`)),
        onData: (stream, { envelope }, done) => {
          void text(stream).then((source) => {
            const from = envelope.mailFrom === false ? undefined : envelope.mailFrom?.address
            mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source })
            done()
          })
        },
        ...options
      })
      return { mails, server, host: await listening(server.listen(0, "127.0.0.1")) }
    }),
    ({ server }) => Effect.promise(() => new Promise<void>((done) => void server.close(done)))
  )

const mailBy = (host: string, login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`) =>
  layerWith(limits).pipe(
    Layer.provide(
      testSettings({
        mail: Option.some({
          url: Redacted.make(new URL(`smtp://${login}${host}`)),
          from: "Desk <desk@desk.example>"
        })
      })
    )
  )

const send = (mail: { readonly to?: string; readonly subject?: string; readonly text?: string } = {}) =>
  Effect.flatMap(Mail, (service) => service.send({ to, subject: "Your code", text: "RD-ABCD2345", ...mail }))

const failsWith = (expected: string, host: string, login?: string) =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(send()).pipe(Effect.provide(mailBy(host, login)))
    assert.strictEqual(error._tag, "MailError")
    assert.strictEqual(error.safeText, expected)
    assert.notInclude(JSON.stringify(error), "@")
  })

describe("SmtpMail", () => {
  it.live("CU-05: a mail arrives at its one address, as plain text, by the deployment's login", () =>
    Effect.gen(function* () {
      const { host, mails } = yield* mailServer()
      yield* send({ subject: "Ihr Code ✔", text: "RD-ABCD2345\n.\n<b>Grüße</b>" }).pipe(
        Effect.provide(mailBy(host))
      )
      const [mail] = mails
      assert.lengthOf(mails, 1)
      assert.deepStrictEqual([mail!.from, mail!.to], ["desk@desk.example", [to]])
      assert.match(mail!.source, /^From: Desk <desk@desk\.example>\r$/m)
      assert.match(mail!.source, /^To: rami@customer\.example\r$/m)
      assert.match(mail!.source, /^Subject: =\?UTF-8\?/m)
      assert.match(mail!.source, /^Content-Type: text\/plain; charset=utf-8\r$/m)
      assert.include(mail!.source, "\r\n\r\nRD-ABCD2345\r\n")
      assert.notMatch(mail!.source, /^Content-Type: text\/html/m)
    })
  )

  it.live("needs no login where the server wants none", () =>
    Effect.gen(function* () {
      const { host, mails } = yield* mailServer({ authOptional: true })
      yield* send().pipe(Effect.provide(mailBy(host, "")))
      assert.lengthOf(mails, 1)
    })
  )

  const injections: ReadonlyArray<readonly [what: string, mail: { to?: string; subject?: string }]> = [
    ["a newline in the address", { to: `${to}\r\nBcc: x@evil.example` }],
    ["a newline at the end of the address", { to: `${to}\n` }],
    ["a second address", { to: `${to},x@evil.example` }],
    ["an address in a name", { to: `x <${to}>` }],
    ["no address", { to: "rami" }],
    ["a newline in the subject", { subject: "Hi\r\nBcc: x@evil.example" }],
    ["a bare newline in the subject", { subject: "Hi\nBcc: x@evil.example" }],
    ["an empty subject", { subject: "" }]
  ]
  for (const [what, mail] of injections) {
    it.live(`refuses ${what} without asking the server`, () =>
      Effect.gen(function* () {
        const { host, mails, server } = yield* mailServer()
        let connections = 0
        server.server.on("connection", () => (connections += 1))
        const error = yield* Effect.flip(send(mail)).pipe(Effect.provide(mailBy(host)))
        assert.notInclude(JSON.stringify(error), "example")
        assert.deepStrictEqual([connections, mails.length], [0, 0])
      })
    )
  }

  it.live("a server that refuses the recipient, the mail or the login is an error without the address", () =>
    Effect.gen(function* () {
      const refusal = (code: number) =>
        Object.assign(new Error(`${to} is not known here`), { responseCode: code })
      const noRecipient = yield* mailServer({ onRcptTo: (_to, _session, done) => done(refusal(550)) })
      yield* failsWith("The mail server refused the mail (550).", noRecipient.host)
      const noMail = yield* mailServer({
        onData: (stream, _session, done) => void text(stream).then(() => done(refusal(554)))
      })
      yield* failsWith("The mail server refused the mail (554).", noMail.host)
      const { host } = yield* mailServer()
      yield* failsWith("The mail server does not accept the login (535).", host, "desk:wrong@")
    })
  )

  const silences: ReadonlyArray<readonly [what: string, onSocket: (socket: Socket) => void]> = [
    ["says nothing", () => {}],
    ["greets and then says nothing", (socket) => socket.write("220 hello\r\n")],
    [
      "never comes to the point",
      (socket) => {
        socket.write("220 hello\r\n")
        const timer = setInterval(() => socket.write("250-still here\r\n"), 20)
        socket.on("close", () => clearInterval(timer)).on("error", () => {})
      }
    ]
  ]
  for (const [what, onSocket] of silences) {
    it.live(`a server that ${what} is an error in time, and its connection is closed`, () =>
      Effect.gen(function* () {
        const sockets: Array<Socket> = []
        const server = yield* Effect.acquireRelease(
          Effect.sync(() => createServer((socket) => onSocket((sockets.push(socket), socket)))),
          (server) =>
            Effect.sync(() => {
              for (const socket of sockets) socket.destroy()
              server.close()
            })
        )
        const host = yield* Effect.promise(() => listening(server.listen(0, "127.0.0.1")))
        const short = { connectMillis: 300, greetingMillis: 300, silenceMillis: 300, wholeMillis: 600 }
        const mail = Option.some({ url: Redacted.make(new URL(`smtp://${host}`)), from: user })
        const started = performance.now()
        const error = yield* Effect.flip(send()).pipe(
          Effect.provide(layerWith(short).pipe(Layer.provide(testSettings({ mail }))))
        )
        assert.strictEqual(error.safeText, "The mail server did not answer in time.")
        assert.isBelow(performance.now() - started, 2_000)
        const [socket] = sockets
        if (!socket!.closed) yield* Effect.promise(() => once(socket!.resume(), "close"))
      })
    )
  }

  it.live("a server that is not there is an error", () =>
    Effect.gen(function* () {
      const { host } = yield* Effect.scoped(mailServer())
      yield* failsWith("The mail server cannot be reached.", host)
    })
  )

  it.live("without SMTP_URL nothing is configured and sending says so", () =>
    Effect.gen(function* () {
      assert.isFalse((yield* Mail).isConfigured)
      assert.strictEqual((yield* Effect.flip(send())).safeText, "No mail server is set up.")
    }).pipe(Effect.provide(layerWith(limits).pipe(Layer.provide(testSettings()))))
  )

  it("never lets a password leave this machine unencrypted", () => {
    const options = (url: string) => {
      const { secure, requireTLS, port, host } = smtpOptions(new URL(url), limits)
      return { secure, requireTLS, port, host }
    }
    assert.deepStrictEqual(options("smtp://a:b@mail.example"), {
      secure: false,
      requireTLS: true,
      port: 587,
      host: "mail.example"
    })
    assert.deepStrictEqual(options("smtps://a:b@mail.example"), {
      secure: true,
      requireTLS: false,
      port: 465,
      host: "mail.example"
    })
    assert.deepStrictEqual(options("smtp://a:b@[::1]:25?requireTLS=x"), {
      secure: false,
      requireTLS: false,
      port: 25,
      host: "::1"
    })
    assert.isTrue(options("smtp://a:b@127.evil.example").requireTLS)
  })
})
