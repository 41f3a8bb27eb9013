import { Effect, Result } from "effect"
import { type ConnectionEvents, WebhookRefused, type WebhookStep } from "../../ports/ChannelTransport.ts"
import { listOf, parseJson, shortOf } from "../webhooks/Loose.ts"
import { undeliveredStep } from "../webhooks/Undelivered.ts"
import { addressOf, toInbound } from "./Conversion.ts"
import { sentenceOf } from "./Failures.ts"
import { valuesOf } from "./Payload.ts"

/** The events of one stored webhook that are of this number. */
export const stepsOf = (
  body: Uint8Array,
  attempt: number,
  phoneNumberId: string,
  events: ConnectionEvents
): Effect.Effect<ReadonlyArray<WebhookStep>, WebhookRefused> => {
  const json = parseJson(body)
  if (json === undefined) return Effect.fail(unreadable)
  // One app has one address for all its numbers.
  const own = valuesOf(json).filter((value) => value.phoneNumberId === phoneNumberId)
  return Effect.succeed(
    own.flatMap(({ messages, statuses, names }) => [
      ...messages.map((message) => messageStep(message, names, events)),
      ...statuses.flatMap((status) => statusStep(status, attempt, events))
    ])
  )
}

const unreadable = new WebhookRefused({
  isFinal: true,
  safeText: "Meta sent something that is not JSON."
})

const messageStep = (
  message: unknown,
  names: ReadonlyMap<string, string>,
  events: ConnectionEvents
): WebhookStep => {
  const converted = toInbound(message, names)
  return Result.match(converted, {
    onSuccess: (inbound) => ({ chatId: inbound.chatId, run: events.inbound(inbound) }),
    onFailure: (why) => ({ chatId: "", run: Effect.logDebug(`A Cloud API message was ignored: ${why}`) })
  })
}

const statusStep = (
  status: unknown,
  attempt: number,
  events: ConnectionEvents
): ReadonlyArray<WebhookStep> => {
  const networkId = shortOf(status, "id")
  const stage = shortOf(status, "status")
  if (networkId === null) return []
  const chatId = addressOf(shortOf(status, "recipient_id") ?? "")
  if (stage === "delivered" || stage === "read") {
    return [{ chatId, run: events.delivered(networkId, stage) }]
  }
  if (stage !== "failed") return []
  const code = Number(shortOf(listOf(status, "errors")[0], "code") ?? Number.NaN)
  const safeText = sentenceOf(Number.isSafeInteger(code) ? code : null)
  return [undeliveredStep(events, { chatId, networkId, safeText }, attempt)]
}
