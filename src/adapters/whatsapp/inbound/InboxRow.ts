import {
  decodeMessageNode,
  isLidUser,
  proto,
  unpadRandomMax16,
  type WAMessage,
  type WAMessageKey
} from "@whiskeysockets/baileys"
import { Schema } from "effect"

/** The key type under which decrypted messages wait until they are handed on. */
export const inboxType = "inbox"

/** One decrypted ciphertext with the attributes of the stanza that brought it. */
export const InboxRow = Schema.Struct({
  /** Order of arrival: microseconds since 1970. */
  sequence: Schema.Number,
  attributes: Schema.Record(Schema.String, Schema.String),
  /** As decrypted, still padded. */
  plaintext: Schema.Uint8Array
})
export type InboxRow = typeof InboxRow.Type

/** This account's two addresses. */
export interface Me {
  readonly id: string
  readonly lid: string | null
}

/** The message a row holds, as Baileys would have emitted it. Throws when the plaintext is no message. */
export const messageOf = (row: InboxRow, me: Me): WAMessage => {
  const stanza = { tag: "message", attrs: row.attributes }
  const { fullMessage } = decodeMessageNode(stanza, me.id, me.lid ?? "")
  const message = proto.Message.decode(unpadRandomMax16(row.plaintext))
  const key = fullMessage.key.fromMe === true ? ownKey(fullMessage.key, row.attributes) : fullMessage.key
  const sentAt = Number(row.attributes["t"] ?? Number.NaN)
  return {
    ...fullMessage,
    key,
    messageTimestamp: Number.isFinite(sentAt) ? sentAt : Math.floor(row.sequence / 1_000_000),
    message: message.deviceSentMessage?.message ?? message
  }
}

/** The key of a message typed on the phone: Baileys gives our own other address as the chat's. */
const ownKey = (key: WAMessageKey, attributes: InboxRow["attributes"]): WAMessageKey => {
  const { remoteJidAlt: _, ...rest } = key
  const isLid = isLidUser(key.remoteJid ?? undefined) === true
  const suffix = isLid ? "pn" : "lid"
  const alt = attributes[`recipient_${suffix}`] ?? attributes[`peer_recipient_${suffix}`]
  return alt === undefined ? rest : { ...rest, remoteJidAlt: alt }
}
