import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { ChannelId } from "../../domain/Ids.ts"
import { ChannelView } from "../../domain/LiveEvent.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const params = { id: ChannelId.check(Schema.isUUID()) }
const name = Schema.NonEmptyString.check(Schema.isMaxLength(60))

/** A channel to add. */
export const NewChannelBody = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("whatsapp"), name }),
  Schema.Struct({
    kind: Schema.Literal("telegram"),
    name,
    /** BotFather's form: `<bot id>:<35 or more characters>`. */
    token: Schema.RedactedFromValue(
      Schema.String.check(
        Schema.isPattern(/^\d{3,20}:[\w-]{20,100}$/, { expected: "a bot token as BotFather writes it" })
      )
    )
  })
])

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

const order = <const Name extends "enable" | "disable" | "reconnect" | "unlink">(name: Name) =>
  HttpApiEndpoint.post(name, `/channels/:id/${name}`, { params, error: [NotFound, Conflict] })

/** The tenant's WhatsApp numbers and Telegram bots. Orders answer 204 at once, the new state comes over /live. */
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
