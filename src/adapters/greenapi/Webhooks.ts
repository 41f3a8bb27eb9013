import { Option } from "effect"
import { greenSecrets } from "../../ports/ChannelSecrets.ts"
import { shortOf } from "../webhooks/Loose.ts"
import { isSameSecret } from "../webhooks/SameSecret.ts"
import type { WebhookKind } from "../webhooks/WebhookKind.ts"

/** Green API signs nothing: it sends the token that the owner has set beside the address. */
export const greenWebhooks: WebhookKind = {
  headers: ["content-type", "user-agent"],
  isGenuine: (token, { headers }) => {
    const given = (headers["authorization"] ?? "").replace(/^(?:bearer|basic)\s+/i, "")
    const own = Option.getOrNull(greenSecrets(token))?.webhookToken ?? ""
    return isSameSecret(given, own)
  },
  keyOf: (body) => {
    const type = shortOf(body, "typeWebhook")
    if (type === null) return null
    const id = shortOf(body, "idMessage")
    if (id !== null) {
      const status = shortOf(body, "status")
      return status === null ? `${type}:${id}` : `${type}:${status}:${id}`
    }
    const state = shortOf(body, "stateInstance")
    const at = shortOf(body, "timestamp")
    return state === null || at === null ? null : `${type}:${state}:${at}`
  }
}
