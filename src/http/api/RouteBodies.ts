import { Schema } from "effect"
import { ChannelKind } from "../../domain/Channel.ts"
import { RequestCommand } from "../../domain/CommandName.ts"
import { ChannelId, ConversationId, PanelId, ProviderId, RouteId } from "../../domain/Ids.ts"
import { OrderStatus } from "../../domain/Order.ts"

const isId = Schema.isUUID()
const text = (max: number) => Schema.Trim.check(Schema.isMinLength(1), Schema.isMaxLength(max))

/** What a route is for, most specific first: a service, manual services (`panelId` null = of every panel), a provider, everything else. */
const RouteFor = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("service"), panelId: PanelId.check(isId), serviceId: text(40) }),
  Schema.Struct({ kind: Schema.Literal("manual"), panelId: Schema.NullOr(PanelId.check(isId)) }),
  Schema.Struct({ kind: Schema.Literal("provider"), providerId: ProviderId.check(isId) }),
  Schema.Struct({ kind: Schema.Literal("any") })
])

/** A chat of GET /destinations, or a WhatsApp number with its country code. */
const RoutePlaceBody = Schema.Union([
  Schema.Struct({ channelId: ChannelId.check(isId), chatId: text(200) }),
  Schema.Struct({ channelId: ChannelId.check(isId), number: text(60) })
])
export type RoutePlaceBody = typeof RoutePlaceBody.Type

const command = Schema.NullOr(RequestCommand)
/** Null = the chat's title. */
const label = Schema.NullOr(text(100))

/** A route to add; `command` null = every command. */
export const NewRouteBody = Schema.Struct({
  for: RouteFor,
  command,
  place: RoutePlaceBody,
  label: Schema.optionalKey(label),
  isOn: Schema.optionalKey(Schema.Boolean)
})

/** What is missing stays as it is. */
export const RouteChangeBody = Schema.Struct({
  for: Schema.optionalKey(RouteFor),
  command: Schema.optionalKey(command),
  place: Schema.optionalKey(RoutePlaceBody),
  label: Schema.optionalKey(label),
  isOn: Schema.optionalKey(Schema.Boolean)
})

/** Several routes, each once. */
export const RouteIds = Schema.Array(RouteId.check(isId)).check(
  Schema.isMinLength(1),
  Schema.isMaxLength(1_000)
)

const target = Schema.Literals(["service", "manual", "provider", "any"])

/** A route; `problems` are sentences about why its messages may not arrive. A provider is named by his alias alone. */
export const RouteView = Schema.Struct({
  id: RouteId,
  target,
  providerId: Schema.NullOr(ProviderId),
  providerAlias: Schema.NullOr(Schema.String),
  panelId: Schema.NullOr(PanelId),
  panelName: Schema.NullOr(Schema.String),
  serviceId: Schema.NullOr(Schema.String),
  serviceName: Schema.NullOr(Schema.String),
  command,
  channelId: ChannelId,
  channelName: Schema.String,
  channelKind: ChannelKind,
  chatId: Schema.String,
  label: Schema.String,
  isOn: Schema.Boolean,
  /** The network said that the chat is there; false = nobody could ask it. */
  isChecked: Schema.Boolean,
  problems: Schema.Array(Schema.String)
})

const chatKind = Schema.Literals(["group", "direct"])

/** A chat that a channel has, and what it is used for already. */
export const DestinationView = Schema.Struct({
  channelId: ChannelId,
  channelName: Schema.String,
  channelKind: ChannelKind,
  chatId: Schema.String,
  kind: chatKind,
  title: Schema.String,
  number: Schema.NullOr(Schema.String),
  members: Schema.NullOr(Schema.Int),
  isGone: Schema.Boolean,
  isSupport: Schema.Boolean,
  customer: Schema.NullOr(Schema.String),
  /** The bot never answers here. */
  isSilent: Schema.Boolean,
  /** Marked as a provider's by hand; with routes it is one anyway. */
  isProvider: Schema.Boolean,
  isMarketing: Schema.Boolean,
  /** Null when nobody wrote here yet. */
  conversationId: Schema.NullOr(ConversationId),
  lastText: Schema.NullOr(Schema.String),
  lastAt: Schema.NullOr(Schema.Number),
  routes: Schema.Array(
    Schema.Struct({
      id: RouteId,
      target,
      alias: Schema.NullOr(Schema.String),
      command,
      isOn: Schema.Boolean
    })
  )
})

/** Whose requests are asked about. */
export const ExplainBody = Schema.Struct({
  orderId: Schema.Trim.check(
    Schema.isPattern(/^#?\d{1,20}$/, { expected: "an order's number, such as 492007588" })
  ),
  command: RequestCommand,
  panelId: Schema.optionalKey(PanelId.check(isId))
})

/**
 * Who gets what. `acts` are what an accepted request would do, by the same plan as a real one; `text` is the message as
 * the provider would read it. `refusal` says that the bot would not accept it at this moment.
 */
export const ExplainView = Schema.Struct({
  found: Schema.Literals(["one", "none", "several", "unreachable"]),
  words: Schema.String,
  /** To choose from when the order is on several panels. */
  panels: Schema.Array(Schema.Struct({ id: PanelId, name: Schema.String })),
  order: Schema.NullOr(
    Schema.Struct({
      id: Schema.String,
      panelId: PanelId,
      panelName: Schema.String,
      status: OrderStatus,
      serviceId: Schema.NullOr(Schema.String),
      serviceName: Schema.NullOr(Schema.String),
      isManual: Schema.Boolean,
      /** Null = manual, or a provider that nobody set up. */
      providerAlias: Schema.NullOr(Schema.String),
      hasExternalId: Schema.Boolean
    })
  ),
  /** A refill of a pending order may be a speed-up. */
  command,
  refusal: Schema.NullOr(Schema.String),
  acts: Schema.Array(
    Schema.Struct({
      kind: Schema.String,
      place: Schema.String,
      why: Schema.String,
      channelName: Schema.NullOr(Schema.String),
      problems: Schema.Array(Schema.String),
      text: Schema.NullOr(Schema.String)
    })
  ),
  notDone: Schema.Array(Schema.Struct({ kind: Schema.String, place: Schema.String, why: Schema.String }))
})
