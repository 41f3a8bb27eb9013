import { createHmac, timingSafeEqual } from "node:crypto"
import { Option } from "effect"
import { cloudSecrets } from "../../ports/ChannelSecrets.ts"
import { isSameSecret } from "../webhooks/SameSecret.ts"
import { shortOf } from "../webhooks/Loose.ts"
import type { WebhookKind } from "../webhooks/WebhookKind.ts"
import { valuesOf } from "./Payload.ts"

const signature = "x-hub-signature-256"

/** Meta signs the raw body with the app's secret, and asks once whether the address is the owner's. */
export const cloudWebhooks: WebhookKind = {
  headers: ["content-type", "user-agent", signature],
  isGenuine: (token, { headers, body }) => {
    const given = /^sha256=([0-9a-f]{64})$/i.exec(headers[signature] ?? "")?.[1]
    const secrets = Option.getOrNull(cloudSecrets(token))
    if (given === undefined || secrets === null || secrets.appSecret === "") return false
    const own = createHmac("sha256", secrets.appSecret).update(body).digest()
    return timingSafeEqual(Buffer.from(given, "hex"), own)
  },
  keyOf: (body) => {
    const ids = valuesOf(body).flatMap(({ messages, statuses }) => [
      ...messages.map((message) => shortOf(message, "id")),
      ...statuses.map((status) => {
        const id = shortOf(status, "id")
        return id === null ? null : `${shortOf(status, "status") ?? "?"}:${id}`
      })
    ])
    return ids.length === 0 || ids.includes(null) ? null : ids.join(" ")
  },
  challenge: (token, query) => {
    const secrets = Option.getOrNull(cloudSecrets(token))
    const challenge = query.get("hub.challenge") ?? ""
    const isKnown =
      secrets !== null &&
      query.get("hub.mode") === "subscribe" &&
      isSameSecret(query.get("hub.verify_token"), secrets.verifyToken)
    return isKnown && /^[\w-]{1,200}$/.test(challenge) ? Option.some(challenge) : Option.none()
  }
}
