import { Effect, Layer, Option, Predicate, Redacted } from "effect"
import { createTransport } from "nodemailer"
import { Mail, MailError } from "../../ports/Mail.ts"
import { Settings } from "../../Settings.ts"
import { smtpOptions } from "./SmtpOptions.ts"
import type { MailTimeLimits } from "./SmtpOptions.ts"

/** Somebody waits for the code, but servers that greet late to keep senders of spam away are common. */
export const defaultLimits: MailTimeLimits = {
  connectMillis: 10_000,
  greetingMillis: 15_000,
  silenceMillis: 20_000,
  wholeMillis: 45_000
}

/** Mail by the server of Settings; without one nothing is configured and sending fails. A mail is tried once. */
export const layerWith = (limits: MailTimeLimits) =>
  Layer.effect(
    Mail,
    Effect.gen(function* () {
      const { mail } = yield* Settings
      if (Option.isNone(mail)) {
        return Mail.of({ isConfigured: false, send: () => Effect.fail(failed("No mail server is set up.")) })
      }
      const { url, from } = mail.value
      const transport = createTransport(smtpOptions(Redacted.value(url), limits))
      const send: Mail["Service"]["send"] = Effect.fn("Mail.send")(function* ({ to, subject, text }) {
        if (!addressShape.test(to)) return yield* failed("This is no e-mail address.")
        if (!subjectShape.test(subject)) return yield* failed("The subject is not one line of text.")
        yield* Effect.tryPromise({
          // An object is one recipient, whatever its address looks like.
          try: (signal) => transport.sendMail({ from, to: { name: "", address: to }, subject, text, signal }),
          catch: reasonOf
        }).pipe(
          Effect.timeoutOrElse({
            duration: limits.wholeMillis,
            orElse: () => Effect.fail(failed(silent))
          })
        )
      })
      return Mail.of({ isConfigured: true, send })
    })
  )

/** `layerWith` the default limits. */
export const layer = layerWith(defaultLimits)

// One recipient and nothing that ends a line or begins another address; quoted local parts are not taken.
const addressShape = /^[^\s<>()[\]\\",;:@\p{C}]{1,64}@[^\s<>()[\]\\",;:@\p{C}]{1,190}$/u
const subjectShape = /^[^\p{Cc}\u2028\u2029]{1,200}$/u

const silent = "The mail server did not answer in time."

const failed = (safeText: string) => new MailError({ safeText })

// The server's own words may hold the address; its number says enough.
const reasonOf = (error: unknown): MailError => {
  const code = Predicate.hasProperty(error, "code") ? error.code : undefined
  const reply =
    Predicate.hasProperty(error, "responseCode") && Predicate.isNumber(error.responseCode)
      ? ` (${error.responseCode})`
      : ""
  switch (code) {
    case "EAUTH":
    case "ENOAUTH":
    case "EOAUTH2":
      return failed(`The mail server does not accept the login${reply}.`)
    case "EENVELOPE":
    case "EMESSAGE":
      return failed(`The mail server refused the mail${reply}.`)
    case "ETLS":
    case "EREQUIRETLS":
      return failed("The mail server offers no secure connection.")
    case "ETIMEDOUT":
      return failed(silent)
    default:
      return failed("The mail server cannot be reached.")
  }
}
