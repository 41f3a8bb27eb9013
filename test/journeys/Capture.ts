import { Effect, Layer, Logger, References } from "effect"
import { LiveFeed } from "../../src/ports/LiveFeed.ts"

/** Collects what a gateway says of itself: its log and what it tells dashboards. */
export const makeCapture = () => {
  const logs: Array<string> = []
  const frames: Array<string> = []
  return {
    /** Log lines at every level, causes included. */
    logs,
    /** Frames of the live socket of all tenants. */
    frames,
    /** Keeps the log here instead of printing it. */
    logger: Layer.mergeAll(
      Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void logs.push(line))]),
      Layer.succeed(References.MinimumLogLevel, "Debug")
    ),
    /** Follows the live feed until it is interrupted. */
    follow: Effect.gen(function* () {
      const feed = yield* LiveFeed
      const sink = {
        send: (frame: string | Buffer) => {
          frames.push(frame.toString())
          return true
        }
      }
      yield* feed.attach("all", { epoch: null, seq: 0 }, sink)
      return yield* Effect.never
    }).pipe(Effect.scoped)
  }
}
