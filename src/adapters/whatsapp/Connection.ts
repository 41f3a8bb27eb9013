import { isJidGroup } from "@whiskeysockets/baileys"
import { Cause, Deferred, Effect, type Scope } from "effect"
import { type CloseReason } from "../../domain/Channel.ts"
import { type ChatSummary, type Connection } from "../../ports/ChannelTransport.ts"
import { type Egress } from "../../ports/Egress.ts"
import { type EventLoop } from "../../ports/EventLoop.ts"
import { type WebVersion } from "../../ports/WhatsAppVersions.ts"
import { makeAcknowledgements } from "./Acknowledgements.ts"
import { type Ending, makeEnding } from "./Ending.ts"
import { makeDownload } from "./MediaDownload.ts"
import { mediaHosts } from "./MediaHosts.ts"
import { makeUpload } from "./MediaUpload.ts"
import { notConnected } from "./Refusals.ts"
import { makeLineCheck } from "./LineCheck.ts"
import { makeSend } from "./Sending.ts"
import { checkGroup, hasNumber } from "./Recipient.ts"
import { openSession, type Session, type SessionOptions, takeAsked } from "./Session.ts"
import { type VersionKeeper } from "./version/VersionKeeper.ts"
import { reportEvents } from "./SessionEvents.ts"

interface ConnectionOptions extends Omit<SessionOptions, "version" | "isAsked"> {
  readonly versions: VersionKeeper
  readonly eventLoop: EventLoop["Service"]
  /** Called when the account is no longer ours. */
  readonly forgetCaches: () => void
  readonly egress: Egress["Service"]
}

/** Opens one connection; when not even that works, it is one that has closed already. */
export const openConnection = (options: ConnectionOptions): Effect.Effect<Connection, never, Scope.Scope> =>
  start(options).pipe(
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(cause)
        : Effect.as(
            Effect.logError("a WhatsApp connection could not be opened", cause),
            stillborn({ _tag: "Watchdog", message: "the connection could not be opened" })
          )
    )
  )

const start = Effect.fnUntraced(function* (options: ConnectionOptions) {
  const isAsked = takeAsked(options.channel, options.caches)
  const version = yield* options.versions.admit(isAsked)
  if (version === null) return stillborn(outdated)
  const ending = yield* makeEnding
  const session = yield* openSession({ ...options, version, isAsked }, ending)
  const acknowledgements = makeAcknowledgements()
  acknowledgements.watch(session.socket)
  const { isOpen, answered } = yield* reportEvents(session, options, ending)
  const worked = Effect.andThen(session.leave, options.versions.worked(version))
  yield* Effect.forkScoped(Effect.andThen(answered, worked))
  const { egress } = options
  const hosts = mediaHosts(options.url)
  const closed = yield* Deferred.make<CloseReason>()
  const shutDown = yield* Effect.cached(
    Effect.uninterruptible(
      closeDown(session, ending, acknowledgements.close).pipe(
        Effect.tap((reason) => (isLoggedOut(reason) ? forget(options, session) : Effect.void)),
        Effect.flatMap((reason) => explain(options, version, reason)),
        Effect.flatMap((reason) => Deferred.succeed(closed, reason))
      )
    )
  )
  const end = (reason: CloseReason) =>
    Effect.andThen(
      Effect.sync(() => ending.end(reason)),
      shutDown
    )
  yield* Effect.addFinalizer(() =>
    // Once more for what was handed on after the connection had ended.
    Effect.andThen(end({ _tag: "Stopped" }), written(session))
  )
  yield* Effect.forkScoped(Effect.andThen(ending.decided, shutDown))

  const connection: Connection = {
    send: makeSend({
      onSilence: yield* makeLineCheck(session.socket, ending),
      socket: session.socket,
      acknowledgements,
      groups: session.groups,
      isOpen,
      upload: makeUpload({ socket: session.socket, egress, hosts }),
      sentFiles: options.caches.sentFiles
    }),
    download: makeDownload({ socket: session.socket, egress, hosts, isOpen }),
    chats: Effect.suspend(() => (isOpen() ? chatsOf(session) : Effect.succeed([]))),
    knows: (chatId) => (isOpen() ? knows(session, chatId) : Effect.succeed(null)),
    closed: Deferred.await(closed),
    unlink: Effect.gen(function* () {
      if (isOpen()) yield* logOut(session)
      yield* end({ _tag: "Code", code: 401, message: "unlinked here", wasPaired: true })
      yield* forget(options, session)
    })
  }
  return connection
})

