import { Context } from "effect"
import type { Effect, Option } from "effect"
import type { ChannelId, TenantId } from "../domain/Ids.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"

/** One state of a channel's past; times in unix milliseconds, `until` null while it lasts. */
export interface PastState {
  readonly id: string
  /** The state's code, without what was secret in it. */
  readonly state: string
  readonly sentence: string
  readonly at: number
  readonly until: number | null
}

/** What goes with a channel, and what will not be sent any more. */
export interface Removal {
  readonly name: string
  readonly chats: number
  readonly messages: number
  readonly routes: number
  /** Messages, and requests to providers, that wait to go through it. */
  readonly waiting: number
}

/** What the owner reads of his channels' past, and how he names and removes them. Implemented by `adapters/postgres`. */
export class ChannelBook extends Context.Service<
  ChannelBook,
  {
    /** Newest first; what followed itself (a renewed QR code) is one. None = unknown. */
    readonly history: (
      tenantId: TenantId,
      id: ChannelId,
      query: PageQuery
    ) => Effect.Effect<Option.Option<Page<PastState>>, BadCursor>
    /** Audited; false = unknown. */
    readonly rename: (tenantId: TenantId, id: ChannelId, name: string, by: string) => Effect.Effect<boolean>
    readonly removal: (tenantId: TenantId, id: ChannelId) => Effect.Effect<Option.Option<Removal>>
    /**
     * Deletes the channel with its keys, chats, messages, routes and webhooks, for good; requests and customers stay, and
     * what waited to be sent through it is a failure that people see. Only when `name` is the channel's. Audited.
     */
    readonly remove: (
      tenantId: TenantId,
      id: ChannelId,
      name: string,
      by: string
    ) => Effect.Effect<"removed" | "notFound" | "otherName">
    /** Forgets states before `before` (unix milliseconds) and beyond the newest `most` of a channel, never its last; how many. */
    readonly purge: (before: number, most: number) => Effect.Effect<number>
  }
>()("relaydesk/ports/ChannelBook") {}
