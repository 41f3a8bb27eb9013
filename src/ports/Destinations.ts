import { Context } from "effect"
import type { Effect } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { RequestCommand } from "../domain/CommandName.ts"
import type { ChannelId, ConversationId, RouteId, TenantId } from "../domain/Ids.ts"
import type { RouteTarget } from "../domain/Routing.ts"
import type { ChannelHandle, ChatSummary } from "./ChannelTransport.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"

/** A route that goes to a chat; `alias` is its provider's, null when it is for no single one. */
export interface RouteUse {
  readonly id: RouteId
  readonly target: RouteTarget
  readonly alias: string | null
  readonly command: RequestCommand | null
  readonly isOn: boolean
}

/** A chat that a channel has, for picking it as a destination, and what it is used for already (PR-05). */
export interface Destination {
  readonly channelId: ChannelId
  readonly channelName: string
  readonly channelKind: ChannelKind
  /** As routes name it. */
  readonly chatId: string
  readonly kind: "direct" | "group"
  readonly title: string
  /** A WhatsApp chat's number without "+", where it is known. */
  readonly number: string | null
  readonly members: number | null
  /** The account is no longer in it. */
  readonly isGone: boolean
  /** The group serves customers (CU-03). */
  readonly isSupport: boolean
  /** The customer to whom the group or number belongs. */
  readonly customer: string | null
  /** The bot answers nobody here (CH-10). */
  readonly isSilent: boolean
  /** Marked as a provider's by hand; with routes it is one anyway. */
  readonly isProvider: boolean
  /** Broadcasts may come here (WF-04). */
  readonly isMarketing: boolean
  /** Null when nobody wrote here yet. */
  readonly conversationId: ConversationId | null
  readonly lastText: string | null
  /** Unix milliseconds. */
  readonly lastAt: number | null
  readonly routes: ReadonlyArray<RouteUse>
}

export const chatUses = ["provider", "silent"] as const
export type ChatUse = (typeof chatUses)[number]

export interface DestinationQuery extends PageQuery {
  /** Part of a title or number; null = all. Untrusted. */
  readonly search: string | null
  readonly channelId: ChannelId | null
  readonly kind: Destination["kind"] | null
  /** Only providers' chats (with routes, or marked so), or those where the bot is silent; null = all. */
  readonly use: ChatUse | null
}

/** The chats that channels can write to: those that wrote, and those that the network told of. Implemented by `adapters/postgres`. */
export class Destinations extends Context.Service<
  Destinations,
  {
    /** Groups first, each by title. */
    readonly list: (
      tenantId: TenantId,
      query: DestinationQuery
    ) => Effect.Effect<Page<Destination>, BadCursor>
    /** Keeps chats that the network told of; nothing is written for what is known already. */
    readonly learn: (
      channel: Pick<ChannelHandle, "tenantId" | "channelId">,
      chats: ReadonlyArray<ChatSummary>
    ) => Effect.Effect<void>
    /** The account is no longer in these chats. */
    readonly forget: (
      channel: Pick<ChannelHandle, "tenantId" | "channelId">,
      chatIds: ReadonlyArray<string>
    ) => Effect.Effect<void>
    /** As `learn`, with all groups that the channel is in: the others are gone. */
    readonly learnAllGroups: (
      channel: Pick<ChannelHandle, "tenantId" | "channelId">,
      groups: ReadonlyArray<ChatSummary>
    ) => Effect.Effect<void>
  }
>()("relaydesk/ports/Destinations") {}
