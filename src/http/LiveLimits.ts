import { Context, Duration } from "effect"

/** The times and sizes of a live socket. */
export interface LiveSocketLimits {
  /** A browser that does not say Resume within this is not one of ours. */
  readonly firstFrame: Duration.Duration
  /**
   * Proxies close what is silent for 60 s; a browser that misses one ping is gone. Pages do not see pings, so each
   * comes with a frame without events: client/src/live/createLive.ts counts on one in this time.
   */
  readonly ping: Duration.Duration
  /** How long a login that another process ended or suspended can still watch: one statement for all sockets each time. */
  readonly loginCheck: Duration.Duration
  /** Bytes that may wait for one browser: more than a whole resume (LiveHub's maxSize, up to 3 bytes a character). */
  readonly maxBuffered: number
  /** Sockets of the whole process; more are told to come back later. */
  readonly maxSockets: number
}

/** The limits in force; tests make them short. */
export const Limits = Context.Reference<LiveSocketLimits>("relaydesk/http/LiveSocket/Limits", {
  defaultValue: () => ({
    firstFrame: Duration.seconds(5),
    ping: Duration.seconds(25),
    loginCheck: Duration.seconds(1),
    maxBuffered: 8 * 1024 * 1024,
    maxSockets: 5_000
  })
})
