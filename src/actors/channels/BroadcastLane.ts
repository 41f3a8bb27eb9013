import { Effect, FiberSet, Random, Semaphore } from "effect"
import type { ConversationId } from "../../domain/Ids.ts"
import type { ChannelHandle } from "../../ports/ChannelTransport.ts"

/**
 * Between two broadcasts of an account, in milliseconds, half of it to one and a half times as long by chance. A WhatsApp
 * number that writes to many who did not ask is soon blocked; the networks' own interfaces count by the second.
 */
const gapMillis = (kind: ChannelHandle["kind"]): number =>
  kind === "whatsapp" || kind === "green_api" ? 4_000 : 250

/**
 * Where an account's broadcasts leave (CH-11): one at a time, with a gap of their own, beside everything else. They take no
 * place and no turn of those who answer, so that however many wait, an answer goes as if there were none.
 *
 * @param next Rings for the next one.
 */
export const makeBroadcastLane = Effect.fnUntraced(function* (
  channel: ChannelHandle,
  next: Effect.Effect<void>
) {
  const run = yield* FiberSet.makeRuntime<never, void>()
  const sending = yield* Semaphore.make(1)
  let isTaken = false
  let chat: ConversationId | null = null

  const leave = Effect.fnUntraced(
    function* (send: Effect.Effect<void>) {
      yield* sending.withPermits(1)(send)
      chat = null
      yield* Effect.sleep(gapMillis(channel.kind) * (0.5 + (yield* Random.next)))
    },
    Effect.ensuring(
      Effect.suspend(() => {
        isTaken = false
        return next
      })
    )
  )

  return {
    /** Sends one, unless another has just left: then it waits in the outbox. `send` ends when it is written down. */
    offer: (to: ConversationId, send: Effect.Effect<void>): void => {
      if (isTaken) return
      isTaken = true
      chat = to
      run(leave(send))
    },
    /** Returns when none is on its way to the network, or none to this chat. */
    atRest: (to: ConversationId | null): Effect.Effect<void> =>
      Effect.suspend(() => (to === null || to === chat ? sending.withPermits(1)(Effect.void) : Effect.void))
  }
})
