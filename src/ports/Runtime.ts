import { Context, Schema } from "effect"
import type { Effect, Option } from "effect"
import { ChannelKind } from "../domain/Channel.ts"
import { ChannelId, ConversationId, TenantId } from "../domain/Ids.ts"
import type { BadCursor } from "./Desk.ts"
import { actorKinds } from "./Residents.ts"

// Every time is unix milliseconds.

const perKind = Schema.Struct(
  Object.fromEntries(actorKinds.map((kind) => [kind, Schema.Int])) as Record<
    (typeof actorKinds)[number],
    typeof Schema.Int
  >
)

/** What one process last said of itself. */
export const RunnerView = Schema.Struct({
  /** `host:port`, where the others reach it. */
  address: Schema.String,
  /** It has not been heard for longer than it may be silent: its numbers are its last words. */
  isSilent: Schema.Boolean,
  reportedAt: Schema.Number,
  startedAt: Schema.Number,
  version: Schema.String,
  residentBytes: Schema.Number,
  heapBytes: Schema.Number,
  /** Of one core. */
  cpuPercent: Schema.Number,
  /** Since the report before. */
  lagP50Millis: Schema.Number,
  lagP99Millis: Schema.Number,
  shards: Schema.Int,
  residents: perKind,
  /** The fullest mailbox of each kind. */
  deepest: perKind,
  /** Defects since its start. */
  restarts: perKind,
  /** How long the database took to answer. */
  databaseMillis: Schema.Number,
  redis: Schema.Literals(["off", "answers", "away"]),
  /** Why it should not be given work; empty = it is ready. */
  reasons: Schema.Array(Schema.String),
  /** Its newest defects, in words that name no customer. */
  defects: Schema.Array(
    Schema.Struct({ kind: Schema.Literals(actorKinds), text: Schema.String, at: Schema.Number })
  )
})
export type RunnerView = typeof RunnerView.Type

/** Something that waits to be done; `oldestAt` null when nothing does. */
export const QueueView = Schema.Struct({
  name: Schema.Literals(["inbound", "outbox", "dispatches", "webhooks", "requests"]),
  state: Schema.String,
  count: Schema.Int,
  oldestAt: Schema.NullOr(Schema.Number)
})
export type QueueView = typeof QueueView.Type

/** The deployment at a glance (MA-01, MA-05). */
export const RuntimeOverview = Schema.Struct({
  at: Schema.Number,
  runners: Schema.Array(RunnerView),
  queues: Schema.Array(QueueView),
  /** Log lines of the area system that are no mere information, newest first. */
  errors: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      at: Schema.Number,
      level: Schema.Literals(["warn", "error"]),
      tenantId: TenantId,
      tenantName: Schema.String,
      text: Schema.String
    })
  )
})
export type RuntimeOverview = typeof RuntimeOverview.Type

/** One channel with the process that holds it. */
export const SessionView = Schema.Struct({
  id: ChannelId,
  tenantId: TenantId,
  tenantName: Schema.String,
  name: Schema.String,
  kind: ChannelKind,
  isEnabled: Schema.Boolean,
  state: Schema.String,
  sentence: Schema.String,
  since: Schema.Number,
  lastAcknowledgedAt: Schema.NullOr(Schema.Number),
  generation: Schema.Int,
  /** Null when no living process holds it. */
  runner: Schema.NullOr(Schema.String)
})
export type SessionView = typeof SessionView.Type

/** What an actor's process counts of it. */
export const ActorView = Schema.Struct({
  runner: Schema.String,
  since: Schema.Number,
  /** Messages taken and not finished. */
  depth: Schema.Int,
  handled: Schema.Int,
  restarts: Schema.Int,
  lastDefect: Schema.NullOr(Schema.String),
  lastDefectAt: Schema.NullOr(Schema.Number),
  lastActiveAt: Schema.Number
})
export type ActorView = typeof ActorView.Type

/** `actor` null = it is not in any memory now. */
const actor = Schema.NullOr(ActorView)

export const OrderNode = Schema.Struct({ id: Schema.String, orderId: Schema.String, actor })
export type OrderNode = typeof OrderNode.Type

export const ConversationNode = Schema.Struct({
  id: ConversationId,
  kind: Schema.Literals(["direct", "group"]),
  /** Null for those who may not see whose chat it is. */
  title: Schema.NullOr(Schema.String),
  lastAt: Schema.Number,
  actor,
  orders: Schema.Array(OrderNode)
})
export type ConversationNode = typeof ConversationNode.Type

export const ChannelNode = Schema.Struct({
  id: ChannelId,
  name: Schema.String,
  kind: ChannelKind,
  state: Schema.String,
  actor,
  conversations: Schema.Array(ConversationNode)
})

/** Everything that lives for one workspace: its actors, and the newest of its chats that sleep. */
export const TenantTree = Schema.Struct({
  at: Schema.Number,
  id: TenantId,
  name: Schema.String,
  actor,
  channels: Schema.Array(ChannelNode),
  /** Orders whose chat is none of those shown. */
  orders: Schema.Array(OrderNode),
  /** Processes that have not said yet who of this workspace lives there; they do within seconds. */
  missing: Schema.Array(Schema.String),
  /** More live than are shown. */
  isCut: Schema.Boolean
})
export type TenantTree = typeof TenantTree.Type

export interface SessionQuery {
  readonly state: string | null
  readonly kind: typeof ChannelKind.Type | null
  readonly search: string | null
  readonly before: string | null
  readonly limit: number
}

/** How many channels are in a state. */
export interface ChannelCount {
  readonly kind: typeof ChannelKind.Type
  readonly state: string
  readonly count: number
}

/**
 * What runs now, in all processes. Each says of itself what it is, every two seconds; who lives where is said of the
 * workspaces that somebody looks at, and for half a minute after. Implemented by `adapters/cluster`.
 */
export class Runtime extends Context.Service<
  Runtime,
  {
    readonly overview: Effect.Effect<RuntimeOverview>
    /** Newest first; `counts` by state, ignoring state and page. */
    readonly sessions: (query: SessionQuery) => Effect.Effect<
      {
        readonly items: ReadonlyArray<SessionView>
        readonly next: string | null
        readonly counts: Readonly<Record<string, number>>
      },
      BadCursor
    >
    /** `withTitles`: for people of the workspace, who may see whose chats these are. */
    readonly tree: (tenantId: TenantId, withTitles: boolean) => Effect.Effect<Option.Option<TenantTree>>
    /** At most two seconds old. */
    readonly queues: Effect.Effect<ReadonlyArray<QueueView>>
    /** At most two seconds old; channels that are switched off are `Disabled`. */
    readonly channelCounts: Effect.Effect<ReadonlyArray<ChannelCount>>
    /** Connections of all processes to the database; at most two seconds old. */
    readonly connections: Effect.Effect<
      ReadonlyArray<{ readonly pool: string; readonly state: string; readonly count: number }>
    >
    /** The actors of this process. */
    readonly own: Effect.Effect<Pick<RunnerView, "residents" | "deepest" | "restarts">>
  }
>()("relaydesk/ports/Runtime") {}
