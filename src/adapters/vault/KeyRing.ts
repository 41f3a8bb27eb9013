import { createSecretKey, hkdfSync, randomBytes } from "node:crypto"
import type { KeyObject } from "node:crypto"
import { Result } from "effect"
import { VaultError } from "../../ports/Vault.ts"

/** The keys of a process: one seals, all open, the oldest marks. */
export interface KeyRing {
  readonly sealing: SealKey
  /** By key id in hex. */
  readonly opening: ReadonlyMap<string, SealKey>
  /** From the oldest key, so that stored marks stay comparable after a rotation. */
  readonly marking: KeyObject
}

/** One AES-256 key and the four bytes that name it in a sealed value. */
export interface SealKey {
  readonly id: Buffer
  readonly key: KeyObject
}

/** Bytes of a master key, and of each key derived from it. */
export const keyBytes = 32

/**
 * Reads the text of a setting or key file: base64 keys of 32 bytes, separated by white space or commas, newest first. To
 * rotate: a new key in front, the old ones behind it. `next:` before a key lets it open and not yet seal, for processes
 * that cannot all change at once; `mark:` before a key is what marks were made with when its master key was retired.
 */
export const parseKeyRing = (text: string, source: string): Result.Result<KeyRing, VaultError> => {
  const words = text.split(/[\s,]+/).filter((word) => word !== "")
  const marks = words.filter((word) => word.startsWith("mark:")).map((word) => bytesOf(word.slice(5)))
  const nexts = words.filter((word) => word.startsWith("next:")).map((word) => bytesOf(word.slice(5)))
  const masters = words.filter((word) => !/^(mark|next):/.test(word)).map(bytesOf)
  const isWrong = [...marks, ...nexts, ...masters].some((key) => key.length !== keyBytes)
  if (masters.length === 0 || marks.length > 1 || isWrong) {
    const message = `${source} must hold 32 bytes in base64 (openssl rand -base64 32), or several such keys, newest first`
    return Result.fail(new VaultError({ message }))
  }
  const keys = [...masters, ...nexts].map(sealKeyOf)
  return Result.succeed({
    sealing: keys[0]!,
    opening: new Map(keys.map((key) => [key.id.toString("hex"), key])),
    marking: createSecretKey(marks[0] ?? markingBytes(masters.at(-1)!))
  })
}

/** The text with a fresh key in front, which seals from now on. */
export const withNewKey = (text: string): string =>
  `${randomBytes(keyBytes).toString("base64")}\n${text.trim()}\n`

/** The text with its newest key alone, and with what marks are made with, so that stored marks stay comparable. */
export const withoutOldKeys = (text: string): string => {
  const words = text.split(/[\s,]+/).filter((word) => word !== "")
  const masters = words.filter((word) => !/^(mark|next):/.test(word))
  const mark =
    words.find((word) => word.startsWith("mark:")) ??
    `mark:${markingBytes(bytesOf(masters.at(-1) ?? "")).toString("base64")}`
  return `${masters[0]}\n${mark}\n`
}

const bytesOf = (word: string): Buffer => Buffer.from(word, "base64")

const sealKeyOf = (master: Buffer): SealKey => ({
  id: derive(master, "key id").subarray(0, 4),
  key: createSecretKey(derive(master, "seal"))
})

const markingBytes = (master: Buffer): Buffer => derive(master, "mark")

const derive = (master: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), `relaydesk/vault/v1/${purpose}`, keyBytes))
