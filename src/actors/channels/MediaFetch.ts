import { Deferred, Effect, FiberSet, Option, Semaphore } from "effect"
import type { MessageId, TenantId } from "../../domain/Ids.ts"
import { maxBytesOf, sizeWords } from "../../domain/Media.ts"
import type { Connection } from "../../ports/ChannelTransport.ts"
import { MediaRefused } from "../../ports/MediaDesk.ts"
import { MediaStore } from "../../ports/MediaStore.ts"

/** Files that one channel brings at the same time: each is in memory as a whole. */
const atOnce = 2

/** For a place among them and all of the way. */
const patience = "90 seconds"

/**
 * Brings files of one channel's messages from its network and keeps them: whoever asks for one that is under way waits
 * for the same. Its fibers live as long as the actor, so that who asks first may leave.
 */
export const makeMediaFetch = Effect.gen(function* () {
  const store = yield* MediaStore
  const { maxBytes: mediaMaxBytes } = store.limits
  const permits = yield* Semaphore.make(atOnce)
  const fibers = yield* FiberSet.make()
  const underWay = new Map<MessageId, Deferred.Deferred<void, MediaRefused>>()

  const bring = Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: MessageId,
    connection: () => Connection | null
  ) {
    const found = yield* store.find(tenantId, id)
    if (Option.isNone(found)) return yield* nothing
    const { kept, kind, networkId, size, source } = found.value
    if (kept !== null) return
    if (source === null) return yield* forgotten
    const maxBytes = maxBytesOf(kind, mediaMaxBytes)
    const tooLarge = new MediaRefused({
      reason: "TooLarge",
      safeText: `This file is larger than ${sizeWords(maxBytes)} and is not brought here. Look at it on the phone.`
    })
    if (size !== null && size > maxBytes) return yield* tooLarge
    const current = connection()
    if (current === null) return yield* notOpen
    if (current.download === undefined) return yield* forgotten
    const bytes = yield* current
      .download({ source, networkId, maxBytes })
      .pipe(Effect.mapError(({ reason, safeText }) => new MediaRefused({ reason, safeText })))
    // What is claimed and what comes are two things.
    if (bytes.length > maxBytes) return yield* tooLarge
    yield* store.attach(tenantId, id, yield* store.keep(tenantId, bytes))
  })

  return Effect.fnUntraced(function* (
    tenantId: TenantId,
    id: MessageId,
    connection: () => Connection | null
  ) {
    const already = underWay.get(id)
    if (already !== undefined) return yield* Deferred.await(already)
    const done = Deferred.makeUnsafe<void, MediaRefused>()
    underWay.set(id, done)
    const work = bring(tenantId, id, connection).pipe(
      permits.withPermits(1),
      Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.fail(slow) }),
      Effect.catchDefect((defect) =>
        Effect.andThen(Effect.logError("A file was not brought", defect), Effect.fail(slow))
      ),
      Effect.onExit((exit) =>
        Effect.sync(() => {
          underWay.delete(id)
          Deferred.doneUnsafe(done, exit)
        })
      )
    )
    yield* FiberSet.run(fibers, Effect.ignore(work))
    return yield* Deferred.await(done)
  })
})

const nothing = new MediaRefused({ reason: "NotFound", safeText: "There is no file with this message." })

const forgotten = new MediaRefused({
  reason: "Gone",
  safeText: "This file is no longer kept here: nobody has opened it for a long time."
})

const notOpen = new MediaRefused({
  reason: "NotNow",
  safeText: "The channel is not connected, so its files cannot be brought now."
})

const slow = new MediaRefused({
  reason: "NotNow",
  safeText: "The file could not be brought now. Try again in a moment."
})
