import { randomInt } from "node:crypto"
import {
  type BinaryNode,
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  initAuthCreds
} from "@whiskeysockets/baileys"
import { pino } from "pino"
import { bigEndian, bytes, child, node, uint } from "./Node.ts"
import { makeSigningKey, type SigningKey } from "./Xeddsa.ts"

/** A ciphertext as it stands in an `<enc>` stanza. */
export interface Encrypted {
  readonly type: "pkmsg" | "msg"
  readonly ciphertext: Buffer
}

/** The public keys with which a first message to a device is encrypted. */
export interface KeyBundle {
  readonly registrationId: number
  readonly identity: Buffer
  readonly signedPreKey: { readonly id: number; readonly value: Buffer; readonly signature: Buffer }
  readonly preKey: { readonly id: number; readonly value: Buffer } | undefined
}

const silent = pino({ level: "silent" })

/** One phone's Signal state; every operation waits for the one before, as sessions are not re-entrant. */
export class SignalParty {
  readonly identity = makeSigningKey()
  readonly registrationId = randomInt(1, 16_380)
  readonly #signedPreKey = signedPreKey(this.identity)
  readonly #keys = memoryKeys()
  readonly #repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
    {
      creds: {
        ...blankCreds(),
        signedIdentityKey: this.identity,
        signedPreKey: this.#signedPreKey,
        registrationId: this.registrationId
      },
      keys: this.#keys
    },
    silent
  )
  #tail: Promise<unknown> = Promise.resolve()

  /** Encrypts for a device, with a session from `bundle` when there is none yet. */
  encrypt(address: string, data: Uint8Array, bundle: () => KeyBundle): Promise<Encrypted> {
    return this.#inOrder(async () => {
      if (!(await this.#repository.validateSession(address)).exists) {
        await this.#repository.injectE2ESession({ jid: address, session: toSession(bundle()) })
      }
      const { type, ciphertext } = await this.#repository.encryptMessage({ jid: address, data })
      return { type, ciphertext: Buffer.from(ciphertext) }
    })
  }

  /** Decrypts what a device sent; rejects as a real phone would ask for a retry. */
  decrypt(address: string, { type, ciphertext }: Encrypted): Promise<Buffer> {
    return this.#inOrder(async () =>
      Buffer.from(await this.#repository.decryptMessage({ jid: address, type, ciphertext }))
    )
  }

  /** Begins a new session with a device; like a real phone it still reads what comes in the old one. */
  renew(address: string, bundle: () => KeyBundle): Promise<void> {
    return this.#inOrder(() =>
      this.#repository.injectE2ESession({ jid: address, session: toSession(bundle()) })
    )
  }

  /** Drops the session with a device, so that the next message either way needs a new one. */
  forget(address: string): Promise<void> {
    return this.#inOrder(() => this.#repository.deleteSession([address]))
  }

  /** Signs with the identity key, as the phone does for devices it links. */
  sign(message: Buffer): Uint8Array {
    return this.identity.sign(message)
  }

  /** The stanzas that offer this party's keys to others. */
  bundleStanzas(): BinaryNode[] {
    return [
      node("registration", {}, bigEndian(this.registrationId, 4)),
      node("type", {}, Buffer.from([5])),
      node("identity", {}, this.identity.public),
      node("skey", {}, [
        node("id", {}, bigEndian(this.#signedPreKey.keyId, 3)),
        node("value", {}, this.#signedPreKey.keyPair.public),
        node("signature", {}, this.#signedPreKey.signature)
      ])
    ]
  }

  #inOrder<A>(operation: () => Promise<A>): Promise<A> {
    const result = this.#tail.then(operation)
    this.#tail = result.catch(() => undefined)
    return result
  }
}

/** Reads `<id/><value/>[<signature/>]`, the form of every public key in key stanzas. */
export const readKey = (stanza: BinaryNode): { id: number; value: Buffer; signature: Buffer } => ({
  id: uint(child(stanza, "id")),
  value: bytes(child(stanza, "value")),
  signature: bytes(child(stanza, "signature"))
})

const signedPreKey = (identity: SigningKey) => {
  const keyPair = Curve.generateKeyPair()
  return { keyId: 1, keyPair, signature: identity.sign(generateSignalPubKey(keyPair.public)) }
}

const toSession = (bundle: KeyBundle) => ({
  registrationId: bundle.registrationId,
  identityKey: generateSignalPubKey(bundle.identity),
  signedPreKey: {
    keyId: bundle.signedPreKey.id,
    publicKey: generateSignalPubKey(bundle.signedPreKey.value),
    signature: bundle.signedPreKey.signature
  },
  // libsignal takes an absent one-time key, its type does not say so.
  preKey: (bundle.preKey && {
    keyId: bundle.preKey.id,
    publicKey: generateSignalPubKey(bundle.preKey.value),
    signature: Buffer.alloc(0)
  })!
})

let creds: ReturnType<typeof initAuthCreds> | undefined
// The parts of the credentials that Signal does not read are shared: generating them costs 5 ms a party.
const blankCreds = () => (creds ??= initAuthCreds())

// Baileys' own transaction wrapper is too slow for thousands of parties; one party is one queue anyway.
const memoryKeys = (): Parameters<typeof DEFAULT_CONNECTION_CONFIG.makeSignalRepository>[0]["keys"] => {
  const rows = new Map<string, unknown>()
  return {
    get: async (type, ids) => {
      const found: Record<string, never> = {}
      for (const id of ids) {
        const value = rows.get(`${type} ${id}`)
        if (value !== undefined) found[id] = value as never
      }
      return found
    },
    set: async (data) => {
      for (const [type, values] of Object.entries(data)) {
        for (const [id, value] of Object.entries(values ?? {})) {
          if (value === null) rows.delete(`${type} ${id}`)
          else rows.set(`${type} ${id}`, value)
        }
      }
    },
    isInTransaction: () => false,
    transaction: (work) => work()
  }
}
