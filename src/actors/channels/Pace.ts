import { Clock, Effect, Random } from "effect"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Tenants } from "../../ports/Tenants.ts"

/**
 * Waits for an account's turn to send (CH-11): between two messages of a WhatsApp number lies the tenant's gap, half of it
 * to one and a half times as long by chance. Telegram and Meta say themselves when they want less, and in which chat.
 */
export const makePace = (tenants: Tenants["Service"], channel: ChannelHandle) => {
  let freeAt = 0
  return Effect.gen(function* () {
    if (channel.kind !== "whatsapp" && channel.kind !== "green_api") return
    const { whatsappGapMillis } = (yield* tenants.config(channel.tenantId)).rules
    if (whatsappGapMillis === 0) return
    const now = yield* Clock.currentTimeMillis
    const at = Math.max(now, freeAt)
    freeAt = at + whatsappGapMillis * (0.5 + (yield* Random.next))
    if (at > now) yield* Effect.sleep(at - now)
  })
}
