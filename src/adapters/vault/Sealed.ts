import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from "node:crypto"
import { Result } from "effect"
import { VaultError } from "../../ports/Vault.ts"
import type { SealedPlace } from "../../ports/Vault.ts"
import type { KeyRing } from "./KeyRing.ts"

// version (1) | key id (4) | nonce (12) | ciphertext | tag (16)
const version = 1
const nonceAt = 5
const cipherAt = 17
const tagBytes = 16

/** In hex, the key that a value was sealed with; what is no sealed value gives something no key is called. */
export const keyIdOf = (sealed: Uint8Array): string =>
  Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength).toString("hex", 1, nonceAt)

/** Seals with the newest key for one place; 33 bytes longer than the plain value. */
export const sealSync = (ring: KeyRing, place: SealedPlace, plain: Uint8Array): Uint8Array => {
  const sealed = Buffer.allocUnsafe(cipherAt + plain.length + tagBytes)
  sealed[0] = version
  ring.sealing.id.copy(sealed, 1)
  const nonce = randomFillSync(sealed.subarray(nonceAt, cipherAt))
  const cipher = createCipheriv("aes-256-gcm", ring.sealing.key, nonce)
  cipher.setAAD(aad(place))
  cipher.update(plain).copy(sealed, cipherAt)
  cipher.final()
  cipher.getAuthTag().copy(sealed, cipherAt + plain.length)
  return sealed
}

/** Opens a value sealed for the same place with any key of the ring. */
export const openSync = (
  ring: KeyRing,
  place: SealedPlace,
  bytes: Uint8Array
): Result.Result<Uint8Array, VaultError> => {
  const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (sealed.length < cipherAt + tagBytes || sealed[0] !== version) {
    return unreadable(place, "it is not a sealed value of this version; restore the row from a backup")
  }
  const keyId = sealed.toString("hex", 1, nonceAt)
  const held = ring.opening.get(keyId)
  if (held === undefined) {
    return unreadable(
      place,
      `it was sealed with master key ${keyId}, which this process does not have; ` +
        "add that key behind the newest one in MASTER_KEY or master.key, or enter the value again"
    )
  }
  const tagAt = sealed.length - tagBytes
  const decipher = createDecipheriv("aes-256-gcm", held.key, sealed.subarray(nonceAt, cipherAt), {
    authTagLength: tagBytes
  })
  decipher.setAAD(aad(place))
  decipher.setAuthTag(sealed.subarray(tagAt))
  const plain = decipher.update(sealed.subarray(cipherAt, tagAt))
  try {
    decipher.final()
  } catch {
    return unreadable(place, "it was changed or belongs to another row; restore it or enter the value again")
  }
  return Result.succeed(plain)
}

/** Lower-case hex HMAC-SHA256 of `tenantId|value`. */
export const markSync = (ring: KeyRing, tenantId: string, value: string): string =>
  createHmac("sha256", ring.marking).update(`${tenantId}|${value}`).digest("hex")

// `row` stands last, so a "|" inside it cannot make two places alike.
const aad = (place: SealedPlace): Buffer =>
  Buffer.from(`${place.tenantId}|${place.table}|${place.column}|${place.row}`)

const unreadable = (place: SealedPlace, why: string): Result.Result<never, VaultError> =>
  Result.fail(
    new VaultError({ message: `${place.table}.${place.column} of row ${place.row} is unreadable: ${why}` })
  )
