import { Context } from "effect"
import type { Effect } from "effect"

/** A bucket of tokens: `burst` at once, and `perMinute` of them come back. `perMinute` 0 = no limit. */
export interface Rate {
  readonly perMinute: number
  readonly burst: number
}

/** What many callers may do in a time, counted per key (SE-05). Implemented by `http/limits`, in this process. */
export class RateLimits extends Context.Service<
  RateLimits,
  {
    /** Takes one: 0 = taken, else the milliseconds until there is one again; a refused try takes nothing. */
    readonly take: (kind: string, key: string, rate: Rate) => Effect.Effect<number>
  }
>()("relaydesk/ports/RateLimits") {}
