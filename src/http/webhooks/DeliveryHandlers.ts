import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { webhookText } from "../../domain/WebhookText.ts"
import { type DeliveryFilter, type DeliveryView, WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"
import { type Column, csvFile } from "../answers/CsvFile.ts"
import { badCursor, found, notFound, page } from "../answers/Lists.ts"
import { refuse } from "../answers/References.ts"
import { Api } from "../Api.ts"
import { CurrentLogin, CurrentTenant } from "../api/Authorization.ts"
import { Conflict } from "../api/Refusals.ts"

/** What networks have sent, and its replay. */
export const layer = HttpApiBuilder.group(
  Api,
  "webhookDeliveries",
  Effect.fn(function* (handlers) {
    const deliveries = yield* WebhookDeliveries
    return handlers.handleAll({
      deliveries: Effect.fn("WebhookApi.deliveries")(function* ({ query }) {
        return yield* deliveries
          .list(yield* CurrentTenant, filterOf(query), page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
      }),

      deliveryFile: Effect.fn("WebhookApi.deliveryFile")(function* ({ query }) {
        const tenantId = yield* CurrentTenant
        return yield* csvFile({
          name: "webhook-deliveries",
          columns: deliveryColumns,
          page: (at) => deliveries.list(tenantId, filterOf(query), at)
        })
      }),

      delivery: Effect.fn("WebhookApi.delivery")(function* ({ params }) {
        const { body, delivery } = yield* found(yield* deliveries.read(yield* CurrentTenant, params.id))
        return { delivery, ...webhookText(body) }
      }),

      replay: Effect.fn("WebhookApi.replay")(function* ({ params }) {
        const { username: by } = yield* CurrentLogin
        const now = yield* Clock.currentTimeMillis
        const outcome = yield* deliveries.replay(yield* CurrentTenant, params.id, by, now)
        if (outcome === "notFound") return yield* notFound
        if (outcome === "waiting")
          return yield* refuse(Conflict, "It waits already, and will be worked on by itself.")
      })
    })
  })
)

/** What is not said does not matter. */
const filterOf = (asked: {
  readonly [K in keyof DeliveryFilter]?: DeliveryFilter[K]
}): DeliveryFilter => ({
  state: asked.state ?? null,
  channelId: asked.channelId ?? null,
  kind: asked.kind ?? null
})

/** What came as a line of a file; its text stays on the page, where secrets are covered. */
const deliveryColumns: ReadonlyArray<Column<DeliveryView>> = [
  { name: "Came", at: ({ receivedAt }) => receivedAt },
  { name: "Channel", text: ({ channelName }) => channelName },
  { name: "Network", text: ({ kind }) => kind },
  { name: "Key", text: ({ key }) => key },
  { name: "Bytes", text: ({ bytes }) => bytes },
  { name: "Sent again", text: ({ repeats }) => repeats },
  { name: "State", text: ({ state }) => state },
  { name: "Attempts", text: ({ attempts }) => attempts },
  { name: "Next try", at: ({ nextAt }) => nextAt },
  { name: "Settled", at: ({ settledAt }) => settledAt },
  { name: "Why", text: ({ safeError }) => safeError }
]
