import { Deferred, Effect, Exit, FiberSet } from "effect"
import type { TenantId } from "../../domain/Ids.ts"

/** What a batch does, and how many may go together. */
interface Gathering<A, B, E> {
  readonly atMost: number
  /** One statement for all of them; answers in their order. */
  readonly run: (tenantId: TenantId, batch: ReadonlyArray<A>) => Effect.Effect<ReadonlyArray<B>, E>
}

interface Waiting<A, B, E> {
  readonly item: A
  readonly done: Deferred.Deferred<B, E>
}

/**
 * Lets what is asked at the same time share a statement: one batch per tenant is under way, and what comes meanwhile goes
 * with the next. Alone it leaves at once. When a batch fails, each of it is tried alone, so that one that cannot be
 * harms no other. Who waits may be interrupted; what he asked for is done all the same.
 */
export const makeTogether = Effect.fnUntraced(function* <A, B, E>({ atMost, run }: Gathering<A, B, E>) {
  // Not in the fiber that asks: a transaction that is open there is not the batch's.
  const fork = yield* FiberSet.makeRuntime<never, void>()
  // Drained by the fiber of its line; bounded by those who wait for an answer.
  const lines = new Map<TenantId, Array<Waiting<A, B, E>>>()

  /** Runs the batch and gives its answers; false = it failed. The last word of one that is alone is its failure. */
  const attempt = Effect.fnUntraced(function* (tenantId: TenantId, batch: ReadonlyArray<Waiting<A, B, E>>) {
    const exit = yield* Effect.exit(
      run(
        tenantId,
        batch.map(({ item }) => item)
      )
    )
    if (Exit.isFailure(exit) && batch.length > 1) return false
    batch.forEach(({ done }, n) =>
      Deferred.doneUnsafe(
        done,
        Exit.map(exit, (answers) => answers[n]!)
      )
    )
    return true
  })

  const drain = (tenantId: TenantId, line: Array<Waiting<A, B, E>>) => {
    let under: ReadonlyArray<Waiting<A, B, E>> = []
    return Effect.gen(function* () {
      // What is asked in the same turn of the event loop goes together from the start.
      yield* Effect.yieldNow
      while (line.length > 0) {
        under = line.splice(0, atMost)
        if (yield* attempt(tenantId, under)) continue
        for (const one of under) yield* attempt(tenantId, [one])
      }
      // In the step that finds the line empty, so that nothing is added to a line that nobody drains.
      lines.delete(tenantId)
    }).pipe(
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          lines.delete(tenantId)
          for (const { done } of [...under, ...line]) Deferred.doneUnsafe(done, Exit.interrupt())
        })
      )
    )
  }

  return (tenantId: TenantId, item: A): Effect.Effect<B, E> =>
    Effect.suspend(() => {
      const done = Deferred.makeUnsafe<B, E>()
      const line = lines.get(tenantId)
      if (line !== undefined) line.push({ item, done })
      else {
        const fresh = [{ item, done }]
        lines.set(tenantId, fresh)
        fork(drain(tenantId, fresh))
      }
      return Deferred.await(done)
    })
})
