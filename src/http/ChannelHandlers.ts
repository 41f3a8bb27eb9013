import { Effect, Option } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { ChannelBook } from "../ports/ChannelBook.ts"
import { ChannelControl } from "../ports/ChannelControl.ts"
import type { ChannelId } from "../domain/Ids.ts"
import type { ChannelView } from "../domain/LiveEvent.ts"
import type { ChannelRefused } from "../ports/ChannelControl.ts"
import { Desk } from "../ports/Desk.ts"
import { WebhookDeliveries } from "../ports/WebhookDeliveries.ts"
import { Settings } from "../Settings.ts"
import { asker } from "./answers/Asker.ts"
import { type Column, csvFile, onePage, yesNo } from "./answers/CsvFile.ts"
import { badCursor, found, notFound, page } from "./answers/Lists.ts"
import { Api } from "./Api.ts"
import { CurrentTenant } from "./api/Authorization.ts"
import { BadRequest, Conflict, NotFound } from "./api/Refusals.ts"
import { refuse } from "./answers/References.ts"

/** The tenant's WhatsApp numbers and Telegram bots. */
export const layer = HttpApiBuilder.group(
  Api,
  "channels",
  Effect.fn(function* (handlers) {
    const desk = yield* Desk
    const control = yield* ChannelControl
    const book = yield* ChannelBook
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

      channelFile: Effect.fn("ChannelApi.channelFile")(function* () {
        const items = yield* desk.channels(yield* CurrentTenant)
        return yield* csvFile({ name: "channels", columns: channelColumns, page: onePage(items) })
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

      rename: Effect.fn("ChannelApi.rename")(function* ({ params, payload }) {
        const { tenantId, by } = yield* asker
        if (!(yield* book.rename(tenantId, params.id, payload.name, by))) return yield* notFound
      }),

      history: Effect.fn("ChannelApi.history")(function* ({ params, query }) {
        const past = yield* book
          .history(yield* CurrentTenant, params.id, page(query))
          .pipe(Effect.catchTag("BadCursor", badCursor))
        return yield* found(past)
      }),

      removal: Effect.fn("ChannelApi.removal")(function* ({ params }) {
        return yield* found(yield* book.removal(yield* CurrentTenant, params.id))
      }),

      remove: Effect.fn("ChannelApi.remove")(function* ({ params, payload }) {
        const { tenantId, by } = yield* asker
        const { name } = yield* found(yield* book.removal(tenantId, params.id))
        if (name !== payload.name.trim()) return yield* refuse(Conflict, otherName)
        // The account is let go of first, so that nothing comes in while the rows go.
        yield* control.unlink(tenantId, params.id).pipe(Effect.catchTag("ChannelRefused", refused))
        const outcome = yield* book.remove(tenantId, params.id, name, by)
        if (outcome === "notFound") return yield* notFound
        if (outcome === "otherName") return yield* refuse(Conflict, otherName)
      }),

      pair: Effect.fn("ChannelApi.pair")(function* ({ params, payload }) {
        yield* control
          .pair(yield* CurrentTenant, params.id, payload.phone)
          .pipe(Effect.catchTag("ChannelRefused", refusedPairing))
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

/** A channel as a line of a file. */
const channelColumns: ReadonlyArray<Column<ChannelView>> = [
  { name: "Name", text: ({ name }) => name },
  { name: "Kind", text: ({ kind }) => kind },
  { name: "Address", text: ({ address }) => address },
  { name: "On", text: ({ isEnabled }) => yesNo(isEnabled) },
  { name: "State", text: ({ sentence }) => sentence },
  { name: "Since", at: ({ since }) => since },
  { name: "Last confirmed message", at: ({ lastAcknowledgedAt }) => lastAcknowledgedAt }
]

const otherName =
  "The name is not the channel's. Type it as it stands, to confirm that everything of it is deleted."

const refusedPairing = (error: ChannelRefused): Effect.Effect<never, BadRequest | NotFound | Conflict> =>
  error.reason === "Invalid" ? refuse(BadRequest, error.safeText) : refused(error)

const refused = ({ reason, safeText }: ChannelRefused): Effect.Effect<never, NotFound | Conflict> =>
  reason === "NotFound" ? refuse(NotFound, "There is nothing here.") : refuse(Conflict, safeText)
