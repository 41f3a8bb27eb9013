import { createHash } from "node:crypto"
import { Clock, Effect, Layer, Metric, Option } from "effect"
import type { ChannelKind } from "../../domain/Channel.ts"
import { Wakeups } from "../../ports/Wakeups.ts"
import { WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"
import {
  type WebhookAddress,
  WebhookIntake,
  type WebhookOutcome,
  type WebhookRequest
} from "../../ports/WebhookIntake.ts"
import { greenWebhooks } from "../greenapi/Webhooks.ts"
import { telegramWebhooks } from "../telegram/Webhooks.ts"
import { cloudWebhooks } from "../whatsappcloud/Webhooks.ts"
import { parseJson } from "./Loose.ts"
import type { WebhookKind } from "./WebhookKind.ts"

/** The kinds by the name in their address. */
const kinds: ReadonlyMap<string, WebhookKind> = new Map<ChannelKind, WebhookKind>([
  ["whatsapp_cloud", cloudWebhooks],
  ["green_api", greenWebhooks],
  ["telegram", telegramWebhooks]
])

/** An index takes 2 700 bytes; longer keys are known by their digest. */
const longestKey = 300

const taken = Metric.counter("relaydesk_webhooks_total", {
  description: "Webhooks by what became of them at the door",
  incremental: true
})

/** Checks webhooks and stores them; who works on them is woken, and nobody is waited for. */
export const layer = Layer.effect(
  WebhookIntake,
  Effect.gen(function* () {
    const deliveries = yield* WebhookDeliveries
    const wakeups = yield* Wakeups

    const placeOf = Effect.fnUntraced(function* ({ kind, token }: WebhookAddress) {
      const rules = kinds.get(kind)
      if (rules === undefined || !tokenShape.test(token)) return null
      const place = Option.getOrNull(yield* deliveries.find(token))
      return place === null || place.kind !== kind ? null : { rules, place }
    })

    const store = Effect.fnUntraced(function* (address: WebhookAddress, request: WebhookRequest) {
      const found = yield* placeOf(address)
      if (found === null) return "unknown" satisfies WebhookOutcome
      const { rules, place } = found
      if (place.token === null || !rules.isGenuine(place.token, request)) {
        yield* Effect.logWarning(
          `A webhook was refused: it is not signed as ${address.kind} webhooks of this channel are`
        )
        return "forged" satisfies WebhookOutcome
      }
      const at = yield* Clock.currentTimeMillis
      const headers = Object.fromEntries(
        rules.headers.flatMap((name) => {
          const value = request.headers[name]
          return value === undefined ? [] : [[name, value.slice(0, 300)]]
        })
      )
      const isNew = yield* deliveries.add(place, {
        key: keyOf(rules, request.body),
        headers,
        body: request.body,
        at
      })
      // Also for a repeat: while it was counted, who works on the first one had to pass it over.
      yield* wakeups.channel(place.tenantId, place.channelId)
      return isNew ? ("stored" satisfies WebhookOutcome) : ("known" satisfies WebhookOutcome)
    })

    return WebhookIntake.of({
      take: Effect.fn("WebhookIntake.take")(function* (address, request) {
        const outcome: WebhookOutcome = yield* store(address, request)
        const kind = kinds.has(address.kind) ? address.kind : "other"
        yield* Metric.update(Metric.withAttributes(taken, { kind, outcome }), 1)
        return outcome
      }),
      challenge: Effect.fn("WebhookIntake.challenge")(function* (address, query) {
        const found = yield* placeOf(address)
        const token = found?.place.token
        return token === null || token === undefined
          ? Option.none()
          : (found?.rules.challenge?.(token, query) ?? Option.none())
      })
    })
  })
)

/** As `PostgresChannels` makes them. */
const tokenShape = /^[\w-]{20,64}$/

const keyOf = (rules: WebhookKind, body: Uint8Array): string => {
  const key = rules.keyOf(parseJson(body))
  if (key === null) return `raw:${digest(body)}`
  return key.length > longestKey ? `ids:${digest(key)}` : key
}

const digest = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex")
