import { Deferred, Effect, FiberSet, Semaphore } from "effect"

/** How a conversation works for several writers at once. */
export interface WriterLinesOptions {
  /** Messages worked on at the same time. */
  readonly concurrency: number
  /** Messages under way or waiting; beyond it `run` waits, and with it the mailbox. */
  readonly capacity: number
}

/**
 * Runs work in order per writer and side by side for different writers, so that one customer's slow panel never
 * holds up a group. The fibers belong to the scope.
 */
export const makeWriterLines = Effect.fnUntraced(function* (options: WriterLinesOptions) {
  const fibers = yield* FiberSet.make()
  const running = yield* Semaphore.make(options.concurrency)
  const places = yield* Semaphore.make(options.capacity)
  const tails = new Map<string, Deferred.Deferred<void>>()

  /** Returns when the work has its place in the writer's line. */
  return Effect.fnUntraced(function* <R>(writer: string, work: Effect.Effect<void, never, R>) {
    yield* places.take(1)
    const before = tails.get(writer)
    const done = Deferred.makeUnsafe<void>()
    tails.set(writer, done)
    const turn = before === undefined ? Effect.void : Deferred.await(before)
    yield* FiberSet.run(
      fibers,
      turn.pipe(
        Effect.andThen(running.withPermits(1)(work)),
        Effect.ensuring(
          Effect.suspend(() => {
            if (tails.get(writer) === done) tails.delete(writer)
            Deferred.doneUnsafe(done, Effect.void)
            return places.release(1)
          })
        )
      )
    )
  })
})
