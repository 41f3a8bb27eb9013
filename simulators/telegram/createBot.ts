import { type Bot } from "./Bot.ts"
import { perform } from "./BotApi.ts"
import { Input } from "./http/Input.ts"
import { type RateLimits } from "./RateLimits.ts"
import { UpdateQueue } from "./UpdateQueue.ts"
import { Webhook } from "./Webhook.ts"
import { type WireUser } from "./Wire.ts"
import { type World } from "./World.ts"

export interface NewBot {
  readonly username?: string
  readonly firstName?: string
  /** "<id>:<secret>"; made up if missing. */
  readonly token?: string
  readonly hasPrivacyMode?: boolean
}

/** Where a bot lives. */
export interface BotHome {
  readonly world: World
  readonly limits: RateLimits
  readonly webhookRetryMs: number
}

/** Adds a bot with its own updates and webhook. */
export const createBot = ({ world, limits, webhookRetryMs }: BotHome, details: NewBot): Bot => {
  const id = Number(details.token?.split(":")[0] ?? 7_000_000_000 + world.nextId())
  if (!Number.isSafeInteger(id) || world.bots.has(id)) throw new Error(`bot ${id} exists or has no number`)
  const user: WireUser = {
    id,
    is_bot: true,
    first_name: details.firstName ?? "Relaydesk",
    username: details.username ?? `relaydesk_${id}_bot`
  }
  // Bots start at different numbers, as in Telegram; ids still meet after enough updates.
  const updates = new UpdateQueue(100_000_000 + (id % 1_000) * 1_000)
  const webhook = new Webhook(updates, webhookRetryMs, (method, parameters) => {
    const call = {
      input: new Input(parameters),
      files: new Map<string, never>(),
      signal: AbortSignal.timeout(60_000)
    }
    return perform(limits, { world, bot, ...call }, method.toLowerCase())
  })
  const token = details.token ?? `${id}:AAsimulated-token-of-relaydesk-bot_`
  const bot: Bot = {
    id,
    token,
    user,
    updates,
    webhook,
    hasPrivacyMode: details.hasPrivacyMode ?? false,
    isRevoked: false
  }
  world.users.set(id, user)
  world.bots.set(id, bot)
  return bot
}
