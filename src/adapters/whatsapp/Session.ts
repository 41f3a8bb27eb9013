import {
  type AuthenticationCreds,
  DisconnectReason,
  makeWASocket,
  type WASocket
} from "@whiskeysockets/baileys"
import { Duration, Effect, FiberSet } from "effect"
import { type ChannelHandle, type ConnectionEvents } from "../../ports/ChannelTransport.ts"
import { type WhatsAppKeys } from "../../ports/WhatsAppKeys.ts"
import { type WebVersion } from "../../ports/WhatsAppVersions.ts"
import { makeBaileysLogger } from "./BaileysLogger.ts"
import { BoundedCache } from "./BoundedCache.ts"
import { type ConnectLimit } from "./ConnectLimit.ts"
import { type Ending } from "./Ending.ts"
import { makeGroupDirectory } from "./GroupDirectory.ts"
import { readBacklog, toArrival } from "./inbound/Backlog.ts"
import { makeDurableInbox } from "./inbound/DurableInbox.ts"
import { addressesOf } from "./inbound/Identity.ts"
import { type InboxRow, inboxType, type Me } from "./inbound/InboxRow.ts"
import { makeIntake } from "./inbound/Intake.ts"
import { keepSenderOrder } from "./inbound/SenderOrder.ts"
import { convertWith } from "./inbound/Resolver.ts"
import { isPaired, loadCredentials } from "./keys/Credentials.ts"
import { makeKeyStore } from "./keys/KeyStore.ts"
import { ownSenderSuffixes } from "./keys/SenderKeyTrim.ts"
import { makeStoreGuard } from "./keys/StoreGuard.ts"
import { type SessionCaches } from "./SessionCaches.ts"
import { socketConfig } from "./SocketConfig.ts"

/** Everything a connection is made from. */
export interface SessionOptions {
  readonly url: string
  readonly store: WhatsAppKeys["Service"]
  readonly channel: ChannelHandle
  readonly events: ConnectionEvents
  readonly caches: SessionCaches
  readonly limit: ConnectLimit
  /** What this connection says it is. */
  readonly version: WebVersion
  /** Whether a person asked for this connection and looks on. */
  readonly isAsked: boolean
}

/** The parts of one connection; its fibers end with the scope, its socket with `ending`. */
export type Session = Effect.Success<ReturnType<typeof openSession>>

// Ids of messages that came through the inbox, until Baileys emits them as well.
const seenLimits = { capacity: 5000, ttlMillis: Duration.toMillis("10 minutes") }

/** Loads the keys, reads what an earlier connection left over, and begins to connect. */
export const openSession = Effect.fnUntraced(function* (options: SessionOptions, ending: Ending) {
  const { channel, store, events } = options
  const logger = makeBaileysLogger(yield* Effect.context<never>(), ending.isOver)
  const run = yield* FiberSet.makeRuntimePromise()
  const guard = makeStoreGuard(ending)
  const credentials = yield* loadCredentials(channel, store, guard)
  const { creds } = credentials
  const keyStore = yield* makeKeyStore({
    channel,
    store,
    guard,
    ownSenders: () => (creds.me === undefined ? [] : ownSenderSuffixes(creds.me))
  })
  const groups = makeGroupDirectory()
  const left = yield* store.all(channel, inboxType)
  const intake = yield* makeIntake({
    backlog: yield* readBacklog(left, meOf(creds), keyStore.forgetRow),
    convert: convertWith(keyStore.keys, () => ({
      me: addressesOf(creds.me?.id, creds.me?.lid),
      groupTitle: groups.title
    })),
    deliver: events.inbound,
    failures: options.caches.failures,
    forgetRow: keyStore.forgetRow
  })
  const seen = new BoundedCache(seenLimits)
  const handOn = (id: string, row: InboxRow) => {
    const messageId = row.attributes["id"] ?? ""
    seen.set(messageId, true)
    return Effect.andThen(options.caches.undecrypted.readable(messageId), handOnRow(id, row))
  }
  const handOnRow = (id: string, row: InboxRow) =>
    Effect.flatMap(toArrival(id, row, meOf(creds)), (arrival) =>
      arrival === null ? Effect.sync(() => keyStore.forgetRow(id)) : intake.offer(arrival)
    )
  const inbox = makeDurableInbox({
    recent: options.caches.recentPlaintexts,
    isOver: ending.isOver,
    // Rejects only when the scope closes; the row is for the next connection then.
    handOn: (id, row) => run(handOn(id, row)).catch(() => undefined)
  })
  const isAwaited = !isPaired(creds) || options.caches.isNewlyPaired || options.isAsked
  options.caches.isNewlyPaired = false
  const place = yield* Effect.acquireRelease(options.limit.enter(isAwaited), ({ leave }) => leave, {
    interruptible: true
  })
  const socket = yield* Effect.sync(() =>
    makeWASocket(
      socketConfig({
        url: options.url,
        version: options.version,
        logger,
        auth: { creds, keys: keyStore.keys },
        caches: options.caches,
        makeSignalRepository: inbox.makeSignalRepository,
        sentText: (networkId) => run(store.sentText(channel, networkId)),
        findGroup: groups.find
      })
    )
  )
  keepSenderOrder(socket)
  inbox.watch(socket)
  groups.watch(socket)
  let socketClosed = Promise.resolve()
  ending.onEnd(() => {
    socketClosed = socket.end(undefined)
    failQueries(socket)
  })
  const { leave } = place
  return {
    credentials,
    keyStore,
    intake,
    inbox,
    groups,
    socket,
    seen,
    leave,
    socketClosed: () => socketClosed
  }
})

/** Whether a person asked for the connection that is opened now: only the first one of a run that he began. */
export const takeAsked = ({ isTakingOver, generation }: ChannelHandle, caches: SessionCaches): boolean => {
  if (isTakingOver !== true || caches.askedBy === generation) return false
  caches.askedBy = generation
  return true
}

const meOf = ({ me }: AuthenticationCreds): Me => ({ id: me?.id ?? "", lid: me?.lid ?? null })

/** Baileys drops the listeners by which queries learn of the end, and then waits 20 s for each answer. */
const failQueries = ({ ws }: WASocket): void => {
  const error = Object.assign(new Error("Connection Closed"), {
    output: { statusCode: DisconnectReason.connectionClosed }
  })
  if (ws.listenerCount("error") > 0) ws.emit("error", error)
}
