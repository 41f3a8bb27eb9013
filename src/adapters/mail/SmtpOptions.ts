import { Option, Result } from "effect"
import type { SMTPTransportOptions } from "nodemailer"

/** How long a mail server may be silent. */
export interface MailTimeLimits {
  readonly connectMillis: number
  readonly greetingMillis: number
  readonly silenceMillis: number
  /** For one mail, from the connection to the server's last word. */
  readonly wholeMillis: number
}

/** What nodemailer needs to know of a mail server; throws away everything that SMTP_URL has after the port. */
export const smtpOptions = (url: URL, limits: MailTimeLimits) => {
  const isSecure = url.protocol === "smtps:"
  const host = url.hostname.replace(/^\[|\]$/g, "")
  const hasLogin = url.username !== ""
  return {
    host,
    port: url.port === "" ? (isSecure ? 465 : 587) : Number(url.port),
    secure: isSecure,
    // A password and a one-time code do not travel in the clear to another machine.
    requireTLS: !isSecure && hasLogin && !isLoopback(host),
    ...(hasLogin ? { auth: { user: decoded(url.username), pass: decoded(url.password) } } : {}),
    connectionTimeout: limits.connectMillis,
    dnsTimeout: limits.connectMillis,
    greetingTimeout: limits.greetingMillis,
    socketTimeout: limits.silenceMillis,
    disableFileAccess: true,
    disableUrlAccess: true
  } satisfies SMTPTransportOptions
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host)

// A "%" that begins no code is itself.
const decoded = (text: string): string =>
  Option.getOrElse(Result.getSuccess(Result.try(() => decodeURIComponent(text))), () => text)
