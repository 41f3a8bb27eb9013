import { createHash } from "node:crypto"
import {
  type BinaryNode,
  type SignalDataSet,
  type SignalKeyStoreWithTransaction,
  type SocketConfig,
  type WASocket
} from "@whiskeysockets/baileys"
import { type BoundedCache } from "../BoundedCache.ts"
import { makeSignalRepository } from "../signal/SignalRepository.ts"
import { type InboxRow, inboxType } from "./InboxRow.ts"

type MakeSignalRepository = SocketConfig["makeSignalRepository"]
type KeyReader = Pick<SignalKeyStoreWithTransaction, "get" | "set" | "transaction">

/** Keeps each decrypted message in the same write as the ratchet that decrypted it. */
export interface DurableInbox {
  readonly makeSignalRepository: MakeSignalRepository
  /** Must be called before the socket receives anything. */
  readonly watch: (socket: WASocket) => void
  /** Resolves when no decryption is under way. */
  readonly settled: () => Promise<void>
}

interface DurableInboxOptions {
  /** Takes a message whose row is committed; the receipt to WhatsApp waits until this returns. */
  readonly handOn: (id: string, row: InboxRow) => Promise<void>
  /** Plaintexts of late, by row id, for ciphertexts that come again after a lost receipt. */
  readonly recent: BoundedCache
  /** Whether the connection has ended: what is decrypted then could race the next connection's ratchet. */
  readonly isOver: () => boolean
}

/**
 * Wraps the Signal engine. By itself Baileys sends the receipt after decrypting and before the application
 * has the message, and a ciphertext cannot be decrypted twice; here the plaintext is committed first.
 */
export const makeDurableInbox = ({ handOn, recent, isOver }: DurableInboxOptions): DurableInbox => {
  // Filled by stanza, read by ciphertext: the decrypting functions do not see the stanza.
  const attributesOf = new WeakMap<Uint8Array, Record<string, string>>()
  const underWay = new Set<Promise<unknown>>()
  let sequence = Date.now() * 1000

  const remember = async (
    keys: KeyReader,
    lock: string,
    ciphertext: Uint8Array,
    decrypt: () => Promise<Uint8Array>
  ): Promise<Uint8Array> => {
    const id = createHash("sha256").update(ciphertext).digest("hex")
    const attributes = attributesOf.get(ciphertext)
    if (attributes === undefined) return decrypt()
    if (isOver()) throw new Error("the connection has ended; WhatsApp will deliver this message again")
    let row: InboxRow
    const decryption = keys.transaction(async () => {
      const plaintext = await decrypt()
      const made = { sequence: (sequence += 1), attributes, plaintext }
      await keys.set(inboxSet(id, made))
      return made
    }, lock)
    underWay.add(decryption)
    try {
      row = await decryption
    } catch (error) {
      const known = recent.get<Uint8Array>(id) ?? (await storedPlaintext(keys, id))
      if (known !== undefined) return known
      throw error
    } finally {
      underWay.delete(decryption)
    }
    recent.set(id, row.plaintext)
    await handOn(id, row)
    return row.plaintext
  }

  return {
    watch: (socket) => {
      socket.ws.prependListener("CB:message", (stanza: BinaryNode) => {
        if (!Array.isArray(stanza.content)) return
        for (const { tag, content } of stanza.content) {
          if (tag === "enc" && content instanceof Uint8Array) attributesOf.set(content, stanza.attrs)
        }
      })
    },
    settled: async () => void (await Promise.allSettled(underWay)),
    makeSignalRepository: (auth, logger, pnToLid) => {
      const inner = makeSignalRepository(auth, logger, pnToLid)
      const keys = auth.keys
      if (!("transaction" in keys)) throw new Error("Baileys gave Signal keys without transactions")
      return {
        ...inner,
        // The locks are Baileys' own, so that encrypting to the same peer waits.
        decryptMessage: (options) =>
          remember(keys, options.jid, options.ciphertext, () => inner.decryptMessage(options)),
        decryptGroupMessage: (options) =>
          remember(keys, options.group, options.msg, () => inner.decryptGroupMessage(options))
      }
    }
  }
}

// Baileys lists the key types it knows itself, but passes others through unchanged.
const inboxSet = (id: string, row: InboxRow): SignalDataSet =>
  ({ [inboxType]: { [id]: row } }) as SignalDataSet

const storedPlaintext = async (keys: KeyReader, id: string): Promise<Uint8Array | undefined> => {
  const rows: Record<string, unknown> = await keys.get(inboxType as "session", [id])
  const row = rows[id]
  return isRow(row) ? row.plaintext : undefined
}

const isRow = (value: unknown): value is InboxRow =>
  typeof value === "object" && value !== null && "plaintext" in value && value.plaintext instanceof Uint8Array
