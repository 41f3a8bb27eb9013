import "../src/adapters/whatsapp/SilenceLibsignal.ts"
import {
  type AuthenticationCreds,
  DEFAULT_CONNECTION_CONFIG,
  initAuthCreds,
  isJidGroup,
  makeCacheableSignalKeyStore,
  makeWASocket,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type WASocket
} from "@whiskeysockets/baileys"
import { Context } from "effect"
import { makeBaileysLogger } from "../src/adapters/whatsapp/BaileysLogger.ts"
import { BoundedCache } from "../src/adapters/whatsapp/BoundedCache.ts"
import { ownSenderSuffixes, trimOwnSenderKeys } from "../src/adapters/whatsapp/keys/SenderKeyTrim.ts"
import { makeSignalRepository } from "../src/adapters/whatsapp/signal/SignalRepository.ts"

/*
 * The peer: a bot on Baileys alone, with its keys in memory and no gateway. It answers each command and, when told
 * to, writes to the provider's group first. Settings: URL, PROVIDER_GROUP ("" = none), TRIM (1 = our sender-key trim),
 * NATIVE (1 = our group signatures). Prints its QR code as "QR …" and, once open, "OPEN".
 */

const { URL: url = "", PROVIDER_GROUP: providerGroup = "", TRIM, NATIVE } = process.env

const logger = makeBaileysLogger(Context.empty(), () => true)
const creds: AuthenticationCreds = initAuthCreds()
const stored = new Map<string, unknown>()
const memory: SignalKeyStore = {
  get: async <T extends keyof SignalDataTypeMap>(type: T, ids: Array<string>) => {
    const found: { [id: string]: SignalDataTypeMap[T] } = {}
    for (const id of ids) {
      const value = stored.get(`${type}.${id}`)
      // Baileys reads back what it wrote itself.
      if (value !== undefined && value !== null) found[id] = value as SignalDataTypeMap[T]
    }
    return found
  },
  set: async (data: SignalDataSet) => {
    for (const [type, values] of Object.entries(data)) {
      for (const [id, value] of Object.entries(values)) stored.set(`${type}.${id}`, value)
    }
  }
}
const cached = makeCacheableSignalKeyStore(memory, logger)
const keys: SignalKeyStore =
  TRIM === "1"
    ? {
        get: (type, ids) => cached.get(type, ids),
        set: (data) =>
          cached.set(trimOwnSenderKeys(data, creds.me === undefined ? [] : ownSenderSuffixes(creds.me)))
      }
    : cached

const devices = new BoundedCache({ capacity: 5_000, ttlMillis: 3_600_000 })

const open = (): void => {
  const groups = new Map<string, Awaited<ReturnType<WASocket["groupMetadata"]>>>()
  const socket = makeWASocket({
    waWebSocketUrl: url,
    version: DEFAULT_CONNECTION_CONFIG.version,
    logger,
    auth: { creds, keys },
    ...(NATIVE === "1" ? { makeSignalRepository } : {}),
    // Without it each group message costs a query.
    cachedGroupMetadata: async (jid) => {
      const known = groups.get(jid) ?? (await socket.groupMetadata(jid))
      groups.set(jid, known)
      return known
    },
    userDevicesCache: devices,
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    generateHighQualityLinkPreview: false
  })
  socket.ev.on("creds.update", (update) => void Object.assign(creds, update))
  socket.ev.on("connection.update", ({ connection, qr }) => {
    if (qr !== undefined) console.log(`QR ${qr}`)
    if (connection === "open") console.log("OPEN")
    // After pairing WhatsApp ends the connection and expects the next.
    if (connection === "close" && !isStopping) open()
  })
  socket.ev.on("messages.upsert", ({ messages }) => {
    for (const message of messages) {
      const text = message.message?.conversation ?? message.message?.extendedTextMessage?.text ?? ""
      const order = /^(\d{7}) cancel$/.exec(text)?.[1]
      const chat = message.key.remoteJid
      if (order === undefined || chat === null || chat === undefined || message.key.fromMe === true) continue
      void (async () => {
        if (providerGroup !== "") await socket.sendMessage(providerGroup, { text: `9${order} cancel` })
        const quoted = isJidGroup(chat) === true ? { quoted: message } : {}
        await socket.sendMessage(chat, { text: `Cancel request added for order ${order}` }, quoted)
      })()
    }
  })
}

let isStopping = false
process.once("SIGTERM", () => {
  isStopping = true
  process.exit(0)
})

console.log("STARTED")
open()
