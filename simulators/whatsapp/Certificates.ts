import { createHash, createPrivateKey, createPublicKey } from "node:crypto"
import { Curve, proto, WA_CERT_DETAILS } from "@whiskeysockets/baileys"

/** The keys a Noise responder needs: its static pair and the signed certificate chain for it. */
export interface ServerIdentity {
  readonly private: Buffer
  readonly public: Buffer
  readonly chain: Uint8Array
}

/** Makes a server identity whose chain is signed by the simulator's root as WhatsApp's own would be. */
export const makeServerIdentity = (): ServerIdentity => {
  const intermediate = Curve.generateKeyPair()
  const leaf = Curve.generateKeyPair()
  const notBefore = Math.floor(Date.now() / 1000) - 86_400
  const notAfter = notBefore + 365 * 86_400
  const intermediateDetails = proto.CertChain.NoiseCertificate.Details.encode({
    serial: 1,
    issuerSerial: 0,
    key: intermediate.public,
    notBefore,
    notAfter
  }).finish()
  const leafDetails = proto.CertChain.NoiseCertificate.Details.encode({
    serial: 2,
    issuerSerial: 1,
    key: leaf.public,
    notBefore,
    notAfter
  }).finish()
  const chain = proto.CertChain.encode({
    intermediate: {
      details: intermediateDetails,
      signature: Curve.sign(rootPrivate, Buffer.from(intermediateDetails))
    },
    leaf: {
      details: leafDetails,
      signature: Curve.sign(Buffer.from(intermediate.private), Buffer.from(leafDetails))
    }
  }).finish()
  return { private: Buffer.from(leaf.private), public: Buffer.from(leaf.public), chain }
}

/**
 * Makes Baileys in this process trust the simulator's certificates instead of WhatsApp's; for tests only.
 * Baileys 7.0.0-rc14 accepts any signature, so it works without, a fixed release will not.
 */
export const trustSimulator = (): void => {
  Object.assign(WA_CERT_DETAILS, { PUBLIC_KEY: rootPublic })
}

// Derived from a constant so that a gateway in another process can trust it.
const rootPrivate = createHash("sha256").update("relaydesk whatsapp simulator root").digest()
const PKCS8_X25519 = Buffer.from("302e020100300506032b656e04220420", "hex")
const rootPublic = createPublicKey(
  createPrivateKey({ key: Buffer.concat([PKCS8_X25519, rootPrivate]), format: "der", type: "pkcs8" })
)
  .export({ format: "der", type: "spki" })
  .subarray(-32)
