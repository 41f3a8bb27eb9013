import { Clock, Effect } from "effect"

/** How many in how long. */
export interface AttemptLimitOptions {
  readonly max: number
  readonly windowMillis: number
  /** Keys held; the one longest untouched goes first, so that a flood of names cannot fill the memory. */
  readonly capacity?: number
}

/** Counts tries per key in a sliding window, in this process. */
export interface AttemptLimit {
  /** Counts a try: 0 = allowed, else the milliseconds until the next one may be. A refused try is not counted. */
  readonly take: (key: string) => Effect.Effect<number>
  /** Forgets a key, after a success. */
  readonly forget: (key: string) => Effect.Effect<void>
}

/** Makes an empty limit. */
export const makeAttemptLimit = ({
  max,
  windowMillis,
  capacity = 20_000
}: AttemptLimitOptions): AttemptLimit => {
  const tries = new Map<string, Array<number>>()
  return {
    take: (key) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const recent = (tries.get(key) ?? []).filter((at) => at > now - windowMillis)
        const oldest = recent.at(0)
        const isAllowed = recent.length < max || oldest === undefined
        if (isAllowed) recent.push(now)
        tries.delete(key)
        tries.set(key, recent)
        if (tries.size > capacity) tries.delete(tries.keys().next().value ?? "")
        return isAllowed ? 0 : oldest + windowMillis - now
      }),
    forget: (key) => Effect.sync(() => void tries.delete(key))
  }
}
