import { createSecretKey, hkdfSync } from "node:crypto"
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
 * Reads the text of a setting or key file: one base64 key of 32 bytes, or several separated by
 * white space or commas, newest first. To rotate: put a new key in front and keep the old ones.
 */
export const parseKeyRing = (text: string, source: string): Result.Result<KeyRing, VaultError> => {
  const masters = text
    .split(/[\s,]+/)
    .filter((word) => word !== "")
    .map((word) => Buffer.from(word, "base64"))
  if (masters.length === 0 || masters.some((master) => master.length !== keyBytes)) {
    const message = `${source} must hold 32 bytes in base64 (openssl rand -base64 32), or several such keys, newest first`
    return Result.fail(new VaultError({ message }))
  }
  const keys = masters.map((master) => ({
    id: derive(master, "key id").subarray(0, 4),
    key: createSecretKey(derive(master, "seal"))
  }))
  return Result.succeed({
    sealing: keys[0]!,
    opening: new Map(keys.map((key) => [key.id.toString("hex"), key])),
    marking: createSecretKey(derive(masters.at(-1)!, "mark"))
  })
}

const derive = (master: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), `relaydesk/vault/v1/${purpose}`, keyBytes))
