/**
 * The budget of a panel in Redis, in its own time. A sorted set holds each call with the moment until which it counts:
 * while the call is under way a lease that its process renews, after the answer one second more. A hash holds what a 429
 * taught. The last key says since when this Redis knows of calls: one that has lost its memory lets a second pass first.
 */
const clockOf = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local text = function(number) return string.format('%.0f', number) end
`

// What RateBudget counts with, in milliseconds: the window and its margin, how long a lowered limit stays.
const windowMillis = 1_005
const recoveryMillis = 30_000

/** How long a call counts whose process says nothing of it: then it is taken for dead. */
export const leaseMillis = 5_000

// A place may be given back unused: who waits looks again after so long at the latest.
const lookAgainMillis = 250

/** KEYS calls, lessons, since. ARGV id, calls per second, processes. Answers 0, or the milliseconds to wait. */
export const takeScript = `${clockOf}
local since = tonumber(redis.call('GET', KEYS[3]))
if not since then
  since = now
  if tonumber(ARGV[3]) < 2 then since = now - ${windowMillis} end
  redis.call('SET', KEYS[3], text(since))
end
if now < since + ${windowMillis} then return since + ${windowMillis} - now end
local lesson = redis.call('HMGET', KEYS[2], 'heldUntil', 'lowered', 'at')
local heldUntil = tonumber(lesson[1] or '0')
if now < heldUntil then return heldUntil - now end
local risen = math.floor((now - tonumber(lesson[3] or '0')) / ${recoveryMillis})
local limit = math.max(1, tonumber(ARGV[2]) - math.max(0, tonumber(lesson[2] or '0') - risen))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now))
local excess = redis.call('ZCARD', KEYS[1]) - limit
if excess >= 0 then
  local free = redis.call('ZRANGE', KEYS[1], excess, excess, 'WITHSCORES')[2]
  return math.max(1, math.min(${lookAgainMillis}, tonumber(free) - now))
end
redis.call('ZADD', KEYS[1], text(now + ${leaseMillis}), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ${leaseMillis * 2})
return 0`

/** KEYS calls. ARGV ids of calls that are still under way. */
export const renewScript = `${clockOf}
for _, id in ipairs(ARGV) do
  redis.call('ZADD', KEYS[1], text(now + ${leaseMillis}), id)
end
redis.call('PEXPIRE', KEYS[1], ${leaseMillis * 2})`

/** KEYS calls. ARGV id, 1 when the call was sent. */
export const endScript = `${clockOf}
if ARGV[2] == '1' then
  redis.call('ZADD', KEYS[1], text(now + ${windowMillis}), ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ${leaseMillis * 2})
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end`

/** KEYS lessons. ARGV milliseconds of the pause, calls per second. */
export const holdScript = `${clockOf}
local lesson = redis.call('HMGET', KEYS[1], 'heldUntil', 'lowered', 'at')
local risen = math.floor((now - tonumber(lesson[3] or '0')) / ${recoveryMillis})
local lowered = math.min(math.max(0, tonumber(lesson[2] or '0') - risen) + 1, tonumber(ARGV[2]) - 1)
local heldUntil = math.max(tonumber(lesson[1] or '0'), now + tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'heldUntil', text(heldUntil), 'lowered', text(lowered), 'at', text(now))
redis.call('PEXPIRE', KEYS[1], text(heldUntil - now + (lowered + 1) * ${recoveryMillis}))`
