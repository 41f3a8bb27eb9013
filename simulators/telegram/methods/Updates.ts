import { badRequest, BotApiError } from "../BotApiError.ts"
import { type Method } from "../MethodCall.ts"

const kinds = (list: ReadonlyArray<unknown>) => list.filter((kind) => typeof kind === "string")

/** getUpdates: one long poll per bot; the older of two gets 409. */
export const getUpdates: Method = async ({ bot, input, signal }) => {
  if (bot.webhook.settings) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
  }
  if (input.has("allowed_updates")) bot.updates.allow(kinds(input.list("allowed_updates")))
  const result = await bot.updates.poll({
    offset: input.optionalNumber("offset") ?? 0,
    limit: Math.min(Math.max(input.optionalNumber("limit") ?? 100, 1), 100),
    timeoutMs: Math.min(Math.max(input.optionalNumber("timeout") ?? 0, 0), 50) * 1000,
    signal
  })
  if (result === "conflict") {
    throw conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
  }
  if (result === "webhook") throw conflict("terminated by setWebhook request")
  return result
}

const conflict = (what: string) => new BotApiError(409, `Conflict: ${what}`)

const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/

/** setWebhook: loopback addresses only, plain http allowed (the real one wants https). */
export const setWebhook: Method = ({ bot, input }) => {
  const url = input.optionalText("url") ?? ""
  if (url === "") return deleteWebhook({ bot, input } as Parameters<Method>[0])
  if (!LOOPBACK.test(url)) throw badRequest("bad webhook: the simulator only calls loopback addresses")
  const secretToken = input.optionalText("secret_token")
  if (secretToken !== undefined && !/^[\w-]{1,256}$/.test(secretToken)) {
    throw badRequest("secret token contains unallowed characters")
  }
  if (input.flag("drop_pending_updates")) bot.updates.dropAll()
  if (input.has("allowed_updates")) bot.updates.allow(kinds(input.list("allowed_updates")))
  bot.webhook.set({ url, secretToken, maxConnections: input.optionalNumber("max_connections") ?? 40 })
  return true
}

/** deleteWebhook: back to getUpdates. */
export const deleteWebhook: Method = ({ bot, input }) => {
  if (input.flag("drop_pending_updates")) bot.updates.dropAll()
  bot.webhook.set(undefined)
  return true
}

/** getWebhookInfo: an empty url means that getUpdates is in use. */
export const getWebhookInfo: Method = ({ bot }) => {
  const { settings, lastError } = bot.webhook
  return {
    url: settings?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: bot.updates.pending.length,
    ...(settings ? { max_connections: settings.maxConnections, allowed_updates: bot.updates.allowed } : {}),
    ...(lastError
      ? { last_error_date: Math.floor(lastError.at / 1000), last_error_message: lastError.message }
      : {})
  }
}
