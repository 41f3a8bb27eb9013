import { createCipheriv, createDecipheriv } from "node:crypto"
import { proto } from "@whiskeysockets/baileys"
import type { SenderKeyRecord } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-record.js"
import type { SenderKeyState } from "@whiskeysockets/baileys/lib/Signal/Group/sender-key-state.js"
import { SenderMessageKey } from "@whiskeysockets/baileys/lib/Signal/Group/sender-message-key.js"
import { isSignedBy, signWith } from "./Xeddsa.ts"

/** Version 3 in both halves: ours, and the oldest we read. */
const version = 0x33
const signatureBytes = 64

/** libsignal's limit: a gap beyond it means another chain. */
const maxAhead = 2_000

/**
 * Keys kept for messages that were passed over. WhatsApp delivers in order, so these are lost messages, which come
 * again under new keys; libsignal keeps 2 000, and with a bot on Baileys in the group (it passes over every second key)
 * reads and writes 160 kB for each of that bot's messages.
 */
const keptPassedOver = 200

/** Encrypts a padded message under our own sender key and moves the chain on. */
export const encryptForGroup = (state: SenderKeyState, seed: Uint8Array, padded: Uint8Array): Buffer => {
  const chainKey = state.getSenderChainKey()
  const key = chainKey.getSenderMessageKey()
  const cipher = createCipheriv("aes-256-cbc", key.getCipherKey(), key.getIv())
  const ciphertext = Buffer.concat([cipher.update(padded), cipher.final()])
  const body = proto.SenderKeyMessage.encode({
    id: state.getKeyId(),
    iteration: key.getIteration(),
    ciphertext
  }).finish()
  const signed = Buffer.concat([Buffer.from([version]), body])
  state.setSenderChainKey(chainKey.getNext())
  return Buffer.concat([signed, signWith(seed, signed)])
}

/**
 * Decrypts a group message after checking its author's signature, and moves the chain on. The sentences of its errors
 * are those of Baileys' own cipher, which decide there whether the message is asked for again.
 */
export const decryptFromGroup = (record: SenderKeyRecord, sealed: Uint8Array): Buffer => {
  const signed = sealed.subarray(0, -signatureBytes)
  const message = proto.SenderKeyMessage.decode(signed.subarray(1))
  const state = record.getSenderKeyState(message.id ?? 0)
  if (state === undefined) throw new Error("No session found to decrypt message")
  if (!isSignedBy(state.getSigningKeyPublic(), signed, sealed.subarray(-signatureBytes))) {
    throw new Error("Invalid signature!")
  }
  const key = takeKey(state, message.iteration ?? 0)
  const decipher = createDecipheriv("aes-256-cbc", key.getCipherKey(), key.getIv())
  return Buffer.concat([decipher.update(message.ciphertext ?? Buffer.alloc(0)), decipher.final()])
}

/** The key of one message: the chain's next, a later one (those between are kept), or one that was kept. */
const takeKey = (state: SenderKeyState, iteration: number): SenderMessageKey => {
  const kept = state.getStructure().senderMessageKeys
  let chainKey = state.getSenderChainKey()
  if (chainKey.getIteration() > iteration) {
    const position = kept.findIndex((key) => key.iteration === iteration)
    const [found] = position < 0 ? [] : kept.splice(position, 1)
    // Baileys itself leaves seeds in their JSON form, and could not use them any more.
    if (found !== undefined) return new SenderMessageKey(iteration, Buffer.from(found.seed))
    throw new Error(`Received message with old counter: ${chainKey.getIteration()}, ${iteration}`)
  }
  if (iteration - chainKey.getIteration() > maxAhead) throw new Error("Over 2000 messages into the future!")
  while (chainKey.getIteration() < iteration) {
    kept.push({ iteration: chainKey.getIteration(), seed: chainKey.getSenderMessageKey().getSeed() })
    chainKey = chainKey.getNext()
  }
  if (kept.length > keptPassedOver) kept.splice(0, kept.length - keptPassedOver)
  state.setSenderChainKey(chainKey.getNext())
  return chainKey.getSenderMessageKey()
}
