import {
  Browsers,
  type GroupMetadata,
  proto,
  type SocketConfig,
  type UserFacingSocketConfig
} from "@whiskeysockets/baileys"
import { type WebVersion } from "../../ports/WhatsAppVersions.ts"
import { type BaileysLogger } from "./BaileysLogger.ts"
import { type SessionCaches } from "./SessionCaches.ts"

/** What differs from one connection to the next. */
export interface SocketParts {
  readonly url: string
  readonly version: WebVersion
  readonly logger: BaileysLogger
  readonly auth: SocketConfig["auth"]
  readonly caches: SessionCaches
  readonly makeSignalRepository: SocketConfig["makeSignalRepository"]
  readonly sentText: (networkId: string) => Promise<string | null>
  readonly findGroup: (jid: string) => Promise<GroupMetadata | undefined>
}

/** The way this gateway runs Baileys; reasons in facts/whatsapp.md 5.3 and 5.4. */
export const socketConfig = (parts: SocketParts): UserFacingSocketConfig => ({
  waWebSocketUrl: parts.url,
  version: [...parts.version],
  browser: Browsers.ubuntu("Chrome"),
  logger: parts.logger,
  auth: parts.auth,
  makeSignalRepository: parts.makeSignalRepository,
  // Retried below, where a fenced session can be told from a database that is away.
  transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
  getMessage: async ({ id }) => {
    const file = id ? parts.caches.sentFiles.get<proto.IMessage>(id) : undefined
    if (file !== undefined) return file
    const text = id ? await parts.sentText(id) : null
    return text === null ? undefined : { conversation: text }
  },
  cachedGroupMetadata: parts.findGroup,
  msgRetryCounterCache: parts.caches.retryCounters,
  userDevicesCache: parts.caches.devices,
  callOfferCache: parts.caches.callOffers,
  placeholderResendCache: parts.caches.placeholders,
  // With true the owner's phone stops showing notifications.
  markOnlineOnConnect: false,
  syncFullHistory: false,
  // The first history brings the LID mappings and trusted-contact tokens; all of it would be the account's past.
  shouldSyncHistoryMessage: ({ syncType }) => syncType !== proto.HistorySync.HistorySyncType.FULL,
  // We know what we sent; with true a refusal comes merged into our own message.
  emitOwnEvents: false,
  generateHighQualityLinkPreview: false,
  // One unanswered query holds up every message of the account.
  defaultQueryTimeoutMs: 20_000,
  // None: for every stanza sent, Baileys would record a stack and reject a promise with another, a quarter of the cost of
  // sending. A connection that does not open is ended by our own watchdog, an ack that does not come by `Sending.ts`.
  connectTimeoutMs: 0,
  keepAliveIntervalMs: 30_000,
  retryRequestDelayMs: 350,
  // Baileys counts each message it sends again twice; a phone asks five times.
  maxMsgRetryCount: 10,
  shouldIgnoreJid: (jid) => jid === "status@broadcast" || jid.endsWith("@newsletter")
})
