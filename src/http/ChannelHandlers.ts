import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { ChannelControl } from "../ports/ChannelControl.ts"
import type { ChannelId } from "../domain/Ids.ts"
import type { ChannelRefused } from "../ports/ChannelControl.ts"
import { Desk } from "../ports/Desk.ts"
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
