import { Secret, TOTP } from "otpauth"

/** Six digits, half a minute, SHA-1: what every app understands (RFC 6238). */
const period = 30

/** Before and after: clocks of phones are off by some seconds. */
const window = 1

const appOf = (secret: Uint8Array, username = "") =>
  new TOTP({
    issuer: "Relaydesk",
    label: username === "" ? "login" : username,
    period,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer })
  })

/** 160 random bits, as RFC 4226 recommends. */
export const newAppSecret = (): Uint8Array => new Secret({ size: 20 }).bytes

/** The secret for a person's app: to type, and to scan. */
export const describeApp = (secret: Uint8Array, username: string) => {
  const app = appOf(secret, username)
  return { secret: app.secret.base32, uri: app.toString() }
}

/** The half minute since 1970 that a code belongs to; null when it is none of those around `now`. */
export const stepOf = (secret: Uint8Array, code: string, now: number): number | null => {
  const delta = appOf(secret).validate({ token: code, timestamp: now, window })
  return delta === null ? null : Math.floor(now / 1000 / period) + delta
}
