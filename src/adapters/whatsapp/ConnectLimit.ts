import { Effect, Metric, Random, Semaphore } from "effect"

/** Openings at once in a process: each costs tens of milliseconds of its only thread (facts/whatsapp.md 3). */
const atOnce = 8

/** Of them, those that nobody waits for: whoever links a phone at this moment always finds a place. */
const atOnceUnattended = 6

/** A start of many sessions is spread a little, so that the network sees no wall of them. */
const spreadMillis = 300

const opening = Metric.gauge("relaydesk_whatsapp_opening", {
  description: "WhatsApp connections on their way to being open"
})

/** Lets a process open so many connections at once, those that a person waits for before the others. */
export interface ConnectLimit {
  /** Waits for a place, which is free again when `leave` runs, at most once; the caller sees to it that it does. */
  readonly enter: (isAwaited: boolean) => Effect.Effect<{ readonly leave: Effect.Effect<void> }>
}

/** Makes the limit of one process. */
export const makeConnectLimit = (): ConnectLimit => {
  const all = Semaphore.makeUnsafe(atOnce)
  const unattended = Semaphore.makeUnsafe(atOnceUnattended)
  let inside = 0

  const count = (change: 1 | -1) =>
    Effect.suspend(() => {
      inside += change
      return Metric.update(opening, inside)
    })
  const giveBack = (isAwaited: boolean) =>
    Effect.asVoid(Effect.andThen(all.release(1), isAwaited ? Effect.void : unattended.release(1)))

  return {
    enter: (isAwaited) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          if (!isAwaited) {
            if (inside > 0) yield* restore(Effect.sleep(spreadMillis * (yield* Random.next)))
            yield* restore(unattended.take(1))
          }
          yield* restore(all.take(1)).pipe(
            Effect.onInterrupt(() => (isAwaited ? Effect.void : Effect.asVoid(unattended.release(1))))
          )
          yield* count(1)
          let isInside = true
          const leave = Effect.suspend(() => {
            if (!isInside) return Effect.void
            isInside = false
            return Effect.andThen(count(-1), giveBack(isAwaited))
          })
          return { leave }
        })
      )
  }
}
