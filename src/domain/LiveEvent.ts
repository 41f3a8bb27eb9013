import { Schema } from "effect"
import { ChannelKind, ChannelState } from "./Channel.ts"
import { RequestCommand } from "./CommandName.ts"
import {
  ChannelId,
  ConversationId,
  DispatchId,
  LoginId,
  MessageId,
  OrderId,
  RequestId,
  TenantId
} from "./Ids.ts"
import { OrderStatus } from "./Order.ts"
import { TraceStep } from "./OrderAnswer.ts"
import { MediaView } from "./Media.ts"
import { AnswerVerdict } from "./answers/AnswerSense.ts"
import { RequestResult } from "./RequestResult.ts"

// Every time is unix milliseconds. `version` grows with each change of a row: a dashboard keeps the higher one.

const messageKind = Schema.Literals(["text", "image", "video", "audio", "document", "sticker", "other"])

/** One chat in the list of the live desk (LD-01). */
export const Conversation = Schema.Struct({
  id: ConversationId,
  channelId: ChannelId,
  channelName: Schema.String,
  channelKind: ChannelKind,
  chatKind: Schema.Literals(["direct", "group"]),
  title: Schema.String,
  customerUsername: Schema.NullOr(Schema.String),
  controller: Schema.Literals(["bot", "human", "paused"]),
  /** Who has taken it over or paused the bot; the login is null for the owner's phone (LD-02). */
  controllerLogin: Schema.NullOr(LoginId),
  controllerName: Schema.NullOr(Schema.String),
  /** When the bot answers again by itself; null = when somebody says so. */
  controlledUntil: Schema.NullOr(Schema.Number),
  unread: Schema.Int,
  lastText: Schema.String,
  /** What the newest message is when it has no words. Lists alone say it: a change comes with the message itself. */
  lastFile: Schema.optionalKey(Schema.Struct({ kind: messageKind, name: Schema.NullOr(Schema.String) })),
  lastAt: Schema.Number,
  /** The bot never answers here (CH-10); absent = it does. */
  isSilent: Schema.optionalKey(Schema.Boolean),
  /** Chats that have become this one and are no more (CH-06). */
  replaces: Schema.optionalKey(Schema.Array(ConversationId)),
  version: Schema.Int
})
export type Conversation = typeof Conversation.Type

/** How far a message has come: the first three are of inbound messages, the others of outbound ones. */
export const MessageStage = Schema.Literals([
  "received",
  "done",
  "ignored",
  "queued",
  "sending",
  "sent",
  "delivered",
  "read",
  "failed",
  "uncertain"
])
export type MessageStage = typeof MessageStage.Type

/** One line of a thread; `note` is what staff may know of its fate, in safe words. */
export const Message = Schema.Struct({
  id: MessageId,
  conversationId: ConversationId,
  direction: Schema.Literals(["in", "out", "note"]),
  author: Schema.Literals(["customer", "bot", "staff", "owner_phone", "provider_dispatch", "broadcast"]),
  senderName: Schema.NullOr(Schema.String),
  text: Schema.String,
  kind: messageKind,
  sentAt: Schema.Number,
  stage: MessageStage,
  note: Schema.NullOr(Schema.String),
  /** Of a message with a file. */
  media: Schema.optionalKey(MediaView),
  /** Of what staff wrote on the desk: the id that their browser gave it. */
  clientId: Schema.optionalKey(Schema.String),
  version: Schema.Int
})
export type Message = typeof Message.Type

/** One outward act of a request; `label` is "Panel API", the provider's alias with "API" or "ticket", or the provider's alias with the channel's name (PR-03). */
export const DispatchView = Schema.Struct({
  id: DispatchId,
  kind: Schema.Literals(["panel", "provider", "provider_api", "provider_ticket"]),
  state: Schema.Literals(["queued", "running", "done", "retrying", "dead", "uncertain"]),
  attempts: Schema.Int,
  label: Schema.String,
  safeText: Schema.NullOr(Schema.String),
  at: Schema.NullOr(Schema.Number),
  /** How long its last attempt took, in milliseconds; null before the first. */
  tookMs: Schema.optionalKey(Schema.NullOr(Schema.Number))
})
export type DispatchView = typeof DispatchView.Type

/** What a provider said of a request, and how it was linked to it (PR-10). */
export const ProviderAnswerView = Schema.Struct({
  id: Schema.String,
  verdict: AnswerVerdict,
  link: Schema.Literals(["quote", "id", "only"]),
  /** The provider's chat and the message's text, shortened. */
  conversationId: ConversationId,
  text: Schema.String,
  at: Schema.Number
})
export type ProviderAnswerView = typeof ProviderAnswerView.Type

