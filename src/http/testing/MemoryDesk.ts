import { Effect, Layer, Option } from "effect"
import {
  ChannelId,
  ConversationId,
  CustomerId,
  DispatchId,
  MessageId,
  OrderId,
  RequestId
} from "../../domain/Ids.ts"
import type { ChannelView, Conversation, LogLine, Message, RequestView } from "../../domain/LiveEvent.ts"
import { ChannelControl, ChannelRefused } from "../../ports/ChannelControl.ts"
import { CannedReplies } from "../../ports/CannedReplies.ts"
import { ChatControl } from "../../ports/ChatControl.ts"
import { Explanations } from "../../ports/Explanations.ts"
import { OrderSights } from "../../ports/OrderSights.ts"
import { PanelUsers } from "../../ports/PanelUsers.ts"
import { BadCursor, Desk } from "../../ports/Desk.ts"
import type { Page, PageQuery } from "../../ports/Desk.ts"
import { RequestControl } from "../../ports/RequestControl.ts"
import { NoSuchChat, StaffCommands } from "../../ports/StaffCommands.ts"
import { tenants } from "./MemoryLogins.ts"

/** What Sita's tenant has; Hari's has nothing. */
export const rows = {
  conversation: ConversationId.make("33333333-3333-4333-8333-333333333333"),
  dispatch: DispatchId.make("44444444-4444-4444-8444-444444444444"),
  channel: ChannelId.make("55555555-5555-4555-8555-555555555555"),
  message: MessageId.make("66666666-6666-4666-8666-666666666666"),
  request: RequestId.make("77777777-7777-4777-8777-777777777777")
} as const

/** A conversation of Sita's as dashboards get it. */
export const conversation = (version = 1): Conversation => ({
  id: rows.conversation,
  channelId: rows.channel,
  channelName: "Main",
  channelKind: "whatsapp",
  chatKind: "direct",
  title: "Rahim",
  customerUsername: "rahim_smm",
  controller: "bot",
  controllerLogin: null,
  controllerName: null,
  controlledUntil: null,
  unread: 1,
  lastText: "492007588 cancel",
  lastAt: 1_700_000_000_000,
  version
})

const message: Message = {
  id: rows.message,
  conversationId: rows.conversation,
  direction: "in",
  author: "customer",
  senderName: "Rahim",
  text: "492007588 cancel",
  kind: "text",
  sentAt: 1_700_000_000_000,
  stage: "done",
  note: null,
  version: 1
}

const request: RequestView = {
  id: rows.request,
  orderId: OrderId.make("492007588"),
  command: "cancel",
  customerUsername: "rahim_smm",
  providerAlias: "FastLikes",
  status: "open",
  stage: "added",
  acceptedAt: 1_700_000_000_000,
  result: null,
  resultAt: null,
  conversationId: rows.conversation,
  dispatches: [],
  trace: [],
  version: 1
}

const line: LogLine = {
  id: "1",
  at: 1_700_000_000_000,
  level: "info",
  area: "command",
  text: "cancel 492007588 accepted",
  conversationId: null,
  requestId: null
}

const channel: ChannelView = {
  id: rows.channel,
  kind: "whatsapp",
  name: "Main",
  address: null,
  isEnabled: true,
  state: { _tag: "Open" },
  sentence: "Connected",
  since: 1_700_000_000_000,
  lastAcknowledgedAt: null,
  version: 1
}

const page = <A>(query: PageQuery, items: ReadonlyArray<A>): Effect.Effect<Page<A>, BadCursor> =>
  query.before !== null && query.before !== "next"
    ? Effect.fail(new BadCursor())
    : Effect.succeed({ items: items.slice(0, query.limit), next: query.before === null ? "next" : null })

const owned = <A>(tenantId: string, id: string, wanted: string, value: A): Option.Option<A> =>
  tenantId === tenants.sita && id === wanted ? Option.some(value) : Option.none()

/** A desk with one row of everything. `explode` in a search is a defect with a secret in it. */
export const deskLayer = Layer.succeed(Desk, {
  conversations: (tenantId, query) =>
    query.search === "explode"
      ? Effect.die(new Error("password=hunter2 at postgres://"))
      : Effect.map(page(query, tenantId === tenants.sita ? [conversation()] : []), (found) => ({
          ...found,
          counts: { all: 1, unread: query.filter === "unread" ? 1 : 0 }
        })),
  conversation: (tenantId, id) =>
    Effect.succeed(
      owned(tenantId, id, rows.conversation, {
        conversation: conversation(),
        customer: {
          id: CustomerId.make("99999999-9999-4999-8999-999999999999"),
          username: "rahim_smm",
          panelId: null,
          status: "active",
          memo: "",
          contacts: ["+977 980"]
        },
        chat: { customerId: null, panelId: null },
        orders: [{ orderId: "492007588", status: "in_progress", panelName: "Main", at: 1 }],
        requests: [request]
      } as const)
    ),
  messages: (tenantId, id, query) =>
    Effect.map(page(query, [message]), (found) => owned(tenantId, id, rows.conversation, found)),
  markSeen: (tenantId, id) => Effect.succeed(Option.isSome(owned(tenantId, id, rows.conversation, null))),
  requests: (tenantId, query) =>
    Effect.map(page(query, tenantId === tenants.sita ? [request] : []), (found) => ({
      ...found,
      counts: { open: 1 }
    })),
  logs: (_tenantId, query) => page(query, [line]),
  channels: (tenantId) => Effect.succeed(tenantId === tenants.sita ? [channel] : []),
  start: (tenantId) =>
    Effect.succeed({
      panels: 0,
      channels: tenantId === tenants.sita ? 1 : 0,
      linkedTo: null,
      providers: 0,
      routes: 0,
      orderId: null,
      hasReplied: false
    })
})

