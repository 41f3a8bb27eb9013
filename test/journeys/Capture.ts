import { Effect, Layer, Logger, References } from "effect"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import type { TenantId } from "../../src/domain/Ids.ts"
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
      // Each tenant's own dashboards: who watches all of them is told little.
      const sql = yield* PlatformSql
      const followed = new Set<TenantId>()
      return yield* Effect.gen(function* () {
        for (const { id } of yield* sql<{ id: TenantId }>`select id from tenant`) {
          if (followed.has(id)) continue
          followed.add(id)
          yield* feed.attach(id, { epoch: null, seq: 0 }, sink)
        }
      }).pipe(Effect.ignore, Effect.andThen(Effect.sleep("20 millis")), Effect.forever)
    }).pipe(Effect.scoped)
  }
}
