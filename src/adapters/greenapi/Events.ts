import { Effect, Result } from "effect"
import type { CloseReason } from "../../domain/Channel.ts"
import { type ConnectionEvents, WebhookRefused, type WebhookStep } from "../../ports/ChannelTransport.ts"
import { shortOf } from "../webhooks/Loose.ts"
import { undeliveredStep } from "../webhooks/Undelivered.ts"
import { ownAddress } from "./Addresses.ts"
import { toInbound } from "./Conversion.ts"
import { endedBy } from "./Instance.ts"

/** What a notification may do, fetched or sent by itself. */
export interface GreenEvents extends ConnectionEvents {
  readonly ended: (reason: CloseReason) => Effect.Effect<void>
}

/** The event in one notification of this instance. */
export const stepsOf = (
  body: unknown,
  attempt: number,
  idInstance: string,
  events: GreenEvents
): Effect.Effect<ReadonlyArray<WebhookStep>, WebhookRefused> => {
  const type = shortOf(body, "typeWebhook")
  if (type === null) return Effect.fail(unreadable)
  if (shortOf(body, "instanceData", "idInstance") !== idInstance) return Effect.fail(foreign)
  switch (type) {
    case "incomingMessageReceived":
      return Effect.succeed([messageStep(body, false, events)])
    case "outgoingMessageReceived":
      // Typed on the phone itself; what the API sent comes as another type.
      return Effect.succeed([messageStep(body, true, events)])
    case "outgoingMessageStatus":
      return Effect.succeed(statusSteps(body, attempt, events))
    case "stateInstanceChanged": {
      const reason = endedBy(shortOf(body, "stateInstance"))
      return Effect.succeed(reason === null ? [] : [{ chatId: "", run: events.ended(reason) }])
    }
    default:
      return Effect.succeed([])
  }
}

const unreadable = new WebhookRefused({
  isFinal: true,
  safeText: "Green API sent something that is no notification."
})

const foreign = new WebhookRefused({ isFinal: true, safeText: "It is of another instance." })

const messageStep = (body: unknown, isFromOwner: boolean, events: GreenEvents): WebhookStep =>
  Result.match(toInbound(body, isFromOwner), {
    onSuccess: (inbound) => ({ chatId: inbound.chatId, run: events.inbound(inbound) }),
    onFailure: (why) => ({ chatId: "", run: Effect.logDebug(`A Green API message was ignored: ${why}`) })
  })

const statusSteps = (body: unknown, attempt: number, events: GreenEvents): ReadonlyArray<WebhookStep> => {
  const networkId = shortOf(body, "idMessage")
  const status = shortOf(body, "status") ?? ""
  if (networkId === null) return []
  const chatId = ownAddress(shortOf(body, "chatId")) ?? ""
  if (status === "delivered" || status === "read") {
    return [{ chatId, run: events.delivered(networkId, status) }]
  }
  const safeText = failures[status]
  if (safeText === undefined) return []
  return [undeliveredStep(events, { chatId, networkId, safeText }, attempt)]
}

const failures: Readonly<Record<string, string>> = {
  failed: "WhatsApp did not bring this message.",
  noAccount: "This number is not on WhatsApp.",
  notInGroup: "This number is not in the group."
}
