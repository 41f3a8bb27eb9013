import { Clock, Effect, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import { MediaStore } from "../../ports/MediaStore.ts"

const dayMillis = 86_400_000

const lookEvery = "1 hour"

/** Forgets files that nobody has opened for the days of the setting. */
export const layer = Singleton.make(
  "media-retention",
  Effect.gen(function* () {
    const store = yield* MediaStore
    const { keptDays } = store.limits
    const purge = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      let gone = 1
      while (gone > 0) gone = yield* store.purge(now - keptDays * dayMillis)
    })
    yield* purge.pipe(
      Effect.catchCause((cause) => Effect.logError("Old files could not be forgotten, trying again", cause)),
      Effect.repeat(Schedule.spaced(lookEvery))
    )
  })
)
