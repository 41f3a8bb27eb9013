import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import { Redacted } from "effect"

const pattern = /^(rd_live_[0-9a-f]{12})_[\w-]{43}$/

/** A new key: 48 bits to find it by, 256 bits that nobody can guess. */
export const newKey = (): { readonly key: Redacted.Redacted; readonly prefix: string } => {
  const prefix = `rd_live_${randomBytes(6).toString("hex")}`
  return { key: Redacted.make(`${prefix}_${randomBytes(32).toString("base64url")}`), prefix }
}

/** How a key begins; null when the text is none. */
export const prefixOf = (key: Redacted.Redacted): string | null =>
  pattern.exec(Redacted.value(key))?.[1] ?? null

/** What is kept of a key: the lower-case hex SHA-256 of all of it. */
export const hashOf = (key: Redacted.Redacted): string =>
  createHash("sha256").update(Redacted.value(key)).digest("hex")

/** Compares two hashes in a time that says nothing about them. */
export const isSameHash = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
