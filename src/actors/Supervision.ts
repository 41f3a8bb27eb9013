import { Cause, Effect, Schema } from "effect"

/** The actor failed on this message and starts afresh with the next one; the cause is in the log. */
export class ActorFailed extends Schema.TaggedError<ActorFailed>()("ActorFailed", {
  actor: Schema.String
}) {}

/**
 * What every handler runs under (rule 9): a defect is logged once with its cause, the actor's memory is dropped by
 * `forget`, and the asker gets a typed error.
 */
export const supervised =
  (actor: string, forget: Effect.Effect<void>) =>
  <A, E, R>(handler: Effect.Effect<A, E, R>): Effect.Effect<A, E | ActorFailed, R> =>
    Effect.catchCauseIf(handler, Cause.hasDies, (cause) =>
      Effect.logError(`${actor} failed and starts afresh`, cause).pipe(
        Effect.andThen(forget),
        Effect.andThen(Effect.fail(new ActorFailed({ actor })))
      )
    )
