import { Context } from "effect"
import type { Effect } from "effect"

/** How long timers came too late since the last reading, in seconds. */
interface LoopDelay {
  readonly median: number
  readonly p99: number
  readonly max: number
}

/** This process's event loop, watched in one place. Implemented by `adapters/process`. */
export class EventLoop extends Context.Service<
  EventLoop,
  {
    /** Reads and begins anew; for the metrics alone. */
    readonly takeDelay: Effect.Effect<LoopDelay>
    /** The longest standstill of 5 s and more that ended within the last so many milliseconds, or goes on; null without one. */
    readonly stalledWithin: (millis: number) => Effect.Effect<number | null>
  }
>()("relaydesk/ports/EventLoop") {}
