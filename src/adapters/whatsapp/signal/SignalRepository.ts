import { AsyncLocalStorage } from "node:async_hooks"
import { randomBytes, randomInt } from "node:crypto"
import {
  BufferJSON,
  DEFAULT_CONNECTION_CONFIG,
  type SignalKeyStoreWithTransaction,
  type SignalRepositoryWithLIDStore,
  type SocketConfig
} from "@whiskeysockets/baileys"
import { SenderKeyDistributionMessage } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-distribution-message.js"
import { SenderKeyRecord } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-record.js"
import type { SenderKeyState } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-state.js"
import { Predicate } from "effect"
import { decryptFromGroup, encryptForGroup } from "./GroupCipher.ts"
import { makeSigningKey } from "./Xeddsa.ts"

type Keys = Pick<SignalKeyStoreWithTransaction, "get" | "set" | "transaction">

/** Runs in a transaction of its own what is called inside another one. */
type Alone = <A>(work: () => Promise<A>) => Promise<A>

/**
 * Baileys' Signal engine with native signatures in groups, and with its own transaction for whatever sending changes.
 * Records keep Baileys' form, so that either engine goes on where the other stopped; a sender key of ours that Baileys
 * has made signs as before, slowly.
 */
export const makeSignalRepository: SocketConfig["makeSignalRepository"] = (auth, logger, pnToLid) => {
  const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(auth, logger, pnToLid)
  const { keys } = auth
  if (!("transaction" in keys)) throw new Error("Baileys gave Signal keys without transactions")
  const alone: Alone = AsyncLocalStorage.snapshot()
  return { ...inner, ...groupsOf(inner, keys, alone), ...personsOf(inner, alone) }
}

/**
 * Baileys sends inside one transaction of the account: it would store the ratchets after the words have left, under a
 * lock that decrypting the same person's words does not take. A process killed in between, or one that is no longer
 * the session's holder, would have sent with a key that the next sends with again; and of a message that goes and one
 * that comes together, one would be forgotten. Alone, each takes the person's lock and is stored when it returns.
 */
const personsOf = (
  inner: SignalRepositoryWithLIDStore,
  alone: Alone
): Pick<SignalRepositoryWithLIDStore, "encryptMessage" | "injectE2ESession" | "validateSession"> => ({
  encryptMessage: (options) => alone(() => inner.encryptMessage(options)),
  injectE2ESession: (options) => alone(() => inner.injectE2ESession(options)),
  validateSession: (jid) => alone(() => inner.validateSession(jid))
})

const groupsOf = (
  inner: SignalRepositoryWithLIDStore,
  keys: Keys,
  alone: Alone
): Pick<
  SignalRepositoryWithLIDStore,
  "decryptGroupMessage" | "encryptGroupMessage" | "getSenderKeyDistributionMessage"
> => {
  const recordId = (group: string, jid: string): string => {
    const [user, device] = inner.jidToSignalProtocolAddress(jid).split(".")
    return `${group}::${user}::${device}`
  }
  const own = async (id: string): Promise<SenderKeyRecord> => {
    const record = await load(keys, id)
    if (!record.isEmpty()) return record
    const made = newRecord()
    await save(keys, id, made)
    return made
  }

  // The locks are Baileys' own, so that its other functions on the same group wait.
  return {
    decryptGroupMessage: ({ group, authorJid, msg }) =>
      keys.transaction(async () => {
        const id = recordId(group, authorJid)
        const record = await load(keys, id)
        const plaintext = decryptFromGroup(record, msg)
        await save(keys, id, record)
        return plaintext
      }, group),

    encryptGroupMessage: ({ group, meId, data }) =>
      alone(() =>
        keys.transaction(async () => {
          const id = recordId(group, meId)
          const record = await own(id)
          const state = record.getSenderKeyState()
          const seed = state === undefined ? undefined : seedOf(state)
          if (state === undefined || seed === undefined)
            return inner.encryptGroupMessage({ group, meId, data })
          const senderKeyDistributionMessage = distributionOf(state)
          const ciphertext = encryptForGroup(state, seed, data)
          await save(keys, id, record)
          return { ciphertext, senderKeyDistributionMessage }
        }, group)
      ),

    getSenderKeyDistributionMessage: ({ group, meId }) =>
      alone(() =>
        keys.transaction(async () => {
          await own(recordId(group, meId))
          return inner.getSenderKeyDistributionMessage({ group, meId })
        }, group)
      )
  }
}

/** A sender key of ours: in Baileys' form, with the seed beside the two halves Baileys knows. */
const newRecord = (): SenderKeyRecord =>
  new SenderKeyRecord([
    {
      senderKeyId: randomInt(1, 2_147_483_647),
      senderChainKey: { iteration: 0, seed: randomBytes(32) },
      senderSigningKey: makeSigningKey(),
      senderMessageKeys: []
    }
  ])

/** What Ed25519 signs with; none in a key that Baileys has made. */
const seedOf = (state: SenderKeyState): Uint8Array | undefined => {
  const { senderSigningKey } = state.getStructure()
  if (!Predicate.hasProperty(senderSigningKey, "seed")) return undefined
  return senderSigningKey.seed instanceof Uint8Array ? senderSigningKey.seed : undefined
}

const distributionOf = (state: SenderKeyState): Uint8Array => {
  const chainKey = state.getSenderChainKey()
  return new SenderKeyDistributionMessage(
    state.getKeyId(),
    chainKey.getIteration(),
    chainKey.getSeed(),
    state.getSigningKeyPublic()
  ).serialize()
}

const load = async (keys: Keys, id: string): Promise<SenderKeyRecord> => {
  const { [id]: stored } = await keys.get("sender-key", [id])
  return stored === undefined ? new SenderKeyRecord() : SenderKeyRecord.deserialize(stored)
}

const save = (keys: Keys, id: string, record: SenderKeyRecord): Promise<void> | void =>
  keys.set({ "sender-key": { [id]: Buffer.from(JSON.stringify(record.serialize(), BufferJSON.replacer)) } })
