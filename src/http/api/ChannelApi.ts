import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelId } from "../../domain/Ids.ts"
import { ChannelView } from "../../domain/LiveEvent.ts"
import { ChannelName, CredentialsBody, NewChannelBody } from "./ChannelBodies.ts"
import { CsvText } from "./CsvText.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { next, paging } from "./Paging.ts"
import { BadRequest, Conflict, NotFound } from "./Refusals.ts"

const params = { id: ChannelId.check(Schema.isUUID()) }

/** Chats the channel can write to, for picking destinations. */
export const ChatList = Schema.Struct({
  items: Schema.Array(
    Schema.Struct({
      chatId: Schema.String,
      kind: Schema.Literals(["direct", "group"]),
      title: Schema.String
    })
  )
})

/** One state of a channel's past; times in unix milliseconds, `until` null while it lasts. */
const PastStateView = Schema.Struct({
  id: Schema.String,
  state: Schema.String,
  sentence: Schema.String,
  at: Schema.Number,
  until: Schema.NullOr(Schema.Number)
})

/** What is deleted with a channel, and what will not be sent any more. */
const RemovalView = Schema.Struct({
  name: Schema.String,
  chats: Schema.Int,
  messages: Schema.Int,
  routes: Schema.Int,
  waiting: Schema.Int
})

/** What the owner types at the network: it then sends its webhooks there. */
export const WebhookPlace = Schema.Struct({ url: Schema.String })

const order = <const Name extends "enable" | "disable" | "reconnect" | "unlink">(name: Name) =>
  HttpApiEndpoint.post(name, `/channels/:id/${name}`, { params, error: [NotFound, Conflict] })

/** The tenant's WhatsApp numbers and Telegram bots. What is secret goes in and never out. Orders answer 204 at once, the new state comes over /live. */
export class ChannelApi extends HttpApiGroup.make("channels")
  .add(
    HttpApiEndpoint.get("channels", "/channels", {
      success: Schema.Struct({ items: Schema.Array(ChannelView) })
    }).annotate(Needs, ["inbox.view", "providers.manage", "customers.manage", "automation.manage"]),
    HttpApiEndpoint.get("channelFile", "/channels.csv", { success: CsvText }).annotate(Needs, [
      "inbox.view",
      "providers.manage",
      "customers.manage",
      "automation.manage"
    ]),
    HttpApiEndpoint.post("create", "/channels", {
      payload: NewChannelBody,
      success: Schema.Struct({ channel: ChannelView }),
      error: Conflict
    }),
    HttpApiEndpoint.post("renew", "/channels/:id/credentials", {
      params,
      payload: CredentialsBody,
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.get("webhook", "/channels/:id/webhook", {
      params,
      success: WebhookPlace,
      error: NotFound
    }),
    HttpApiEndpoint.patch("rename", "/channels/:id", {
      params,
      payload: Schema.Struct({ name: ChannelName }),
      error: NotFound
    }),
    HttpApiEndpoint.get("history", "/channels/:id/history", {
      params,
      query: paging,
      success: Schema.Struct({ items: Schema.Array(PastStateView), next }),
      error: [BadRequest, NotFound]
    }).annotate(Needs, ["inbox.view", "providers.manage", "customers.manage", "automation.manage"]),
    HttpApiEndpoint.get("removal", "/channels/:id/removal", {
      params,
      success: RemovalView,
      error: NotFound
    }),
    HttpApiEndpoint.post("remove", "/channels/:id/remove", {
      params,
      /** The channel's name, typed: nothing of it comes back. */
      payload: Schema.Struct({ name: Schema.String.check(Schema.isMaxLength(60)) }),
      error: [NotFound, Conflict]
    }),
    HttpApiEndpoint.post("pair", "/channels/:id/pair", {
      params,
      payload: Schema.Struct({ phone: Schema.String.check(Schema.isMaxLength(40)) }),
      error: [BadRequest, NotFound, Conflict]
    }),
    order("enable"),
    order("disable"),
    order("reconnect"),
    order("unlink"),
    HttpApiEndpoint.get("chats", "/channels/:id/chats", {
      params,
      success: ChatList,
      error: [NotFound, Conflict]
    }).annotate(Needs, ["providers.manage", "customers.manage"])
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotate(Needs, ["owner"])
  .annotateMerge(
    OpenApi.annotations({ title: "Channels", description: "WhatsApp numbers and Telegram bots" })
  ) {}
