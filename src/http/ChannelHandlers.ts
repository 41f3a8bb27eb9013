import { Effect, Option } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { ChannelControl } from "../ports/ChannelControl.ts"
import type { ChannelId } from "../domain/Ids.ts"
import type { ChannelRefused } from "../ports/ChannelControl.ts"
import { Desk } from "../ports/Desk.ts"
import { WebhookDeliveries } from "../ports/WebhookDeliveries.ts"
import { Settings } from "../Settings.ts"
import { found } from "./answers/Lists.ts"
import { Api } from "./Api.ts"
import { CurrentTenant } from "./api/Authorization.ts"
import { Conflict, NotFound } from "./api/Refusals.ts"
import { refuse } from "./answers/References.ts"

/** The tenant's WhatsApp numbers and Telegram bots. */
export const layer = HttpApiBuilder.group(
  Api,
  "channels",
  Effect.fn(function* (handlers) {
    const desk = yield* Desk
    const control = yield* ChannelControl
    const deliveries = yield* WebhookDeliveries
    const { publicUrl } = yield* Settings

    const order = (name: "enable" | "disable" | "reconnect" | "unlink") =>
      Effect.fn(`ChannelApi.${name}`)(function* ({
        params
      }: {
        readonly params: { readonly id: ChannelId }
      }) {
        yield* Effect.catchTag(control[name](yield* CurrentTenant, params.id), "ChannelRefused", refused)
      })

    return handlers.handleAll({
      channels: Effect.fn("ChannelApi.channels")(function* () {
        return { items: yield* desk.channels(yield* CurrentTenant) }
      }),

      create: Effect.fn("ChannelApi.create")(function* ({ payload }) {
        const channel = yield* control
          .create(yield* CurrentTenant, payload)
          .pipe(Effect.catchTag("ChannelRefused", ({ safeText }) => refuse(Conflict, safeText)))
        return { channel }
      }),

      renew: Effect.fn("ChannelApi.renew")(function* ({ params, payload }) {
        yield* control
          .renew(yield* CurrentTenant, params.id, payload)
          .pipe(Effect.catchTag("ChannelRefused", refused))
      }),

      webhook: Effect.fn("ChannelApi.webhook")(function* ({ params }) {
        const { kind, hookToken } = yield* found(yield* deliveries.address(yield* CurrentTenant, params.id))
        const { headers } = yield* HttpServerRequest.HttpServerRequest
        const root = Option.match(publicUrl, {
          onNone: () => `http://${headers["host"] ?? "localhost"}`,
          onSome: (url) => url.origin
        })
        return { url: `${root}/hooks/${kind}/${hookToken}` }
      }),

      enable: order("enable"),
      disable: order("disable"),
      reconnect: order("reconnect"),
      unlink: order("unlink"),

      chats: Effect.fn("ChannelApi.chats")(function* ({ params }) {
        const items = yield* control
          .chats(yield* CurrentTenant, params.id)
          .pipe(Effect.catchTag("ChannelRefused", refused))
        return { items }
      })
    })
  })
)

const refused = ({ reason, safeText }: ChannelRefused): Effect.Effect<never, NotFound | Conflict> =>
  reason === "NotFound" ? refuse(NotFound, "There is nothing here.") : refuse(Conflict, safeText)
