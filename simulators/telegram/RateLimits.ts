import { BotApiError } from "./BotApiError.ts"
import { type Chat } from "./Chat.ts"

/** Telegram's limits per bot and chat (core.telegram.org/bots/faq: 1 per second per chat with short bursts, 20 per minute per group, about 30 per second in all). */
export interface Limits {
  isOn: boolean
  privatePerSecond: number
  privateBurst: number
  groupPerMinute: number
  botPerSecond: number
}

/** The published numbers, switched off. */
export const publishedLimits: Limits = {
  isOn: false,
  privatePerSecond: 1,
  privateBurst: 3,
  groupPerMinute: 20,
  botPerSecond: 30
}

interface Bucket {
  tokens: number
  at: number
}

/** Token buckets per bot and chat; an empty one means 429 with the seconds until the next token. */
export class RateLimits {
  readonly limits: Limits
  readonly #buckets = new Map<string, Bucket>()

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Takes one message's worth, or throws 429. */
  take(botId: number, chat: Chat, now = performance.now()): void {
    const { isOn, privatePerSecond, privateBurst, groupPerMinute, botPerSecond } = this.limits
    if (!isOn) return
    const perChat =
      chat.type === "private"
        ? { key: chat.key, size: privateBurst, perSecond: privatePerSecond }
        : { key: `${botId}${chat.key}`, size: groupPerMinute, perSecond: groupPerMinute / 60 }
    const buckets = [perChat, { key: `bot${botId}`, size: botPerSecond, perSecond: botPerSecond }].map(
      (rule) => ({
        rule,
        bucket: this.#refill(rule, now)
      })
    )
    for (const { rule, bucket } of buckets) {
      if (bucket.tokens >= 1) continue
      const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / rule.perSecond))
      throw tooManyRequests(seconds)
    }
    for (const { bucket } of buckets) bucket.tokens -= 1
  }

  #refill(rule: { key: string; size: number; perSecond: number }, now: number): Bucket {
    const bucket = this.#buckets.get(rule.key) ?? { tokens: rule.size, at: now }
    bucket.tokens = Math.min(rule.size, bucket.tokens + ((now - bucket.at) / 1000) * rule.perSecond)
    bucket.at = now
    this.#buckets.set(rule.key, bucket)
    return bucket
  }
}

/** 429 as the Bot API words it. */
export const tooManyRequests = (seconds: number): BotApiError =>
  new BotApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
