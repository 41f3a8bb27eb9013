import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelId } from "../../domain/Ids.ts"
import { ChannelView } from "../../domain/LiveEvent.ts"
import { CredentialsBody, NewChannelBody } from "./ChannelBodies.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"

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
