import { type BinaryNode } from "@whiskeysockets/baileys"
import { decodeJid } from "./Jid.ts"
import { bigEndian, bytes, child, children, node, uint } from "./Node.ts"
import { type Asker } from "./Queries.ts"
import { type KeyBundle, readKey } from "./SignalParty.ts"

/** Answers how many one-time keys are left, whether the keys are in order, or with the keys of others. */
export const answerEncryptGet = ({ world, companion }: Asker, iq: BinaryNode): BinaryNode[] => {
  if (child(iq, "count")) return [node("count", { value: companion.preKeys.length })]
  if (child(iq, "digest")) return [node("digest")]
  const users = children(child(iq, "key"), "user").map(({ attrs: { jid = "" } }) => {
    const account = world.byJid(jid)
    const { device } = decodeJid(jid)
    if (account && device === 0) return node("user", { jid }, account.party.bundleStanzas())
    const other = account?.companions.get(device)
    if (other) return node("user", { jid }, bundleStanzas(other.takeBundle()))
    return node("user", { jid }, [node("error", { code: 404, text: "item-not-found" })])
  })
  return [node("list", {}, users)]
}

/** Takes uploaded keys or a new signed key. */
export const answerEncryptSet = ({ companion }: Asker, iq: BinaryNode): BinaryNode[] => {
  const rotated = child(child(iq, "rotate"), "skey")
  if (rotated) {
    companion.bundle = { ...companion.bundle, signedPreKey: readKey(rotated) }
    return []
  }
  const signed = child(iq, "skey")
  if (!signed) return []
  companion.bundle = {
    registrationId: uint(child(iq, "registration")),
    identity: bytes(child(iq, "identity")),
    signedPreKey: readKey(signed),
    preKey: undefined
  }
  const known = new Set(companion.preKeys.map(({ id }) => id))
  for (const key of children(child(iq, "list"), "key")) {
    const { id, value } = readKey(key)
    if (!known.has(id)) companion.preKeys.push({ id, value })
  }
  return []
}

const bundleStanzas = ({ registrationId, identity, signedPreKey, preKey }: KeyBundle): BinaryNode[] => {
  const keyStanza = (tag: string, { id, value }: { id: number; value: Buffer }, more: BinaryNode[] = []) =>
    node(tag, {}, [node("id", {}, bigEndian(id, 3)), node("value", {}, value), ...more])
  return [
    node("registration", {}, bigEndian(registrationId, 4)),
    node("type", {}, Buffer.from([5])),
    node("identity", {}, identity),
    keyStanza("skey", signedPreKey, [node("signature", {}, signedPreKey.signature)]),
    ...(preKey ? [keyStanza("key", preKey)] : [])
  ]
}
