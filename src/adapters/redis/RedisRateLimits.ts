import { Effect, Layer, Option } from "effect"
import { RateLimits } from "../../ports/RateLimits.ts"
import { Settings } from "../../Settings.ts"
import * as RedisLink from "./RedisLink.ts"

/** KEYS bucket. ARGV tokens per millisecond, burst. Answers 0, or the milliseconds to wait; a full bucket is forgotten. */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local passed = math.max(0, now - tonumber(kept[2] or now))
local tokens = math.min(burst, tonumber(kept[1] or burst) + passed * rate)
local wait = 0
if tokens < 1 then wait = math.ceil((1 - tokens) / rate) else tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', tokens), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate) + 1000)
return wait`

/**
 * Buckets that all processes share, in Redis and its time. While it is away, and where there is none, each process keeps
 * to its own (`RateLimits` underneath).
 */
export const layer = Layer.effect(
  RateLimits,
  Effect.gen(function* () {
    const own = yield* RateLimits
    const { redisUrl } = yield* Settings
    if (Option.isNone(redisUrl)) return own
    const link = yield* RedisLink.make(redisUrl.value)
    return RateLimits.of({
      take: Effect.fnUntraced(function* (kind, key, rate) {
        if (rate.perMinute <= 0) return 0
        const perMilli = rate.perMinute / 60_000
        const wait = yield* link.ask(takeScript, [`relaydesk:rate:${kind}:${key}`], [perMilli, rate.burst])
        return typeof wait === "number" ? wait : yield* own.take(kind, key, rate)
      })
    })
  })
)
