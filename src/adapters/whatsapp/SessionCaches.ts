import { Duration } from "effect"
import { BoundedCache } from "./BoundedCache.ts"

/** What a session may remember from one connection to the next; all of it can be lost without harm. */
export interface SessionCaches {
  readonly retryCounters: BoundedCache
  /** Devices by user. Asked anew, each answer makes Baileys build new sessions with everybody in it. */
  readonly devices: BoundedCache
  readonly placeholders: BoundedCache
  readonly callOffers: BoundedCache
  readonly recentPlaintexts: BoundedCache
  /** How often handing on an inbox row has failed, for a while. */
  readonly failures: BoundedCache
}

const hour = Duration.toMillis("1 hour")

/** Makes the empty caches of one channel. */
export const makeSessionCaches = (): SessionCaches => ({
  retryCounters: new BoundedCache({ capacity: 1000, ttlMillis: hour }),
  devices: new BoundedCache({ capacity: 5000, ttlMillis: hour }),
  placeholders: new BoundedCache({ capacity: 1000, ttlMillis: hour }),
  callOffers: new BoundedCache({ capacity: 100, ttlMillis: hour }),
  failures: new BoundedCache({ capacity: 100, ttlMillis: Duration.toMillis("10 minutes") }),
  recentPlaintexts: new BoundedCache({ capacity: 200, ttlMillis: hour })
})
