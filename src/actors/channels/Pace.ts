import { Clock, Effect, Random, Semaphore } from "effect"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"
import type { Tenants } from "../../ports/Tenants.ts"

/**
 * Waits for an account's turn to send (CH-11): between two messages of a WhatsApp number lies the tenant's gap, half of it
 * to one and a half times as long by chance. Telegram and Meta say themselves when they want less, and in which chat.
 * Broadcasts leave beside it, by a lane of their own.
 */
export const makePace = (tenants: Tenants["Service"], channel: ChannelHandle) => {
  const oneByOne = Semaphore.makeUnsafe(1)
  let freeAt = 0
  return Effect.gen(function* () {
    if (channel.kind !== "whatsapp" && channel.kind !== "green_api") return
    const { whatsappGapMillis } = (yield* tenants.config(channel.tenantId)).rules
    if (whatsappGapMillis === 0) return
    const now = yield* Clock.currentTimeMillis
    if (freeAt > now) yield* Effect.sleep(freeAt - now)
    // From when it really leaves: after a standstill all that waits would leave together.
    freeAt = (yield* Clock.currentTimeMillis) + whatsappGapMillis * (0.5 + (yield* Random.next))
  }).pipe(Semaphore.withPermit(oneByOne))
}
