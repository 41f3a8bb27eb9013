import { randomBytes } from "node:crypto"
import { hmacSign, proto } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { Companion } from "./Companion.ts"
import { type Connection } from "./Connection.ts"
import { pnJid, SERVER } from "./Jid.ts"
import { bytes, child, node, unixTime } from "./Node.ts"
import { type ClientHello } from "./Noise.ts"
import { type KeyBundle } from "./SignalParty.ts"
import { type World } from "./World.ts"
import { verifySignature } from "./Xeddsa.ts"

/** What a client sent to have its device linked by an eight-character code. */
interface CodeRequest {
  readonly number: string
  readonly wrappedEphemeral: Buffer
}

/** An unpaired client that waits for its QR code to be scanned or its pairing code to be entered. */
export interface Registration {
  readonly connection: Connection
  readonly noiseKey: Buffer
  readonly bundle: KeyBundle
  readonly refs: ReadonlyArray<string>
  codeRequest: CodeRequest | undefined
  finishCode: ((stanza: ReturnType<typeof node>) => void) | undefined
}

/** Takes a client that is not paired yet and gives it codes to show. */
export const beginRegistration = (world: World, connection: Connection, hello: ClientHello): Registration => {
  const refs = Array.from({ length: world.options.qrRefs }, () => `2@${randomBytes(24).toString("base64")}`)
  const registration: Registration = {
    connection,
    noiseKey: hello.noiseKey,
    bundle: bundleOf(hello.payload),
    refs,
    codeRequest: undefined,
    finishCode: undefined
  }
  world.registrations.add(registration)
  const pairDevice = node(
    "pair-device",
    {},
    refs.map((ref) => node("ref", {}, Buffer.from(ref)))
  )
  const iq = node("iq", { from: SERVER, type: "set", xmlns: "md" }, [pairDevice])
  connection.query(iq).catch(() => undefined)
  return registration
}

/** Links a client to a phone: signs its identity, checks its answer and sends it away with 515 to log in. */
export const pair = async (
  world: World,
  account: Account,
  registration: Registration,
  advSecret: Buffer
): Promise<Companion> => {
  const id = account.lastDeviceId + 1
  account.lastDeviceId = id
  const details = proto.ADVDeviceIdentity.encode({ rawId: id, timestamp: unixTime(), keyIndex: id }).finish()
  const signed = signIdentity(account, registration, details, advSecret)
  const success = node("pair-success", {}, [
    node("device-identity", {}, signed),
    node("platform", { name: "android" }),
    node("device", { jid: pnJid(account.pn, id), lid: account.jid("lid", id) })
  ])
  const answer = await registration.connection.query(
    node("iq", { from: SERVER, type: "set", xmlns: "md", t: unixTime() }, [success])
  )
  checkDeviceSignature(account, registration, details, bytes(child(child(answer), "device-identity")))
  const companion = new Companion({
    id,
    keyIndex: id,
    noiseKey: registration.noiseKey,
    bundle: registration.bundle
  })
  account.companions.set(id, companion)
  world.registrations.delete(registration)
  world.emit({ type: "paired", number: account.pn, device: id })
  registration.connection.send(node("stream:error", { code: 515 }))
  registration.connection.close()
  return companion
}

const signIdentity = (
  account: Account,
  registration: Registration,
  details: Uint8Array,
  advSecret: Buffer
): Uint8Array => {
  const accountSignature = account.party.sign(
    Buffer.concat([Buffer.from([6, 0]), details, registration.bundle.identity])
  )
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: account.party.identity.public,
    accountSignature
  }).finish()
  return proto.ADVSignedDeviceIdentityHMAC.encode({
    details: signed,
    hmac: hmacSign(signed, advSecret)
  }).finish()
}

const checkDeviceSignature = (
  account: Account,
  registration: Registration,
  details: Uint8Array,
  answer: Buffer
): void => {
  const signature = proto.ADVSignedDeviceIdentity.decode(answer).deviceSignature
  const identity = registration.bundle.identity
  const message = Buffer.concat([Buffer.from([6, 1]), details, identity, account.party.identity.public])
  if (!signature || !verifySignature(identity, message, signature)) throw new Error("false device signature")
}

const bundleOf = ({ devicePairingData: data }: proto.ClientPayload): KeyBundle => {
  if (!data?.eRegid || !data.eIdent || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig) {
    throw new Error("registration without keys")
  }
  return {
    registrationId: Buffer.from(data.eRegid).readUInt32BE(),
    identity: Buffer.from(data.eIdent),
    signedPreKey: {
      id: Buffer.from(data.eSkeyId).readUIntBE(0, 3),
      value: Buffer.from(data.eSkeyVal),
      signature: Buffer.from(data.eSkeySig)
    },
    preKey: undefined
  }
}
