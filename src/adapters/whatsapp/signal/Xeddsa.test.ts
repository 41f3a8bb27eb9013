import { randomBytes } from "node:crypto"
import { Curve, generateSignalPubKey, proto } from "@whiskeysockets/baileys"
import { SenderKeyMessage } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-message.js"
import { describe, expect, it } from "vitest"
import { isSignedBy, makeSigningKey, signWith } from "./Xeddsa.ts"

const rounds = 25

/** What members of a group sign: the version and a message of any content. */
const someMessage = (): Buffer =>
  Buffer.concat([
    Buffer.from([0x33]),
    proto.SenderKeyMessage.encode({ id: 1, iteration: 2, ciphertext: randomBytes(48) }).finish()
  ])

/** Whether libsignal's own check, which throws, lets a signature pass. */
const isAcceptedByLibsignal = (publicKey: Buffer, message: Buffer, signature: Uint8Array): boolean => {
  try {
    const signed = Buffer.concat([message, signature])
    new SenderKeyMessage(null, null, null, null, signed).verifySignature(publicKey)
    return true
  } catch {
    return false
  }
}

describe("native XEdDSA", () => {
  it("accepts what libsignal signs, whatever the sign of the point", () => {
    for (let round = 0; round < rounds; round += 1) {
      const pair = Curve.generateKeyPair()
      const message = someMessage()
      const signature = Curve.sign(pair.private, message)
      const publicKey = generateSignalPubKey(pair.public)
      expect(isSignedBy(publicKey, message, signature)).toBe(true)
      // Once more with the converted key remembered.
      expect(isSignedBy(publicKey, message, signature)).toBe(true)
    }
  })

  it("makes signatures that libsignal accepts, and keys whose scalar libsignal can sign with", () => {
    for (let round = 0; round < rounds; round += 1) {
      const key = makeSigningKey()
      const message = someMessage()
      expect(isAcceptedByLibsignal(key.public, message, signWith(key.seed, message))).toBe(true)
      const theirs = Curve.sign(key.private, message)
      expect(isAcceptedByLibsignal(key.public, message, theirs)).toBe(true)
      expect(isSignedBy(key.public, message, theirs)).toBe(true)
    }
  })

  it("agrees with libsignal on what to refuse", () => {
    const key = makeSigningKey()
    const message = someMessage()
    const signature = signWith(key.seed, message)
    const other = signWith(key.seed, someMessage())
    for (const wrong of [other, signWith(makeSigningKey().seed, message)]) {
      expect(isAcceptedByLibsignal(key.public, message, wrong)).toBe(false)
      expect(isSignedBy(key.public, message, wrong)).toBe(false)
    }
    expect(isAcceptedByLibsignal(key.public, message, signature)).toBe(true)
  })

  it("refuses another message, another key, and any changed bit", () => {
    const key = makeSigningKey()
    const message = randomBytes(40)
    const signature = signWith(key.seed, message)
    expect(isSignedBy(key.public, randomBytes(40), signature)).toBe(false)
    expect(isSignedBy(makeSigningKey().public, message, signature)).toBe(false)
    for (let bit = 0; bit < 512; bit += 1) {
      const changed = Buffer.from(signature)
      changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7))
      expect(isSignedBy(key.public, message, changed)).toBe(false)
    }
  })

  it("refuses what is no key or no signature", () => {
    const key = makeSigningKey()
    const message = randomBytes(40)
    const signature = signWith(key.seed, message)
    expect(isSignedBy(key.public.subarray(1), message, signature)).toBe(false)
    expect(isSignedBy(Buffer.concat([Buffer.from([6]), key.public.subarray(1)]), message, signature)).toBe(
      false
    )
    expect(isSignedBy(key.public, message, signature.subarray(1))).toBe(false)
    expect(isSignedBy(Buffer.concat([Buffer.from([5]), Buffer.alloc(32)]), message, signature)).toBe(false)
    expect(isSignedBy(Buffer.concat([Buffer.from([5]), Buffer.alloc(32, 0xff)]), message, signature)).toBe(
      false
    )
  })
})
