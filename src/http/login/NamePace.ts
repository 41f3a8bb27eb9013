import { Clock, Effect } from "effect"
import { makeAttemptLimit } from "./AttemptLimit.ts"

/** How guesses at one name are slowed. */
export interface NamePaceOptions {
  /** Wrong tries at a name in the window, from all addresses together, before anything is slowed. */
  readonly free: number
  readonly windowMillis: number
  /** From then on strangers come one after the other, this far apart. */
  readonly gapMillis: number
  /** Who would wait longer is told to come back. */
  readonly maxWaitMillis: number
}

/**
 * Slows guesses at one name that come from many addresses, in this process. Nobody is locked out: a right password still
 * gets in, after its turn; and addresses from which the person came before need no turn at all.
 */
export const makeNamePace = ({ free, windowMillis, gapMillis, maxWaitMillis }: NamePaceOptions) => {
  const wrong = makeAttemptLimit({ max: free, windowMillis })
  /** Names under attack: until when, and when the next turn is. */
  const slowed = new Map<string, { until: number; next: number }>()
  return {
    /** Counts a wrong try. */
    failed: Effect.fnUntraced(function* (name: string) {
      if ((yield* wrong.take(name)) === 0) return
      const now = yield* Clock.currentTimeMillis
      const known = slowed.get(name)
      slowed.delete(name)
      slowed.set(name, { until: now + windowMillis, next: known?.next ?? now })
      if (slowed.size > 5_000) slowed.delete(slowed.keys().next().value ?? "")
    }),
    /** Milliseconds until a stranger's turn with this name; null = too many wait already. 0 when nobody guesses. */
    turn: Effect.fnUntraced(function* (name: string, isKnown: Effect.Effect<boolean>) {
      const now = yield* Clock.currentTimeMillis
      const one = slowed.get(name)
      if (one === undefined) return 0
      if (one.until <= now) {
        slowed.delete(name)
        return 0
      }
      if (yield* isKnown) return 0
      const at = Math.max(now, one.next)
      if (at - now > maxWaitMillis) return null
      one.next = at + gapMillis
      return at - now
    })
  }
}
