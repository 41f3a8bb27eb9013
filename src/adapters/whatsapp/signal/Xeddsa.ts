import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify
} from "node:crypto"
import { BoundedCache } from "../BoundedCache.ts"

/*
 * Signal signs with Curve25519 keys (XEdDSA, https://signal.org/docs/specifications/xeddsa/). libsignal's pure
 * JavaScript takes about 3.7 ms for a signature and as much for a check; Node's Ed25519, which does the same
 * arithmetic on the same curve in other coordinates, 0.05 and 0.12 ms.
 */

/** A signing key in Signal's form that Ed25519 can sign with. */
export interface SigningKey {
  /** Signal's form: the type byte 5 and the Curve25519 coordinate. */
  readonly public: Buffer
  /** The scalar behind the seed: with it libsignal makes signatures for the same public key. */
  readonly private: Buffer
  /** What Ed25519 signs with; the scalar alone does not lead back to it. */
  readonly seed: Buffer
}

/** Makes a signing key. */
export const makeSigningKey = (): SigningKey => {
  const pair = generateKeyPairSync("ed25519")
  const seed = pair.privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32)
  const y = toNumber(rawPublicKey(pair.publicKey))
  // The one map of the two forms of the curve: u = (1 + y) / (1 - y).
  const u = toBytes((1n + y) * inverse(1n - y))
  return {
    public: Buffer.concat([curveType, u]),
    private: createHash("sha512").update(seed).digest().subarray(0, 32),
    seed
  }
}

/** The XEdDSA signature of a message by the key behind `seed`. */
export const signWith = (seed: Uint8Array, message: Uint8Array): Buffer => {
  const { key, signBit } = signerOf(seed)
  const signature = sign(null, message, key)
  // Curve25519 has no sign; the Edwards point's travels in a bit that every signature has free.
  signature[63] = signature[63]! | signBit
  return signature
}

/** Whether an XEdDSA signature of a message by a public key in Signal's form (33 bytes) is right. */
export const isSignedBy = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (publicKey.length !== 33 || publicKey[0] !== curveType[0] || signature.length !== 64) return false
  const plain = Buffer.from(signature)
  const signBit = plain[63]! & 0x80
  plain[63] = plain[63]! & 0x7f
  return verify(null, message, edwardsKey(publicKey, signBit), plain)
}

const P = 2n ** 255n - 19n
const curveType = Buffer.from([5])
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex")
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex")

// A conversion costs 0.2 ms; a member of a busy group writes again soon.
const limits = { capacity: 2_000, ttlMillis: 3_600_000 }
const signers = new BoundedCache(limits)
const publicKeys = new BoundedCache(limits)

const signerOf = (seed: Uint8Array): { readonly key: KeyObject; readonly signBit: number } => {
  const name = createHash("sha256").update(seed).digest("base64")
  const known = signers.get<{ readonly key: KeyObject; readonly signBit: number }>(name)
  if (known !== undefined) return known
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" })
  const made = { key, signBit: rawPublicKey(createPublicKey(key))[31]! & 0x80 }
  signers.set(name, made)
  return made
}

const edwardsKey = (publicKey: Uint8Array, signBit: number): KeyObject => {
  const name = `${Buffer.from(publicKey).toString("base64")}${signBit}`
  const known = publicKeys.get<KeyObject>(name)
  if (known !== undefined) return known
  const u = toNumber(publicKey.subarray(1))
  const edwards = toBytes((u - 1n) * inverse(u + 1n))
  edwards[31] = edwards[31]! | signBit
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, edwards]), format: "der", type: "spki" })
  publicKeys.set(name, key)
  return key
}

const rawPublicKey = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-32)

const modulo = (value: bigint): bigint => ((value % P) + P) % P

/** value ^ (P - 2), which is 1 / value. */
const inverse = (value: bigint): bigint => {
  let base = modulo(value)
  let result = 1n
  for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % P
    base = (base * base) % P
  }
  return result
}

/** 32 bytes, little end first; the top bit belongs to no coordinate. */
const toNumber = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes.toReversed()).toString("hex")}`) & ((1n << 255n) - 1n)

const toBytes = (value: bigint): Buffer =>
  Buffer.from(Buffer.from(modulo(value).toString(16).padStart(64, "0"), "hex").toReversed())
