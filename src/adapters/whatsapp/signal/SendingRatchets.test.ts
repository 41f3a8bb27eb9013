import {
  addTransactionCapability,
  Curve,
  generateSignalPubKey,
  initAuthCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore
} from "@whiskeysockets/baileys"
import { Context, Deferred, Effect } from "effect"
import { describe, expect, it } from "vitest"
import { makeBaileysLogger } from "../BaileysLogger.ts"
import { makeSignalRepository } from "./SignalRepository.ts"

const logger = makeBaileysLogger(Context.empty(), () => true)
const gatewayJid = "100:7@lid"
const phoneJid = "200@lid"
const preKeyId = 1

/** A device with its keys; `restored` is what another process finds in the store at this moment. */
const device = (rows = new Map<string, unknown>(), creds = initAuthCreds()) => {
  const store: SignalKeyStore = {
    get: async <T extends keyof SignalDataTypeMap>(type: T, ids: Array<string>) => {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const value = rows.get(`${type}/${id}`)
        if (value !== undefined && value !== null) found[id] = value as SignalDataTypeMap[T]
      }
      return found
    },
    set: async (changes: SignalDataSet) => {
      for (const [type, values] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(values)) rows.set(`${type}/${id}`, value)
      }
    }
  }
  const keys = addTransactionCapability(store, logger, { maxCommitRetries: 1, delayBetweenTriesMs: 0 })
  const engine = makeSignalRepository({ creds, keys }, logger, async () => undefined)
  return { rows, creds, keys, engine, restored: () => device(new Map(rows), creds) }
}

/** The gateway's device and a customer's phone that have written to each other. */
const acquainted = async () => {
  const gateway = device()
  const phone = device()
  const preKey = Curve.generateKeyPair()
  await phone.keys.set({ "pre-key": { [preKeyId]: preKey } })
  const { registrationId, signedIdentityKey, signedPreKey } = phone.creds
  await gateway.engine.injectE2ESession({
    jid: phoneJid,
    session: {
      registrationId,
      identityKey: generateSignalPubKey(signedIdentityKey.public),
      signedPreKey: {
        keyId: signedPreKey.keyId,
        publicKey: generateSignalPubKey(signedPreKey.keyPair.public),
        signature: signedPreKey.signature
      },
      preKey: { keyId: preKeyId, publicKey: generateSignalPubKey(preKey.public) }
    }
  })
  await hear(phone, gatewayJid, await say(gateway, phoneJid, "hello"))
  await hear(gateway, phoneJid, await say(phone, gatewayJid, "hi"))
  return { gateway, phone }
}

type Device = ReturnType<typeof device>
type Sealed = Awaited<ReturnType<Device["engine"]["encryptMessage"]>>

const say = (from: Device, to: string, text: string) =>
  from.engine.encryptMessage({ jid: to, data: Buffer.from(text) })

const hear = async (at: Device, from: string, { ciphertext, type }: Sealed) =>
  Buffer.from(
    await at.engine.decryptMessage({ jid: from, type, ciphertext: Buffer.from(ciphertext) })
  ).toString()

/** Sends as Baileys does, inside a transaction of the account; the stanza has left when `leave` resolves. */
const sending = (gateway: Device, texts: ReadonlyArray<string>, leave: (sealed: Sealed) => Promise<void>) =>
  gateway.keys.transaction(async () => {
    for (const text of texts) await leave(await say(gateway, phoneJid, text))
  }, gatewayJid)

describe("RT-04, CH-01: the ratchets of what is sent", () => {
  it("are stored before the words leave: who takes the session over after a kill is read by the phone", async () => {
    const { gateway, phone } = await acquainted()
    const heard: Array<string> = []
    let next = gateway
    await sending(gateway, ["added"], async (sealed) => {
      heard.push(await hear(phone, gatewayJid, sealed))
      next = gateway.restored()
    })
    heard.push(await hear(phone, gatewayJid, await say(next, phoneJid, "done")))
    expect(await hear(next, phoneJid, await say(phone, gatewayJid, "thanks"))).toBe("thanks")
    expect(heard).toEqual(["added", "done"])
  })

  it("and those of what comes meanwhile do not undo each other", async () => {
    const { gateway, phone } = await acquainted()
    const read = Deferred.makeUnsafe<void>()
    const mayStore = Deferred.makeUnsafe<void>()
    const incoming = await say(phone, gatewayJid, "cancel")
    const heard = gateway.keys.transaction(async () => {
      const text = await hear(gateway, phoneJid, incoming)
      Deferred.doneUnsafe(read, Effect.void)
      await Effect.runPromise(Deferred.await(mayStore))
      return text
    }, phoneJid)
    await Effect.runPromise(Deferred.await(read))
    const left: Array<Sealed> = []
    const sent = sending(gateway, ["one"], async (sealed) => void left.push(sealed))
    await Promise.race([sent, turns(100)])
    Deferred.doneUnsafe(mayStore, Effect.void)
    expect(await heard).toBe("cancel")
    await sent
    const second = await say(gateway, phoneJid, "two")
    expect(await hear(phone, gatewayJid, left[0]!)).toBe("one")
    expect(await hear(phone, gatewayJid, second)).toBe("two")
    expect(await hear(gateway, phoneJid, await say(phone, gatewayJid, "again"))).toBe("again")
  })
})

const turns = async (count: number) => {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve))
}
