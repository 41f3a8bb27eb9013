import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { RequestCommand } from "../../domain/CommandName.ts"
import {
  ChannelId,
  ConversationId,
  CustomerId,
  MessageId,
  PanelId,
  ProviderId,
  RequestId
} from "../../domain/Ids.ts"
import { Conversation, LogLine, Message, RequestView } from "../../domain/LiveEvent.ts"
import { OrderStatus } from "../../domain/Order.ts"
import { HandResult } from "../../domain/RequestResult.ts"
import { conversationFilters } from "../../ports/Desk.ts"
import { CsvText } from "./CsvText.ts"
import { Authorization, Needs, TenantPages } from "./Authorization.ts"
import { Conflict, NotFound } from "./Refusals.ts"

const isId = Schema.isUUID()
const ConversationPath = { id: ConversationId.check(isId) }

/** `before` is the `next` of the page before; `limit` 1–200, 50 when absent. Empty = absent. */
const paging = {
  before: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 200 })))
}

const search = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200)))
const word = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(40)))
/** Unix milliseconds that PostgreSQL and JavaScript both know as a date. */
const time = Schema.optionalKey(
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_000_000_000_000 }))
)
const next = Schema.NullOr(Schema.String)

/** One page of the list, newest activity first. */
export const ConversationPage = Schema.Struct({
  items: Schema.Array(Conversation),
  next,
  counts: Schema.Struct({ all: Schema.Number, unread: Schema.Number })
})

/** Everything beside the thread. */
export const ConversationDetail = Schema.Struct({
  conversation: Conversation,
  customer: Schema.NullOr(
    Schema.Struct({
      id: CustomerId,
      username: Schema.String,
      /** The panel he is bound to; null = any. */
      panelId: Schema.NullOr(PanelId),
      status: Schema.String,
      memo: Schema.String,
      contacts: Schema.Array(Schema.String)
    })
  ),
  /** What the chat itself is given to: of groups alone. */
  chat: Schema.Struct({ customerId: Schema.NullOr(CustomerId), panelId: Schema.NullOr(PanelId) }),
  orders: Schema.Array(
    Schema.Struct({
      orderId: Schema.String,
      status: OrderStatus,
      panelName: Schema.String,
      at: Schema.Number
    })
  ),
  requests: Schema.Array(RequestView)
})

/** One page of a thread, oldest first; `next` leads to older messages. */
export const MessagePage = Schema.Struct({ items: Schema.Array(Message), next })

/** One page of requests, newest first, with counts by status. */
export const RequestPage = Schema.Struct({
  items: Schema.Array(RequestView),
  next,
  counts: Schema.Record(Schema.String, Schema.Number)
})

/** What narrows the requests; `from` and `to` are unix milliseconds, of which `to` is no part any more. Empty = absent. */
const requestFilters = {
  id: Schema.optionalKey(RequestId.check(isId)),
  status: word,
  search,
  command: Schema.optionalKey(RequestCommand),
  panelId: Schema.optionalKey(PanelId.check(isId)),
  providerId: Schema.optionalKey(ProviderId.check(isId)),
  from: time,
  to: time
}

/** What requests can be narrowed to: panels, and providers by their aliases. */
export const RequestChoices = Schema.Struct({
  panels: Schema.Array(Schema.Struct({ id: PanelId, name: Schema.String })),
  providers: Schema.Array(Schema.Struct({ id: ProviderId, name: Schema.String }))
})

/** What narrows a log: an area; a level, or `trouble` for all but information; a part of the text. */
export const logFilters = { area: word, level: word, search }

/** One page of the log, newest first. */
export const LogPage = Schema.Struct({ items: Schema.Array(LogLine), next })

/** How far a workspace is on its way to its first reply; `linkedTo` is a connected channel, `orderId` an order seen before. */
export const StartAnswer = Schema.Struct({
  panels: Schema.Int,
  channels: Schema.Int,
  linkedTo: Schema.NullOr(Schema.String),
  providers: Schema.Int,
  routes: Schema.Int,
  orderId: Schema.NullOr(Schema.String),
  hasReplied: Schema.Boolean
})

/** Conversations, requests and logs of the login's tenant. */
export class DeskApi extends HttpApiGroup.make("desk")
  .add(
    HttpApiEndpoint.get("conversations", "/conversations", {
      query: {
        filter: Schema.optionalKey(Schema.Literals(conversationFilters)),
        channelId: Schema.optionalKey(ChannelId.check(isId)),
        search,
        ...paging
      },
      success: ConversationPage
    }).annotate(Needs, ["inbox.view"]),
    HttpApiEndpoint.get("conversation", "/conversations/:id", {
      params: ConversationPath,
      success: ConversationDetail,
      error: NotFound
    }).annotate(Needs, ["inbox.view"]),
    HttpApiEndpoint.get("messages", "/conversations/:id/messages", {
      params: ConversationPath,
      query: paging,
      success: MessagePage,
      error: NotFound
    }).annotate(Needs, ["inbox.view"]),
    HttpApiEndpoint.post("seen", "/conversations/:id/seen", {
      params: ConversationPath,
      payload: Schema.Struct({ upTo: MessageId.check(isId) }),
      error: NotFound
    }).annotate(Needs, ["inbox.view"]),
    HttpApiEndpoint.get("requests", "/requests", {
      query: { ...requestFilters, ...paging },
      success: RequestPage
    }).annotate(Needs, ["orders.manage", "inbox.view"]),
    HttpApiEndpoint.get("requestFile", "/requests.csv", {
      query: requestFilters,
      success: CsvText
    }).annotate(Needs, ["orders.manage", "inbox.view"]),
    HttpApiEndpoint.get("requestChoices", "/requests/choices", { success: RequestChoices }).annotate(Needs, [
      "orders.manage",
      "inbox.view"
    ]),
    HttpApiEndpoint.post("closeRequest", "/requests/:id/close", {
      params: { id: RequestId.check(isId) },
      payload: Schema.Struct({ result: HandResult, tellCustomer: Schema.Boolean }),
      success: Schema.Struct({ isTold: Schema.Boolean }),
      error: [NotFound, Conflict]
    }).annotate(Needs, ["orders.manage"]),
    HttpApiEndpoint.get("start", "/start", { success: StartAnswer }).annotate(Needs, ["owner"]),
    HttpApiEndpoint.get("logs", "/logs", { query: { ...logFilters, ...paging }, success: LogPage }).annotate(
      Needs,
      ["logs.view", "orders.manage"]
    )
  )
  .middleware(TenantPages)
  .middleware(Authorization)
  .annotateMerge(OpenApi.annotations({ title: "Desk", description: "Conversations, requests and logs" })) {}
