import { randomBytes } from "node:crypto"
import { Curve, generateSignalPubKey } from "@whiskeysockets/baileys"
import { calculateSignature, verifySignature } from "libsignal/src/curve.js"
import { describe, expect, it } from "vitest"
import { isSignedBy, makeSigningKey, signWith } from "./Xeddsa.ts"

const rounds = 25

describe("native XEdDSA", () => {
  it("accepts what libsignal signs, whatever the sign of the point", () => {
    for (let round = 0; round < rounds; round += 1) {
      const pair = Curve.generateKeyPair()
      const message = randomBytes(100)
      const signature = calculateSignature(Buffer.from(pair.private), message)
      const publicKey = generateSignalPubKey(pair.public)
      expect(isSignedBy(publicKey, message, signature)).toBe(true)
      // Once more with the converted key remembered.
      expect(isSignedBy(publicKey, message, signature)).toBe(true)
    }
  })

  it("makes signatures that libsignal accepts, and keys whose scalar libsignal can sign with", () => {
    for (let round = 0; round < rounds; round += 1) {
      const key = makeSigningKey()
      const message = randomBytes(100)
      expect(verifySignature(key.public, message, signWith(key.seed, message))).toBe(true)
      const theirs = calculateSignature(Buffer.from(key.private), message)
      expect(verifySignature(key.public, message, theirs)).toBe(true)
      expect(isSignedBy(key.public, message, theirs)).toBe(true)
    }
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
