import { createHash, hkdfSync } from "node:crypto"
import { aesDecryptGCM, aesEncryptGCM, Curve, NOISE_MODE, proto } from "@whiskeysockets/baileys"
import { type ServerIdentity } from "./Certificates.ts"
import { NOISE_INTRO } from "./FrameReader.ts"

/** What a client presents once the handshake is complete. */
export interface ClientHello {
  readonly noiseKey: Buffer
  readonly payload: proto.ClientPayload
}

/** The server's side of Noise_XX_25519_AESGCM_SHA256 for one connection. */
export class NoiseResponder {
  #hash: Buffer = Buffer.from(NOISE_MODE)
  #chainKey: Buffer = Buffer.from(NOISE_MODE)
  #key: Buffer = Buffer.from(NOISE_MODE)
  #counter = 0
  #readKey: Buffer | undefined
  #writeKey: Buffer | undefined
  #readCounter = 0
  #writeCounter = 0
  readonly #identity: ServerIdentity
  readonly #ephemeral = Curve.generateKeyPair()

  constructor(identity: ServerIdentity) {
    this.#identity = identity
    this.#mixHash(NOISE_INTRO)
  }

  /** Answers the client's first handshake message. */
  respond(frame: Buffer): Uint8Array {
    const clientEphemeral = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral
    if (!clientEphemeral) throw new Error("client hello without ephemeral key")
    const ephemeral = Buffer.from(this.#ephemeral.public)
    this.#mixHash(clientEphemeral)
    this.#mixHash(ephemeral)
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientEphemeral))
    const encryptedStatic = this.#seal(this.#identity.public)
    this.#mixKey(Curve.sharedKey(this.#identity.private, clientEphemeral))
    const payload = this.#seal(this.#identity.chain)
    return proto.HandshakeMessage.encode({
      serverHello: { ephemeral, static: encryptedStatic, payload }
    }).finish()
  }

  /** Takes the client's last handshake message; from here on `encrypt` and `decrypt` work. */
  finish(frame: Buffer): ClientHello {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish
    if (!finish?.static || !finish.payload) throw new Error("client finish without static key or payload")
    const noiseKey = this.#open(Buffer.from(finish.static))
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, noiseKey))
    const payload = proto.ClientPayload.decode(this.#open(Buffer.from(finish.payload)))
    const [read, write] = this.#derive(Buffer.alloc(0))
    this.#readKey = read
    this.#writeKey = write
    return { noiseKey, payload }
  }

  /** Encrypts one frame body for the client. */
  encrypt(body: Uint8Array): Buffer {
    if (!this.#writeKey) throw new Error("handshake is not complete")
    return aesEncryptGCM(body, this.#writeKey, iv(this.#writeCounter++), Buffer.alloc(0))
  }

  /** Decrypts one frame body of the client. */
  decrypt(body: Buffer): Buffer {
    if (!this.#readKey) throw new Error("handshake is not complete")
    return aesDecryptGCM(body, this.#readKey, iv(this.#readCounter++), Buffer.alloc(0))
  }

  #mixHash(data: Uint8Array): void {
    this.#hash = createHash("sha256").update(this.#hash).update(data).digest()
  }

  #derive(input: Uint8Array): [Buffer, Buffer] {
    const out = Buffer.from(hkdfSync("sha256", input, this.#chainKey, "", 64))
    return [out.subarray(0, 32), out.subarray(32)]
  }

  #mixKey(input: Uint8Array): void {
    const [chainKey, key] = this.#derive(input)
    this.#chainKey = chainKey
    this.#key = key
    this.#counter = 0
  }

  #seal(plain: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(plain, this.#key, iv(this.#counter++), this.#hash)
    this.#mixHash(sealed)
    return sealed
  }

  #open(sealed: Buffer): Buffer {
    const plain = aesDecryptGCM(sealed, this.#key, iv(this.#counter++), this.#hash)
    this.#mixHash(sealed)
    return plain
  }
}

const iv = (counter: number): Buffer => {
  const out = Buffer.alloc(12)
  out.writeUInt32BE(counter, 8)
  return out
}
