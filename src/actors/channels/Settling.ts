import { Deferred, Effect, Exit, Queue } from "effect"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Outbox, SendAttempt } from "../../ports/Outbox.ts"
import { writeGathered } from "./Gathering.ts"

/** Attempts recorded in one transaction. */
const batchSize = 100

/** Attempts that may wait; when it is full, sending waits. */
const capacity = 1_000

/** The first one is recorded at once; those of the time after it go together. */
const gatherMillis = 10

interface Waiting {
  readonly attempt: SendAttempt
  readonly recorded: Deferred.Deferred<void>
}

/**
 * Records how attempts ended, those that end at the same time in one transaction: one fiber drains the queue, and
 * what comes while it writes goes with the next write.
 */
export const makeSettling = Effect.fnUntraced(function* (outbox: Outbox["Service"], channel: ChannelHandle) {
  const queue = yield* Queue.bounded<Waiting>(capacity)

  const write = Effect.fnUntraced(function* (batch: ReadonlyArray<Waiting>) {
    const exit = yield* Effect.exit(
      outbox.settle(
        channel,
        batch.map(({ attempt }) => attempt)
      )
    )
    if (Exit.isFailure(exit)) yield* Effect.logError("Sent messages could not be recorded", exit.cause)
    for (const { recorded } of batch) Deferred.doneUnsafe(recorded, exit)
  })

  // What waits at the end of the scope is written before it ends: an attempt that is not would be made again.
  yield* Effect.addFinalizer(() =>
    Effect.flatMap(Queue.clear(queue), (rest) => (rest.length > 0 ? write(rest) : Effect.void))
  )
  yield* writeGathered(queue, { batchSize, gatherMillis }, write)

  return (attempt: SendAttempt) => {
    const recorded = Deferred.makeUnsafe<void>()
    return {
      /** Puts it in line to be recorded. */
      isIn: Effect.asVoid(Queue.offer(queue, { attempt, recorded })),
      /** Waits until it is recorded. */
      done: Deferred.await(recorded)
    }
  }
})
