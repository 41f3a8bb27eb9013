import { createHmac } from "node:crypto"
import { Redacted } from "effect"
import { isSameSecret } from "../webhooks/SameSecret.ts"
import { shortOf } from "../webhooks/Loose.ts"
import type { WebhookKind } from "../webhooks/WebhookKind.ts"

/** What Telegram is told to send with every update (`secret_token`): made of the bot's token, so that nothing more is kept. */
export const webhookSecret = (token: Redacted.Redacted): string =>
  createHmac("sha256", Redacted.value(token)).update("relaydesk webhook").digest("base64url")

/** Telegram sends back the secret that its webhook was set with. */
export const telegramWebhooks: WebhookKind = {
  headers: ["content-type", "user-agent"],
  isGenuine: (token, { headers }) =>
    isSameSecret(headers["x-telegram-bot-api-secret-token"], webhookSecret(token)),
  keyOf: (body) => {
    const id = shortOf(body, "update_id")
    return id === null ? null : `update:${id}`
  }
}
