import { Context } from "effect"
import type { Effect } from "effect"
import type { ChannelId, RequestId, TenantId } from "../domain/Ids.ts"
import type { RequestStage } from "./Requests.ts"

/**
 * Bells between those who write rows and those who work on them. A lost ring costs time, never work: everybody who
 * waits for one also looks by himself. Implemented by `actors/LocalWakeups`.
 */
export class Wakeups extends Context.Service<
  Wakeups,
  {
    /** The channel has something to send. */
    readonly channel: (tenantId: TenantId, channelId: ChannelId) => Effect.Effect<void>
    /** There are dispatches to carry out. */
    readonly dispatches: Effect.Effect<void>
    /** Waits for `dispatches`, at most `millis`. */
    readonly awaitDispatches: (millis: number) => Effect.Effect<void>
    /** The same for those who call providers' own APIs: each of the two hears every ring. */
    readonly awaitProviderCalls: (millis: number) => Effect.Effect<void>
    /** A request has reached a stage. */
    readonly staged: (requestId: RequestId, stage: RequestStage) => Effect.Effect<void>
    /** Whether every ring is heard here; with other processes beside this one, theirs are not. */
    readonly isAlone: () => boolean
    /** Waits until each of the requests was added or has failed, at most `millis`; what is missing in the answer was not heard of here. */
    readonly awaitStaged: (
      ids: ReadonlyArray<RequestId>,
      millis: number
    ) => Effect.Effect<ReadonlyMap<RequestId, RequestStage>>
  }
>()("relaydesk/ports/Wakeups") {}
