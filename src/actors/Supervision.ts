import { Cause, Effect, Schema } from "effect"
import { Entity } from "effect/cluster"
import { type ActorKind, type Resident, Residents } from "../ports/Residents.ts"

/** The actor failed on this message and starts afresh with the next one; the cause is in the log. */
export class ActorFailed extends Schema.TaggedError<ActorFailed>()("ActorFailed", {
  actor: Schema.String
}) {}

/** Writes the actor down that is being built, until its scope ends. `waiting`: what it has taken beside its mailbox. */
export const makeResident = Effect.fnUntraced(function* (kind: ActorKind, waiting?: () => number) {
  const book = yield* Residents
  const { entityId } = yield* Entity.CurrentAddress
  return yield* Effect.acquireRelease(
    Effect.sync(() => book.enter(kind, entityId, waiting)),
    (resident) => Effect.sync(() => book.leave(resident))
  )
})

/**
 * What work within an actor runs under (rule 9): a defect is logged once with its cause and counted, the actor's memory
 * is dropped by `forget`, and the asker gets a typed error.
 */
export const restarting =
  (resident: Resident, forget: Effect.Effect<void>) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E | ActorFailed, R> =>
    Effect.catchCauseIf(work, Cause.hasDies, (cause) => {
      const actor = `${resident.kind}Actor`
      return Effect.logError(`${actor} failed and starts afresh`, cause).pipe(
        Effect.andThen(Effect.map(Residents, (book) => book.failed(resident, safeWords(cause)))),
        Effect.andThen(forget),
        Effect.andThen(Effect.fail(new ActorFailed({ actor })))
      )
    })

/** What every handler runs under: `restarting`, and each message counted. */
export const supervised = (resident: Resident, forget: Effect.Effect<void>) => {
  const guard = restarting(resident, forget)
  return <A, E, R>(handler: Effect.Effect<A, E, R>): Effect.Effect<A, E | ActorFailed, R> => {
    const guarded = guard(handler)
    return Effect.suspend(() => {
      resident.handled += 1
      resident.lastActiveAt = Date.now()
      return guarded
    })
  }
}

/** The kind of error and the place in our own source: a message may hold what a panel or a person wrote. */
const safeWords = (cause: Cause.Cause<unknown>): string => {
  const defect = cause.reasons.find(Cause.isDieReason)?.defect
  if (!(defect instanceof Error)) return "Unknown defect"
  const name = /^\w{1,60}$/.test(defect.name) ? defect.name : "Error"
  const place = /\/src\/([\w/]+\.ts):(\d+)/.exec(defect.stack ?? "")
  return place === null ? name : `${name} in ${place[1]}:${place[2]}`
}
