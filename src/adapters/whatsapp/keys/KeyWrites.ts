import { Deferred, Effect, Semaphore } from "effect"
import { type KeyRow } from "../../../ports/WhatsAppKeys.ts"

/** Writes key rows: see `makeKeyWrites`. */
interface KeyWrites<E> {
  /** Returns when the rows are stored; a later write of the same row never loses to an earlier one. */
  readonly write: (rows: ReadonlyArray<KeyRow>) => Effect.Effect<void, E>
  /** Stores the row with the next write. */
  readonly forget: (row: KeyRow) => void
  /** Stores the rows to forget, if there are any. */
  readonly writeForgotten: Effect.Effect<void, E>
}

interface Batch<E> {
  readonly rows: Map<string, KeyRow>
  readonly written: Deferred.Deferred<void, E>
}

/** One write at a time; what comes while one is under way gathers and is stored together by the next. */
export const makeKeyWrites = <E>(
  store: (rows: ReadonlyArray<KeyRow>) => Effect.Effect<void, E>
): KeyWrites<E> => {
  const oneAtATime = Semaphore.makeUnsafe(1)
  const forgotten = new Map<string, KeyRow>()
  let gathering: Batch<E> | null = null

  const storeBatch = (batch: Batch<E>) =>
    Effect.suspend(() => {
      gathering = null
      const gone = [...forgotten]
      forgotten.clear()
      const rows = new Map([...gone, ...batch.rows])
      return Effect.onError(store([...rows.values()]), () =>
        Effect.sync(() => gone.forEach(([name, row]) => forgotten.set(name, row)))
      )
    })

  const write = (rows: ReadonlyArray<KeyRow>): Effect.Effect<void, E> =>
    Effect.suspend(() => {
      const joined = gathering
      const batch = joined ?? { rows: new Map<string, KeyRow>(), written: Deferred.makeUnsafe<void, E>() }
      for (const row of rows) batch.rows.set(nameOf(row), row)
      if (joined !== null) return Deferred.await(joined.written)
      gathering = batch
      return oneAtATime
        .withPermits(1)(storeBatch(batch))
        .pipe(
          Effect.onExit((exit) =>
            Effect.sync(() => {
              if (gathering === batch) gathering = null
              Deferred.doneUnsafe(batch.written, exit)
            })
          )
        )
    })

  return {
    write,
    forget: (row) => forgotten.set(nameOf(row), row),
    writeForgotten: Effect.suspend(() => (forgotten.size === 0 ? Effect.void : write([])))
  }
}

const nameOf = ({ type, id }: KeyRow): string => `${type}/${id}`
