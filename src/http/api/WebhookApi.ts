import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelKind } from "../../domain/Channel.ts"
import { ChannelId } from "../../domain/Ids.ts"
import { DeliveryState } from "../../ports/WebhookDeliveries.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { CsvText } from "./CsvText.ts"
import { next, paging } from "./Paging.ts"
import { BadRequest, Conflict, NotFound } from "./Refusals.ts"

const id = Schema.String.check(Schema.isUUID())

/** A webhook as it was taken in; `key` is made of the network's own ids, `repeats` how often it was sent again. */
export const DeliveryView = Schema.Struct({
  id,
  channelId: ChannelId,
  channelName: Schema.String,
  kind: ChannelKind,
  key: Schema.String,
  bytes: Schema.Int,
  receivedAt: Schema.Number,
  repeats: Schema.Int,
  state: DeliveryState,
  attempts: Schema.Int,
  nextAt: Schema.NullOr(Schema.Number),
  settledAt: Schema.NullOr(Schema.Number),
  safeError: Schema.NullOr(Schema.String)
})

const filter = {
  state: Schema.optionalKey(DeliveryState),
  channelId: Schema.optionalKey(ChannelId.check(Schema.isUUID())),
  kind: Schema.optionalKey(ChannelKind)
}

/** Webhooks that networks have sent, and what became of them. */
export class WebhookApi extends HttpApiGroup.make("webhookDeliveries")
  .add(
    HttpApiEndpoint.get("deliveries", "/webhook-deliveries", {
      query: { ...filter, ...paging },
      success: Schema.Struct({
        items: Schema.Array(DeliveryView),
        next,
        /** By state, of the channel and kind that were asked for. */
        counts: Schema.Struct({ waiting: Schema.Int, done: Schema.Int, dead: Schema.Int })
      }),
      error: BadRequest
    }),
    HttpApiEndpoint.get("deliveryFile", "/webhook-deliveries.csv", { query: filter, success: CsvText }),
    HttpApiEndpoint.get("delivery", "/webhook-deliveries/:id", {
      params: { id },
      success: Schema.Struct({
        delivery: DeliveryView,
        /** What came, to be read: indented where it is JSON, the values of secrets covered. */
        text: Schema.String,
        isCut: Schema.Boolean
      }),
      error: NotFound
    }),
    HttpApiEndpoint.post("replay", "/webhook-deliveries/:id/replay", {
      params: { id },
      error: [NotFound, Conflict]
    })
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["owner"])
  .annotateMerge(
    OpenApi.annotations({
      title: "Webhook deliveries",
      description: "What networks have sent by themselves, and how it is worked on once more"
    })
  ) {}
