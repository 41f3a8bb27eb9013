import { createHash, randomBytes } from "node:crypto"
import { Redacted } from "effect"

/** 256 random bits in 43 characters, for a cookie or a link. */
export const newToken = (): Redacted.Redacted => Redacted.make(randomBytes(32).toString("base64url"))

/** What is stored of a token: nobody who reads the database can use it. */
export const hashOfToken = (token: Redacted.Redacted): string =>
  createHash("sha256").update(Redacted.value(token)).digest("hex")
