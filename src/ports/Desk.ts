import { Context, Schema } from "effect"
import type { Effect, Option } from "effect"
import type { RequestCommand } from "../domain/CommandName.ts"
import type {
  ChannelId,
  ConversationId,
  CustomerId,
  LoginId,
  MessageId,
  PanelId,
  ProviderId,
  RequestId,
  TenantId
} from "../domain/Ids.ts"
import type { ChannelView, Conversation, LogLine, Message, RequestView } from "../domain/LiveEvent.ts"
import type { OrderStatus } from "../domain/Order.ts"

/** The `before` of a page is not one that the storage gave out. */
export class BadCursor extends Schema.TaggedError<BadCursor>()("BadCursor", {}) {}

/** Where a page starts: `before` is the `next` of the page before it, null for the newest. */
export interface PageQuery {
  readonly before: string | null
  /** 1–200. */
  readonly limit: number
}

/** Keyset page; `next` is null at the end. */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly next: string | null
}

/** `mine`, `human` and `bot`: by who answers; `suspended`: the customer's bot is switched off. */
export const conversationFilters = ["all", "unread", "mine", "bot", "human", "suspended"] as const
export type ConversationFilter = (typeof conversationFilters)[number]

export interface ConversationQuery extends PageQuery {
  readonly filter: ConversationFilter
  /** Whose `mine` is; nobody's when absent. */
  readonly loginId?: LoginId
  readonly channelId?: ChannelId
  /**
   * Part of a title, name, username or phone number, a whole order id, or words of one message (their beginnings, from
   * three letters on); null = everything. Untrusted: every sign is a letter.
   */
  readonly search: string | null
}

export interface RequestQuery extends PageQuery {
  /** One of RequestView's statuses, or `stale` for the result of that name; null = all. */
  readonly status: string | null
  readonly search: string | null
  /** This one alone. */
  readonly id?: RequestId | null
  readonly command?: RequestCommand | null
  readonly panelId?: PanelId | null
  readonly providerId?: ProviderId | null
  /** Accepted at or after, and before; unix milliseconds. */
  readonly from?: number | null
  readonly to?: number | null
  /** Nothing is counted: for whoever reads many pages. */
  readonly isUncounted?: boolean
}

export interface LogQuery extends PageQuery {
  /** One of LogLine's areas; null = all. */
  readonly area: string | null
  /** One of LogLine's levels, or `trouble` for all but information; absent or null = all. */
  readonly level?: string | null
  /** Part of the text; absent or null = any. */
  readonly search?: string | null
}

/** An order as the context pane lists it; `at` Unix milliseconds of our last look. */
export interface RecentOrder {
  readonly orderId: string
  readonly status: OrderStatus
  readonly panelName: string
  readonly at: number
}

/** How far a workspace is on its way to its first reply: counts, and what helps with the next step. */
export interface StartView {
  readonly panels: number
  readonly channels: number
  /** The address of a channel that is connected; null while none is. */
  readonly linkedTo: string | null
  readonly providers: number
  /** Routes that are on. */
  readonly routes: number
  /** An order of the panel that was seen before; null when none was. */
  readonly orderId: string | null
  readonly hasReplied: boolean
}

/** Everything beside the thread. */
export interface ConversationContext {
  readonly conversation: Conversation
  readonly customer: {
    readonly id: CustomerId
    readonly username: string
    /** The panel he is bound to; null = any. */
    readonly panelId: PanelId | null
    readonly status: string
    readonly memo: string
    readonly contacts: ReadonlyArray<string>
  } | null
  /** What the chat itself is given to: of groups alone (CU-01, OR-10). */
  readonly chat: { readonly customerId: CustomerId | null; readonly panelId: PanelId | null }
  /** Newest first, at most 20. */
  readonly orders: ReadonlyArray<RecentOrder>
  /** Newest first, at most 20. */
  readonly requests: ReadonlyArray<RequestView>
}

/**
 * What the pages show of one tenant. Ids of other tenants are as good as unknown: `None` or false.
 * A failure of the database is a defect. Implemented by `adapters/postgres`.
 */
export class Desk extends Context.Service<
  Desk,
  {
    /**
     * Newest activity first. `counts` ignore `filter` and page, not `search`. Of common words they are the least that it
     * can be: the conversations of the first 20 000 messages found, and of what every tenth message has, those among the
     * 500 newest.
     */
    readonly conversations: (
      tenantId: TenantId,
      query: ConversationQuery
    ) => Effect.Effect<
      Page<Conversation> & { readonly counts: { readonly all: number; readonly unread: number } },
      BadCursor
    >
    readonly conversation: (
      tenantId: TenantId,
      id: ConversationId
    ) => Effect.Effect<Option.Option<ConversationContext>>
    /** The newest `limit` before the cursor, oldest first; `next` leads to older ones. */
    readonly messages: (
      tenantId: TenantId,
      id: ConversationId,
      query: PageQuery
    ) => Effect.Effect<Option.Option<Page<Message>>, BadCursor>
    /** Everything up to this message counts as read, never less than before; false when the conversation is not the tenant's. */
    readonly markSeen: (tenantId: TenantId, id: ConversationId, upTo: MessageId) => Effect.Effect<boolean>
    /** Newest first. `counts` by status and of `stale`, ignoring `status` and page. */
    readonly requests: (
      tenantId: TenantId,
      query: RequestQuery
    ) => Effect.Effect<Page<RequestView> & { readonly counts: Readonly<Record<string, number>> }, BadCursor>
    /** Newest first. */
    readonly logs: (tenantId: TenantId, query: LogQuery) => Effect.Effect<Page<LogLine>, BadCursor>
    readonly channels: (tenantId: TenantId) => Effect.Effect<ReadonlyArray<ChannelView>>
    readonly start: (tenantId: TenantId) => Effect.Effect<StartView>
  }
>()("relaydesk/ports/Desk") {}
