import {
  isJidBroadcast,
  isJidGroup,
  isJidNewsletter,
  isJidStatusBroadcast,
  type WAMessage
} from "@whiskeysockets/baileys"
import { Result } from "effect"
import { type Inbound } from "../../../domain/Inbound.ts"
import { mediaOf } from "../MediaReference.ts"
import { readContent } from "./Content.ts"
import { type Addresses, addressesOf, type AliasOf, complete, plainJid } from "./Identity.ts"

/** Why a message of the network is not one for us. */
export type Ignored =
  /** Status updates, seen by all contacts. */
  | "status"
  /** Channels we follow. */
  | "newsletter"
  /** Broadcast lists: the copy for us comes as a direct message. */
  | "broadcast"
  /** A placeholder for a message that could not be decrypted yet; its resend has the same id. */
  | "undecrypted"
  /** Group changes, missed calls and other notices without content. */
  | "notice"
  /** Deletions, edits, pins, app-state keys, history: the protocol talking to itself. */
  | "protocol"
  /** Keys for a group's next messages, nothing to read. */
  | "keys"
  | "call"
  | "reaction"
  | "vote"
  /** Nothing to store under: no id, no chat. */
  | "malformed"

/** What conversion needs to know of the session. */
export interface Known {
  readonly me: Addresses
  readonly aliasOf: AliasOf
  readonly groupTitle: (jid: string) => string | null
}

/** A message of the network as the gateway understands it, or why it is none. */
export const toInbound = (message: WAMessage, known: Known): Result.Result<Inbound, Ignored> => {
  const { key } = message
  const chat = key.remoteJid
  if (!chat || !key.id) return Result.fail("malformed")
  if (isJidStatusBroadcast(chat)) return Result.fail("status")
  if (isJidBroadcast(chat) === true) return Result.fail("broadcast")
  if (isJidNewsletter(chat) === true) return Result.fail("newsletter")
  if (message.messageStubType === ciphertextStub) return Result.fail("undecrypted")
  if (!message.message) return Result.fail("notice")
  const content = readContent(message.message)
  if (Result.isFailure(content)) return Result.fail(content.failure)

  const isFromOwner = key.fromMe === true
  const isGroup = isJidGroup(chat) === true
  const partner = complete(addressesOf(chat, key.remoteJidAlt), known.aliasOf)
  const author = isFromOwner
    ? known.me
    : isGroup
      ? complete(addressesOf(key.participant, key.participantAlt), known.aliasOf)
      : partner
  const name = isFromOwner ? null : short(message.pushName) || null
  const media = mediaOf(message.message, key)
  return Result.succeed({
    networkId: short(key.id),
    chatId: isGroup ? chat : (partner.lid ?? partner.pn ?? plainJid(chat)),
    chatPn: isGroup ? null : partner.pn,
    chatKind: isGroup ? "group" : "direct",
    chatTitle: isGroup ? known.groupTitle(chat) : name,
    sender: { lid: author.lid, pn: author.pn, telegramId: null, name },
    isFromOwner,
    kind: content.success.kind,
    text: clean(content.success.text),
    quotedId: short(content.success.quotedId) || null,
    ...(media === null ? {} : { media }),
    sentAt: Number(message.messageTimestamp ?? 0) * 1000
  })
}

// proto.WebMessageInfo.StubType.CIPHERTEXT
const ciphertextStub = 2

// PostgreSQL takes neither NUL nor lone surrogates, and a person can send both.
const clean = (text: string | null | undefined): string => (text ?? "").replaceAll("\0", "").toWellFormed()

// Ids and names are chosen by the sender; an index takes 2 700 bytes.
const short = (text: string | null | undefined): string => clean(text).slice(0, 200)