const order = (tenantId: string, id: string) =>
  Option.isSome(owned(tenantId, id, rows.channel, null))
    ? Effect.void
    : Effect.fail(new ChannelRefused({ reason: "NotFound", safeText: "" }))

/** Channels that do as they are told; one named `refuse` is refused. */
export const controlLayer = Layer.succeed(ChannelControl, {
  create: (_tenantId, { kind, name }) =>
    name === "refuse"
      ? Effect.fail(
          new ChannelRefused({ reason: "Rejected", safeText: "Telegram does not know this token." })
        )
      : Effect.succeed({ ...channel, kind, name }),
  renew: order,
  enable: order,
  disable: order,
  reconnect: order,
  pair: order,
  unlink: order,
  chats: (tenantId, id) =>
    Effect.as(order(tenantId, id), [{ chatId: "120363@g.us", kind: "group" as const, title: "SMM Nepal" }]),
  knows: (tenantId, id) => Effect.as(order(tenantId, id), null)
})

/** Requests that may be closed; as rejected, the one of this tenant had ended. */
export const requestControlLayer = Layer.succeed(RequestControl, {
  close: (tenantId, id, { isCustomerTold, result }) =>
    Effect.succeed(
      Option.isNone(owned(tenantId, id, rows.request, null))
        ? { _tag: "NotFound" }
        : result === "rejected"
          ? { _tag: "AlreadyEnded" }
          : { _tag: "Closed", isTold: isCustomerTold }
    )
})

const chat = (tenantId: string, id: string, by: string | null) =>
  Option.isNone(owned(tenantId, id, rows.conversation, null))
    ? ({ _tag: "NotFound" } as const)
    : ({
        _tag: "Taken",
        channelId: rows.channel,
        conversation: { ...conversation(2), controller: "human", controllerName: by }
      } as const)

/** Chats that anybody of the tenant may take over. */
export const chatControlLayer = Layer.succeed(ChatControl, {
  takeOver: (tenantId, id, { name }) => Effect.succeed(chat(tenantId, id, name)),
  phoneAnswered: () => Effect.void,
  obey: () => Effect.void,
  handBack: (tenantId, id) => Effect.succeed(chat(tenantId, id, null)._tag === "Taken"),
  pause: (tenantId, id, { name }) => Effect.succeed(chat(tenantId, id, name)),
  write: (tenantId, id, { name }, { text }) =>
    Effect.succeed(
      chat(tenantId, id, name)._tag === "NotFound"
        ? { _tag: "NotFound" }
        : {
            _tag: "Written",
            isNew: true,
            message: { ...message, text, author: "staff" },
            channelId: rows.channel
          }
    ),
  resend: (tenantId, id, isConfirmed) =>
    Effect.succeed(
      Option.isNone(owned(tenantId, id, rows.message, null))
        ? "notFound"
        : isConfirmed
          ? "resent"
          : "unconfirmed"
    )
})

/** One canned reply of Sita's. */
export const cannedRepliesLayer = Layer.succeed(CannedReplies, {
  list: (tenantId) =>
    Effect.succeed(tenantId === tenants.sita ? [{ id: rows.request, name: "hi", text: "Hello" }] : []),
  save: (_tenantId, name, text) => Effect.succeed(name === "full" ? null : { id: rows.request, name, text }),
  remove: (tenantId, id) => Effect.succeed(Option.isSome(owned(tenantId, id, rows.request, null)))
})

/** One message of the bot with its reasons, and one request with its past. */
export const explanationsLayer = Layer.succeed(Explanations, {
  keep: () => Effect.void,
  why: (tenantId, id) =>
    Effect.succeed(
      owned(tenantId, id, rows.message, {
        kind: "answer",
        cause: null,
        by: null,
        isKept: true,
        commands: [],
        others: [],
        checks: [],
        orders: [],
        omitted: 0,
        template: "help",
        requests: [request]
      })
    ),
  timeline: (tenantId, id) =>
    Effect.succeed(owned(tenantId, id, rows.request, [{ _tag: "Recorded" as const, at: request.acceptedAt }]))
})

/** No order is known anywhere, and no account. */
export const orderSightsLayer = Layer.mergeAll(
  Layer.succeed(OrderSights, {
    place: () => Effect.succeed(Option.none()),
    keep: () => Effect.void
  }),
  Layer.mock(PanelUsers)({ account: () => Effect.succeed(Option.none()) })
)

/** Commands that are all accepted. */
export const staffCommandsLayer = Layer.succeed(StaffCommands, {
  give: (tenantId, id, _agent, { command, orderIds }) =>
    Option.isNone(owned(tenantId, id, rows.conversation, null))
      ? Effect.fail(new NoSuchChat())
      : Effect.succeed({ noteId: rows.message, parts: [`${command} of ${orderIds.join(", ")}`] })
})
