import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { webhookText } from "../../domain/WebhookText.ts"
import { WebhookDeliveries } from "../../ports/WebhookDeliveries.ts"
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
        const { state = null, channelId = null, kind = null } = query
        return yield* deliveries
          .list(yield* CurrentTenant, { state, channelId, kind }, page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
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
