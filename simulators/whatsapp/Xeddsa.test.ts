import { Curve, proto, WA_CERT_DETAILS } from "@whiskeysockets/baileys"
import { describe, expect, it } from "vitest"
import { makeServerIdentity, trustSimulator } from "./Certificates.ts"
import { makeSigningKey, verifySignature } from "./Xeddsa.ts"

const message = Buffer.from("message")

describe("native XEdDSA", () => {
  it("verifies what libsignal signs, and nothing else", () => {
    const pair = Curve.generateKeyPair()
    const signature = Curve.sign(pair.private, message)
    expect(verifySignature(Buffer.from(pair.public), message, signature)).toBe(true)
    expect(verifySignature(Buffer.from(pair.public), Buffer.from("other"), signature)).toBe(false)
    expect(verifySignature(Buffer.from(Curve.generateKeyPair().public), message, signature)).toBe(false)
  })

  it("signs with keys that also agree on secrets", () => {
    for (let round = 0; round < 20; round += 1) {
      const key = makeSigningKey()
      const other = Curve.generateKeyPair()
      expect(verifySignature(key.public, message, key.sign(message))).toBe(true)
      expect(Curve.sharedKey(key.private, other.public)).toEqual(Curve.sharedKey(other.private, key.public))
    }
  })

  it("makes a certificate chain that holds up to the trusted root", () => {
    trustSimulator()
    const { intermediate, leaf } = proto.CertChain.decode(makeServerIdentity().chain)
    const { key } = proto.CertChain.NoiseCertificate.Details.decode(intermediate?.details ?? Buffer.alloc(0))
    const root = Buffer.from(WA_CERT_DETAILS.PUBLIC_KEY)
    expect(verifySignature(root, intermediate!.details!, intermediate!.signature!)).toBe(true)
    expect(verifySignature(Buffer.from(key ?? []), leaf!.details!, leaf!.signature!)).toBe(true)
  })
})
