import { Context } from "effect"
import type { Effect, Scope } from "effect"
import type { TenantId } from "../domain/Ids.ts"
import type { LiveEvent, ServerFrame } from "../domain/LiveEvent.ts"

/**
 * Where a feed is written; `seq` is the point that the frame leads to. `send` never waits; false = too slow, the feed
 * lets go of it and it may resume.
 */
export interface LiveSink {
  readonly send: (frame: string | Buffer, seq: number) => boolean
  /** Which events it may get, asked for each; absent = all. What it may not get is missing from its frames. */
  readonly hears?: (tag: string) => boolean
  /** It was greeted anew in the middle: what it was told beside the feed must be told again. */
  readonly renewed?: () => void
}

/** What a dashboard has seen: `epoch` null = nothing yet. */
export interface ResumePoint {
  readonly epoch: string | null
  readonly seq: number
}

/** The first frame of a connection. Its `seq` is the point that the following frames go on from. */
export type Hello = Extract<ServerFrame, { readonly _tag: "Hello" }>

/**
 * What dashboards see, beside the message path and never in it. Numbers are per tenant, without gaps within
 * an epoch. Implemented by `http/LiveHub`.
 */
export class LiveFeed extends Context.Service<
  LiveFeed,
  {
    /** Publish after the commit. Never blocks, never fails; order per tenant is the order of calls. */
    readonly publish: (
      tenantId: TenantId,
      events: ReadonlyArray<typeof LiveEvent.Encoded>
    ) => Effect.Effect<void>
    /**
     * While nobody watches the tenant, counts events that are not worth their making, so that who comes back knows that he
     * has missed some. False = somebody watches, and must be told.
     */
    readonly skip: (tenantId: TenantId, count: number) => Effect.Effect<boolean>
    /** Nobody has watched anything here for a while: what costs a look at the database need not be published. */
    readonly isQuiet: Effect.Effect<boolean>
    /**
     * Follows one tenant, or all of them for the platform's admin, until the scope ends. `sink` gets the hello
     * first, then what was missed, then everything new; the hello is returned too.
     */
    readonly attach: (
      tenantId: TenantId | "all",
      resume: ResumePoint,
      sink: LiveSink
    ) => Effect.Effect<Hello, never, Scope.Scope>
  }
>()("relaydesk/ports/LiveFeed") {}
