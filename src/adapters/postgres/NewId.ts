import { createHash, randomFillSync } from "node:crypto"

const pool = Buffer.alloc(4096)
let used = pool.length
let lastMillis = 0
let counter = 0

/** Takes random bytes from a pool: one system call for hundreds of ids. */
const random = (bytes: number): Buffer => {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.subarray(used - bytes, used)
}

const format = (bytes: Buffer): string => {
  const hex = bytes.toString("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

/** A UUID version 7 (RFC 9562) that sorts after every earlier one of this process: 12 bits count within a millisecond. */
export const newId = (): string => {
  const now = Date.now()
  if (now > lastMillis) {
    lastMillis = now
    counter = random(1)[0]! & 0x7f
  } else if (++counter > 0xfff) {
    lastMillis++
    counter = 0
  }
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(lastMillis, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  random(8).copy(bytes, 8)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return format(bytes)
}

/** The UUID version 5 (RFC 9562) of a name: the same name, the same id, in every process. */
export const namedId = (namespace: string, name: string): string => {
  const digest = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest()
    .subarray(0, 16)
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  return format(digest)
}

/** A WhatsApp message id in the form that WhatsApp Web makes: reserved before the first attempt, kept on every retry (CH-12). */
export const reserveNetworkId = (): string => `3EB0${random(9).toString("hex").toUpperCase()}`

/** Not after any `newId` of this moment or later, unix milliseconds: what is above it is younger. */
export const earliestId = (millis: number): string => {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.max(0, Math.floor(millis)), 0, 6)
  bytes[6] = 0x70
  bytes[8] = 0x80
  return format(bytes)
}