/** Closes the socket and waits, a few seconds at most, until everything is written. */
const closeDown = Effect.fnUntraced(function* (session: Session, ending: Ending, closeAcks: () => void) {
  const { socket, socketClosed, inbox, credentials } = session
  const reason = yield* ending.decided
  closeAcks()
  yield* patiently(socketClosed, "2 seconds")
  yield* patiently(inbox.settled, "2 seconds")
  const me = credentials.creds.me?.id
  // Baileys sends under this lock: when it is free, the last message's keys have been handed to the store.
  if (me !== undefined) {
    yield* patiently(() => socket.authState.keys.transaction(async () => undefined, me), "2 seconds")
  }
  yield* credentials.save
  yield* written(session)
  return reason
})

/** A connection that stood still ends within this of the standstill: the keep-alive looks when the loop turns again. */
const afterStallMillis = 10_000

/** What can be said of a close only by looking at the process as a whole. */
const explain = (
  { versions, eventLoop }: ConnectionOptions,
  version: WebVersion,
  reason: CloseReason
): Effect.Effect<CloseReason> => {
  if (reason._tag !== "Code") return Effect.succeed(reason)
  if (reason.code === outdated.code) {
    return versions.refused(version).pipe(
      Effect.map((isMended) => ({ ...reason, isMended })),
      // Without the database nothing is known of versions; the pause is the same.
      Effect.catchCause((cause) => Effect.as(Effect.logWarning("WhatsApp versions", cause), reason))
    )
  }
  // Lost, or given up by WhatsApp because its pings were not answered.
  if (!reason.wasPaired || (reason.code !== 408 && reason.code !== 428)) return Effect.succeed(reason)
  return Effect.map(eventLoop.stalledWithin(afterStallMillis), (lagMillis) =>
    lagMillis === null ? reason : { _tag: "Stalled", lagMillis }
  )
}

const outdated = { _tag: "Code", code: 405, message: "the version is refused", wasPaired: true } as const

const written = ({ keyStore }: Session): Effect.Effect<void> =>
  Effect.ignore(Effect.timeout(keyStore.drain, "5 seconds"))

// Baileys' promises may hang or fail on a dead socket; either way there is nothing more to wait for.
const patiently = (work: () => Promise<unknown>, limit: "2 seconds" | "5 seconds"): Effect.Effect<void> =>
  Effect.tryPromise(work).pipe(Effect.timeout(limit), Effect.ignore)

const isLoggedOut = (reason: CloseReason): boolean =>
  reason._tag === "Code" && reason.code === 401 && reason.wasPaired

/** Forgets the account's keys once everything it received is handed on; a Fenced holder has nothing to forget. */
const forget = ({ store, channel, forgetCaches }: ConnectionOptions, { intake }: Session) =>
  Effect.gen(function* () {
    yield* Effect.timeout(intake.idle, "5 seconds")
    yield* store.clear(channel)
    forgetCaches()
  }).pipe(
    Effect.catchTag("Fenced", () => Effect.void),
    Effect.catchCause((cause) => Effect.logWarning("WhatsApp keys are kept for now", cause))
  )

const logOut = ({ socket }: Session): Effect.Effect<void> => patiently(() => socket.logout(), "5 seconds")

const chatsOf = ({ groups }: Session): Effect.Effect<ReadonlyArray<ChatSummary>> =>
  Effect.tryPromise(groups.all).pipe(
    Effect.map((all) =>
      all.map(({ id, subject, participants }) => ({
        chatId: id,
        kind: "group" as const,
        title: subject,
        members: participants.length
      }))
    ),
    Effect.catch((error) => Effect.as(Effect.logWarning("WhatsApp did not list the groups", error), []))
  )

const knows = ({ groups, socket }: Session, chatId: string): Effect.Effect<boolean | null> =>
  (isJidGroup(chatId) === true
    ? Effect.as(checkGroup(groups, chatId), true)
    : hasNumber(socket, chatId)
  ).pipe(
    Effect.timeout("10 seconds"),
    Effect.catch((error) =>
      Effect.succeed(error._tag === "SendError" && error.reason._tag === "Refused" ? false : null)
    )
  )

const stillborn = (reason: CloseReason): Connection => ({
  send: () => Effect.fail(notConnected()),
  chats: Effect.succeed([]),
  knows: () => Effect.succeed(null),
  closed: Effect.succeed(reason),
  unlink: Effect.void
})
