import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import { Context, Layer, Redacted } from "effect"

/** The one-time token of the first start (AC-05); main prints the link `/setup?token=<token>` on the console. */
export class SetupToken extends Context.Service<SetupToken, Redacted.Redacted>()(
  "relaydesk/http/SetupToken"
) {
  /** A new random token for this start of the process. */
  static readonly layer = Layer.sync(SetupToken, () => Redacted.make(randomBytes(24).toString("base64url")))
}

/** Compares two secrets in a time that says nothing about them. */
export const isSameSecret = (left: Redacted.Redacted, right: Redacted.Redacted): boolean =>
  timingSafeEqual(digest(left), digest(right))

const digest = (secret: Redacted.Redacted) => createHash("sha256").update(Redacted.value(secret)).digest()