/** An accepted command with everything that was done for it (OR-12). */
export const RequestView = Schema.Struct({
  id: RequestId,
  orderId: OrderId,
  command: RequestCommand,
  customerUsername: Schema.NullOr(Schema.String),
  panelName: Schema.optionalKey(Schema.String),
  providerAlias: Schema.NullOr(Schema.String),
  /** The order's id at the provider; null when the panel did not say it. */
  externalId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** How the order stood when it was asked for. */
  orderStatus: Schema.optionalKey(OrderStatus),
  /** Where it was asked for: the number or group, and the channel; null when that chat is gone. */
  chat: Schema.optionalKey(Schema.NullOr(Schema.String)),
  status: Schema.Literals(["open", "waiting", "done", "failed", "closed"]),
  stage: Schema.Literals(["recorded", "added", "failed"]),
  acceptedAt: Schema.Number,
  /** How it ended and when; null while it is followed up, and when nobody looked. */
  result: Schema.NullOr(RequestResult),
  resultAt: Schema.NullOr(Schema.Number),
  conversationId: Schema.NullOr(ConversationId),
  dispatches: Schema.Array(DispatchView),
  /** Oldest first; absent when no provider has answered. */
  answers: Schema.optionalKey(Schema.Array(ProviderAnswerView)),
  trace: Schema.Array(TraceStep),
  version: Schema.Int
})
export type RequestView = typeof RequestView.Type

/** A channel with its state in human words and its send-health (CH-02). */
export const ChannelView = Schema.Struct({
  id: ChannelId,
  kind: ChannelKind,
  name: Schema.String,
  address: Schema.NullOr(Schema.String),
  isEnabled: Schema.Boolean,
  state: ChannelState,
  sentence: Schema.String,
  since: Schema.Number,
  lastAcknowledgedAt: Schema.NullOr(Schema.Number),
  /** The oldest message of ours that the network has not acknowledged; absent = none waits. */
  oldestWaitingAt: Schema.optionalKey(Schema.Number),
  version: Schema.Int
})
export type ChannelView = typeof ChannelView.Type

/** One line of the live log (LD-05). */
export const LogLine = Schema.Struct({
  id: Schema.String,
  at: Schema.Number,
  level: Schema.Literals(["info", "warn", "error"]),
  area: Schema.Literals(["command", "dispatch", "channel", "system"]),
  text: Schema.String,
  conversationId: Schema.NullOr(ConversationId),
  requestId: Schema.NullOr(RequestId)
})
export type LogLine = typeof LogLine.Type

/** One command of a message for several orders (BU-06); `done` counts up while it is worked on. */
export const BulkView = Schema.Struct({
  /** Message and command. */
  id: Schema.String,
  conversationId: Schema.NullOr(ConversationId),
  username: Schema.String,
  sender: Schema.String,
  command: Schema.String,
  total: Schema.Int,
  done: Schema.Int,
  succeeded: Schema.Int,
  skipped: Schema.Int,
  startedAt: Schema.Number,
  finishedAt: Schema.NullOr(Schema.Number),
  detail: Schema.NullOr(Schema.Array(Schema.Struct({ orderId: Schema.String, outcome: Schema.String })))
})
export type BulkView = typeof BulkView.Type

/** How an order looks on its panel since just now. */
const OrderSeen = Schema.TaggedStruct("OrderSeen", {
  orderId: OrderId,
  panelName: Schema.String,
  status: OrderStatus,
  at: Schema.Number
})

/** Whose it is; said only where the platform's people hear of all workspaces. */
const tenantId = Schema.optionalKey(TenantId)

/** One change that dashboards of the tenant get. */
export const LiveEvent = Schema.Union([
  Schema.TaggedStruct("ConversationChanged", { conversation: Conversation }),
  Schema.TaggedStruct("MessageChanged", { message: Message }),
  Schema.TaggedStruct("RequestChanged", { request: RequestView }),
  Schema.TaggedStruct("ChannelChanged", { channel: ChannelView, tenantId }),
  Schema.TaggedStruct("ChannelRemoved", { id: ChannelId }),
  Schema.TaggedStruct("LogAdded", { line: LogLine, tenantId }),
  Schema.TaggedStruct("BulkChanged", { bulk: BulkView }),
  OrderSeen
])
export type LiveEvent = typeof LiveEvent.Type

/** What the server says on the live socket; `seq` of Events is the number of its last event. */
export const ServerFrame = Schema.Union([
  Schema.TaggedStruct("Hello", { epoch: Schema.String, seq: Schema.Int, isResumed: Schema.Boolean }),
  Schema.TaggedStruct("Events", { seq: Schema.Int, events: Schema.Array(LiveEvent) }),
  /** Who has these chats open now (LD-02); at the beginning all that are open. No part of the numbered events. */
  Schema.TaggedStruct("Presence", {
    chats: Schema.Array(
      Schema.Struct({
        conversationId: ConversationId,
        people: Schema.Array(
          Schema.Struct({ loginId: LoginId, name: Schema.String, isTyping: Schema.Boolean })
        )
      })
    )
  })
])
export type ServerFrame = typeof ServerFrame.Type

/** What a dashboard says first: everything after `seq` of `epoch`, please; epoch null at the first visit. */
export const ClientFrame = Schema.TaggedStruct("Resume", {
  epoch: Schema.NullOr(Schema.String),
  seq: Schema.Int
})
export type ClientFrame = typeof ClientFrame.Type

/** What it may say after that: which chat is open before the person, and whether he writes in it. */
export const WhereFrame = Schema.TaggedStruct("At", {
  conversationId: Schema.NullOr(ConversationId.check(Schema.isUUID())),
  isTyping: Schema.Boolean
})
export type WhereFrame = typeof WhereFrame.Type
