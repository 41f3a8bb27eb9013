import { randomBytes } from "node:crypto"
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  type BinaryNode,
  Curve,
  derivePairingCodeKey,
  hkdf
} from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { digits, SERVER } from "./Jid.ts"
import { bytes, child, node, unixTime } from "./Node.ts"
import { pair, type Registration } from "./Registration.ts"
import { type World } from "./World.ts"

/** Takes a stanza of a client that is not paired: only the two steps of pairing by code mean anything. */
export const answerUnpaired = (world: World, registration: Registration, stanza: BinaryNode): void => {
  const request = child(stanza, "link_code_companion_reg")
  if (stanza.tag !== "iq") return
  const { id } = stanza.attrs
  const number = digits(request?.attrs["jid"] ?? "")
  const refusal = world.faults.take("queryError", number, ({ xmlns }) => xmlns === "md")
  if (refusal) {
    const error = node("error", { code: refusal.code, text: refusal.text ?? "rate-overlimit" })
    registration.connection.send(node("iq", { type: "error", id, from: SERVER }, [error]))
    return
  }
  registration.connection.send(node("iq", { type: "result", id, from: SERVER }))
  if (request?.attrs["stage"] === "companion_hello") {
    registration.codeRequest = {
      number,
      wrappedEphemeral: bytes(child(request, "link_code_pairing_wrapped_companion_ephemeral_pub"))
    }
    world.emit({ type: "codeRequested", number })
  } else if (request?.attrs["stage"] === "companion_finish") {
    registration.finishCode?.(request)
  }
}

/** Enters a pairing code on a phone; rejects when no client waits for it or the code is wrong. */
export const enterPairingCode = async (world: World, account: Account, code: string): Promise<number> => {
  const registration = [...world.registrations].findLast(
    ({ codeRequest }) => codeRequest?.number === account.pn
  )
  if (!registration?.codeRequest) throw new Error(`no client asked for a pairing code of ${account.pn}`)
  const { wrappedEphemeral } = registration.codeRequest
  const companionEphemeral = aesDecryptCTR(
    wrappedEphemeral.subarray(48),
    await derivePairingCodeKey(code, wrappedEphemeral.subarray(0, 32)),
    wrappedEphemeral.subarray(32, 48)
  )
  const ephemeral = Curve.generateKeyPair()
  const salt = randomBytes(32)
  const iv = randomBytes(16)
  const wrapped = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(code, salt), iv)
  const finish = new Promise<BinaryNode>((resolve, reject) => {
    registration.finishCode = resolve
    setTimeout(() => reject(new Error("the client did not answer the pairing code")), 10_000).unref()
  })
  registration.connection.send(
    node("notification", { type: "link_code_companion_reg", from: SERVER, id: newId(), t: unixTime() }, [
      node("link_code_companion_reg", { stage: "primary_hello" }, [
        node("link_code_pairing_wrapped_primary_ephemeral_pub", {}, Buffer.concat([salt, iv, wrapped])),
        node("primary_identity_pub", {}, account.party.identity.public),
        node("link_code_pairing_ref", {}, Buffer.from(registration.refs[0] ?? ""))
      ])
    ])
  )
  const advSecret = readSecret(account, await finish, Curve.sharedKey(ephemeral.private, companionEphemeral))
  return (await pair(world, account, registration, advSecret)).id
}

const readSecret = (account: Account, finish: BinaryNode, shared: Buffer): Buffer => {
  const bundle = bytes(child(finish, "link_code_pairing_wrapped_key_bundle"))
  const key = hkdf(shared, 32, {
    salt: bundle.subarray(0, 32),
    info: "link_code_pairing_key_bundle_encryption_key"
  })
  let opened: Buffer
  try {
    opened = aesDecryptGCM(bundle.subarray(44), key, bundle.subarray(32, 44), Buffer.alloc(0))
  } catch {
    throw new Error("wrong pairing code")
  }
  const companionIdentity = opened.subarray(0, 32)
  const random = opened.subarray(64, 96)
  const identities = Curve.sharedKey(account.party.identity.private, companionIdentity)
  return Buffer.from(hkdf(Buffer.concat([shared, identities, random]), 32, { info: "adv_secret" }))
}

const newId = (): string => randomBytes(8).toString("hex")
