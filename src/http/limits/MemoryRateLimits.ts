import { Clock, Effect, Layer } from "effect"
import { type Rate, RateLimits } from "../../ports/RateLimits.ts"

interface Bucket {
  tokens: number
  at: number
}

/** Keys held of one kind; the one longest untouched goes first, so that a flood of addresses cannot fill the memory. */
const defaultCapacity = 50_000

/** Token buckets in this process: several processes allow as many times as much. */
export const makeMemoryRateLimits = (capacity = defaultCapacity): RateLimits["Service"] => {
  const kinds = new Map<string, Map<string, Bucket>>()

  const take = (kind: string, key: string, { perMinute, burst }: Rate, now: number): number => {
    if (perMinute <= 0) return 0
    const perMilli = perMinute / 60_000
    let buckets = kinds.get(kind)
    if (buckets === undefined) kinds.set(kind, (buckets = new Map<string, Bucket>()))
    const bucket = buckets.get(key) ?? { tokens: burst, at: now }
    // A clock that was set back gives nothing and takes nothing.
    bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perMilli)
    bucket.at = now
    buckets.delete(key)
    buckets.set(key, bucket)
    if (buckets.size > capacity) buckets.delete(buckets.keys().next().value ?? "")
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMilli)
    bucket.tokens -= 1
    return 0
  }

  return RateLimits.of({
    take: (kind, key, rate) => Effect.map(Clock.currentTimeMillis, (now) => take(kind, key, rate, now))
  })
}

/** The same as a layer. */
export const layer = Layer.sync(RateLimits, () => makeMemoryRateLimits())
