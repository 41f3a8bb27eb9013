import { Effect, Queue } from "effect"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Outbox, Receipt } from "../../ports/Outbox.ts"
import { writeGathered } from "./Gathering.ts"

/** Receipts recorded in one statement. */
const batchSize = 500

/** Receipts that may wait; beyond it the oldest go: they only decorate a message. */
const capacity = 2_000

/** The first one is recorded at once; those of the time after it go together. */
const gatherMillis = 75

/**
 * Records the network's receipts of one channel in batches, and what waits at the end of the scope before it ends: the
 * network says each of them once.
 */
export const makeReceipts = Effect.fnUntraced(function* (outbox: Outbox["Service"], channel: ChannelHandle) {
  const queue = yield* Queue.sliding<Receipt>(capacity)

  const write = (batch: ReadonlyArray<Receipt>) =>
    outbox
      .delivered(channel, batch)
      .pipe(Effect.catchCause((cause) => Effect.logWarning("Receipts could not be recorded", cause)))

  yield* Effect.addFinalizer(() => Effect.flatMap(Queue.clear(queue), write))
  yield* writeGathered(queue, { batchSize, gatherMillis }, write)

  return (receipt: Receipt) => Effect.asVoid(Queue.offer(queue, receipt))
})
