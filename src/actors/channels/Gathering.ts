import { Effect, Queue } from "effect"

interface Pace {
  /** At most so many go together. */
  readonly batchSize: number
  /** The first one is written at once; those of the time after it go together. */
  readonly gatherMillis: number
}

/** One fiber of the scope that writes what is put into a queue, in batches; a batch that was taken is written. */
export const writeGathered = <A>(
  queue: Queue.Dequeue<A>,
  { batchSize, gatherMillis }: Pace,
  write: (batch: ReadonlyArray<A>) => Effect.Effect<void>
) =>
  Effect.uninterruptibleMask((restore) =>
    restore(Queue.takeBetween(queue, 1, batchSize)).pipe(
      Effect.flatMap(write),
      Effect.andThen(restore(Effect.sleep(gatherMillis))),
      Effect.forever
    )
  ).pipe(Effect.forkScoped)
