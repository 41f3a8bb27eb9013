import { Effect } from "effect"
import { type ConnectionEvents, WebhookRefused, type WebhookStep } from "../../ports/ChannelTransport.ts"

/** A status may overtake the answer that tells our message's id; after so many attempts the message is somebody else's. */
export const lastAttempt = 4

interface Undelivered {
  readonly chatId: string
  readonly networkId: string
  readonly safeText: string
}

/** Says that a message was not brought; one that is not known here yet is looked for again later. */
export const undeliveredStep = (
  events: ConnectionEvents,
  { chatId, networkId, safeText }: Undelivered,
  attempt: number
): WebhookStep => ({
  chatId,
  run: Effect.flatMap(events.undelivered(networkId, safeText), (isKnown) =>
    isKnown || attempt >= lastAttempt ? Effect.void : Effect.fail(tooEarly)
  )
})

const tooEarly = new WebhookRefused({
  isFinal: false,
  safeText: "It is about a message that is not known here (yet)."
})
