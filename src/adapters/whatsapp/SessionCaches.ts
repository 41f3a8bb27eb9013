import { Duration } from "effect"
import { BoundedCache } from "./BoundedCache.ts"
import { makeUndecrypted, type Undecrypted } from "./inbound/Undecrypted.ts"

/** What a session may remember from one connection to the next; all of it can be lost without harm. */
export interface SessionCaches {
  readonly retryCounters: BoundedCache
  /** Devices by user. Asked anew, each answer makes Baileys build new sessions with everybody in it. */
  readonly devices: BoundedCache
  readonly placeholders: BoundedCache
  readonly callOffers: BoundedCache
  readonly recentPlaintexts: BoundedCache
  /** Messages with files that were sent of late, for phones that ask for them again. */
  readonly sentFiles: BoundedCache
  /** How often handing on an inbox row has failed, for a while. */
  readonly failures: BoundedCache
  /** Messages that could not be decrypted and whose resend is waited for. */
  readonly undecrypted: Undecrypted
  /** The phone has just paired: somebody waits for the next connection. */
  isNewlyPaired: boolean
  /** The last generation whose first connection a person waited for. */
  askedBy: bigint | null
}

const hour = Duration.toMillis("1 hour")

/** Makes the empty caches of one channel. */
export const makeSessionCaches = (): SessionCaches => ({
  retryCounters: new BoundedCache({ capacity: 1000, ttlMillis: hour }),
  devices: new BoundedCache({ capacity: 5000, ttlMillis: hour }),
  placeholders: new BoundedCache({ capacity: 1000, ttlMillis: hour }),
  callOffers: new BoundedCache({ capacity: 100, ttlMillis: hour }),
  failures: new BoundedCache({ capacity: 100, ttlMillis: Duration.toMillis("10 minutes") }),
  sentFiles: new BoundedCache({ capacity: 200, ttlMillis: hour }),
  recentPlaintexts: new BoundedCache({ capacity: 200, ttlMillis: hour }),
  undecrypted: makeUndecrypted(),
  isNewlyPaired: false,
  askedBy: null
})
