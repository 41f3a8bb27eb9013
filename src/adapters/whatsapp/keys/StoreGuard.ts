import { Duration, Effect, Schedule, Schema } from "effect"
import { type Fenced } from "../../../ports/WhatsAppKeys.ts"
import { type Ending } from "../Ending.ts"

/** Nothing was read or written, and the connection has been ended. */
export class StoreClosed extends Schema.TaggedError<StoreClosed>()("StoreClosed", {}) {}

class StoreDown extends Schema.TaggedError<StoreDown>()("StoreDown", { cause: Schema.Defect() }) {}

/** Runs one access to the key store: see `makeStoreGuard`. */
export type StoreGuard = <A>(access: Effect.Effect<A, Fenced>) => Effect.Effect<A, StoreClosed>

// About 30 s in all: a database restart passes without losing the connection.
const patience = Schedule.exponential(Duration.millis(100), 2).pipe(
  Schedule.modifyDelay(({ duration }) => Effect.succeed(Duration.min(duration, Duration.seconds(3)))),
  Schedule.upTo({ times: 14 })
)

/**
 * Repeats an access while the database is away and ends the connection when that lasts, or at once when another
 * process has taken the session. Ending before Baileys answers WhatsApp makes WhatsApp deliver the message again.
 */
export const makeStoreGuard = (ending: Ending): StoreGuard => {
  let isFenced = false
  const end = (message: string) => {
    ending.end({ _tag: "Watchdog", message })
    return new StoreClosed()
  }
  return <A>(access: Effect.Effect<A, Fenced>): Effect.Effect<A, StoreClosed> =>
    Effect.suspend((): Effect.Effect<A, Fenced | StoreClosed> =>
      isFenced ? Effect.fail(new StoreClosed()) : access
    ).pipe(
      Effect.catchDefect((cause) => Effect.fail(new StoreDown({ cause }))),
      Effect.retry({ schedule: patience, while: (error) => error._tag === "StoreDown" && !ending.isOver() }),
      Effect.catchTags({
        Fenced: () => {
          isFenced = true
          return Effect.fail(end("taken over by another process"))
        },
        StoreDown: ({ cause }) =>
          Effect.andThen(
            Effect.logError("WhatsApp keys cannot be stored", cause),
            Effect.fail(end("the key store does not answer"))
          )
      })
    )
}
