import { Context, Schema } from "effect"
import type { Effect, Option, Redacted } from "effect"
import type { ChannelKind } from "../domain/Channel.ts"
import type { ChannelId, TenantId } from "../domain/Ids.ts"
import type { ChannelHandle } from "./ChannelTransport.ts"
import type { BadCursor, Page, PageQuery } from "./Desk.ts"

/** Whose webhooks come to an address. */
export interface WebhookPlace {
  readonly tenantId: TenantId
  readonly channelId: ChannelId
  readonly kind: ChannelKind
  /** As in ChannelHandle; null also when it cannot be opened. */
  readonly token: Redacted.Redacted | null
}

/** A webhook to keep; `key` is made of the network's own ids. */
export interface NewDelivery {
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Unix milliseconds. */
  readonly at: number
}

/** A stored webhook that is due; `attempt` counts from 1. */
export interface DueDelivery {
  readonly id: string
  readonly body: Uint8Array
  readonly attempt: number
}

/** How working on it ended. */
export type DeliveryOutcome =
  | { readonly _tag: "Done" }
  | { readonly _tag: "Retry"; readonly nextAt: number; readonly safeText: string }
  | { readonly _tag: "Dead"; readonly safeText: string }

export const DeliveryState = Schema.Literals(["waiting", "done", "dead"])
export type DeliveryState = typeof DeliveryState.Type

/** What pages show of a stored webhook; times in unix milliseconds. */
export interface DeliveryView {
  readonly id: string
  readonly channelId: ChannelId
  readonly channelName: string
  readonly kind: ChannelKind
  readonly key: string
  readonly bytes: number
  readonly receivedAt: number
  /** How often the network sent it again. */
  readonly repeats: number
  readonly state: DeliveryState
  readonly attempts: number
  /** Null when nothing more is tried. */
  readonly nextAt: number | null
  readonly settledAt: number | null
  readonly safeError: string | null
}

/** Which ones; null = whichever. */
export interface DeliveryFilter {
  readonly state: DeliveryState | null
  readonly channelId: ChannelId | null
  readonly kind: ChannelKind | null
}

/** Webhooks as they came, and what became of them. Implemented by `adapters/postgres`. */
export class WebhookDeliveries extends Context.Service<
  WebhookDeliveries,
  {
    /** The channel at this address, of whichever tenant. */
    readonly find: (hookToken: string) => Effect.Effect<Option.Option<WebhookPlace>>
    /** The guarded part of a channel's address; none when it takes no webhooks. */
    readonly address: (
      tenantId: TenantId,
      id: ChannelId
    ) => Effect.Effect<Option.Option<{ readonly kind: ChannelKind; readonly hookToken: string }>>
    /** ONE statement; false when the channel has one with this key. */
    readonly add: (place: WebhookPlace, delivery: NewDelivery) => Effect.Effect<boolean>
    /**
     * The channel's oldest due ones, for this holder alone until its time is over; none when the channel has another holder.
     * What an earlier holder worked on is due at once.
     */
    readonly claim: (
      channel: ChannelHandle,
      now: number,
      limit: number
    ) => Effect.Effect<ReadonlyArray<DueDelivery>>
    readonly settle: (
      channel: ChannelHandle,
      now: number,
      outcomes: ReadonlyMap<string, DeliveryOutcome>
    ) => Effect.Effect<void>
    /** Newest first; `counts` by state, ignoring `state` and page. */
    readonly list: (
      tenantId: TenantId,
      filter: DeliveryFilter,
      query: PageQuery
    ) => Effect.Effect<
      Page<DeliveryView> & { readonly counts: Readonly<Record<DeliveryState, number>> },
      BadCursor
    >
    /** One with what came, as it came; its secrets are for the reader to cover. */
    readonly read: (
      tenantId: TenantId,
      id: string
    ) => Effect.Effect<Option.Option<{ readonly delivery: DeliveryView; readonly body: Uint8Array }>>
    /** Works on it once more, as if it had come now; what is known already stays as it is. */
    readonly replay: (
      tenantId: TenantId,
      id: string,
      by: string,
      now: number
    ) => Effect.Effect<"replayed" | "notFound" | "waiting">
    /** Forgets what is done and what is dead since before these times; how many. */
    readonly purge: (doneBefore: number, deadBefore: number) => Effect.Effect<number>
  }
>()("relaydesk/ports/WebhookDeliveries") {}
