import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from "node:crypto"
import { proto } from "@whiskeysockets/baileys"
import { makeSigningKey, verifySignature } from "./Xeddsa.ts"

const VERSION = 0x33
const SIGNATURE_BYTES = 64
// libsignal refuses to skip further; a higher gap means the wrong key.
const MAX_SKIPPED = 2000

/** A sender's own key for one group. */
export class OutgoingSenderKey {
  readonly #id = randomInt(1, 2 ** 31 - 1)
  readonly #signing = makeSigningKey()
  #chainKey: Buffer = randomBytes(32)
  #iteration = 0

  /** The key as it is now, for members who do not have it. */
  distribution(): Buffer {
    const body = proto.SenderKeyDistributionMessage.encode({
      id: this.#id,
      iteration: this.#iteration,
      chainKey: this.#chainKey,
      signingKey: Buffer.concat([Buffer.from([5]), this.#signing.public])
    }).finish()
    return Buffer.concat([Buffer.from([VERSION]), body])
  }

  /** Encrypts one padded message for the whole group. */
  encrypt(plain: Uint8Array): Buffer {
    const { iv, key } = messageKey(this.#chainKey)
    const cipher = createCipheriv("aes-256-cbc", key, iv)
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
    const body = proto.SenderKeyMessage.encode({
      id: this.#id,
      iteration: this.#iteration,
      ciphertext
    }).finish()
    const signed = Buffer.concat([Buffer.from([VERSION]), body])
    this.#chainKey = next(this.#chainKey)
    this.#iteration += 1
    return Buffer.concat([signed, this.#signing.sign(signed)])
  }
}

interface KnownKey {
  readonly signingKey: Buffer
  chainKey: Buffer
  iteration: number
  readonly skipped: Map<number, Buffer>
}

/** The keys of one other sender in one group, as a member holds them. */
export class IncomingSenderKeys {
  readonly #known = new Map<number, KnownKey>()

  /** Takes a distribution message. */
  learn(distribution: Uint8Array): void {
    const message = proto.SenderKeyDistributionMessage.decode(distribution.subarray(1))
    const id = message.id ?? 0
    const iteration = message.iteration ?? 0
    // A repeated distribution of a key that is further on already must not turn the chain back.
    if ((this.#known.get(id)?.iteration ?? -1) >= iteration) return
    this.#known.set(id, {
      signingKey: Buffer.from(message.signingKey ?? []).subarray(-32),
      chainKey: Buffer.from(message.chainKey ?? []),
      iteration,
      skipped: this.#known.get(id)?.skipped ?? new Map()
    })
  }

  /** Decrypts a group message; throws for an unknown key, an old counter or a false signature. */
  decrypt(sealed: Buffer, isVerified: boolean): Buffer {
    const signed = sealed.subarray(0, -SIGNATURE_BYTES)
    const message = proto.SenderKeyMessage.decode(signed.subarray(1))
    const known = this.#known.get(message.id ?? 0)
    if (!known) throw new Error("no sender key")
    if (isVerified && !verifySignature(known.signingKey, signed, sealed.subarray(-SIGNATURE_BYTES))) {
      throw new Error("false signature of a group message")
    }
    const { iv, key } = messageKey(seedFor(known, message.iteration ?? 0))
    const decipher = createDecipheriv("aes-256-cbc", key, iv)
    return Buffer.concat([decipher.update(message.ciphertext ?? Buffer.alloc(0)), decipher.final()])
  }
}

const seedFor = (known: KnownKey, iteration: number): Buffer => {
  if (iteration < known.iteration) {
    const skipped = known.skipped.get(iteration)
    if (!skipped) throw new Error(`old counter ${iteration}, at ${known.iteration}`)
    known.skipped.delete(iteration)
    return skipped
  }
  if (iteration - known.iteration > MAX_SKIPPED) throw new Error("counter is too far ahead")
  while (known.iteration < iteration) {
    known.skipped.set(known.iteration, known.chainKey)
    known.chainKey = next(known.chainKey)
    known.iteration += 1
  }
  for (const old of known.skipped.keys()) {
    if (known.skipped.size <= MAX_SKIPPED) break
    known.skipped.delete(old)
  }
  const chainKey = known.chainKey
  known.chainKey = next(chainKey)
  known.iteration += 1
  return chainKey
}

const hmac = (key: Buffer, data: number): Buffer =>
  createHmac("sha256", key)
    .update(Buffer.from([data]))
    .digest()

const next = (chainKey: Buffer): Buffer => hmac(chainKey, 2)

const messageKey = (chainKey: Buffer): { iv: Buffer; key: Buffer } => {
  const out = Buffer.from(hkdfSync("sha256", hmac(chainKey, 1), Buffer.alloc(32), "WhisperGroup", 48))
  return { iv: out.subarray(0, 16), key: out.subarray(16) }
}
