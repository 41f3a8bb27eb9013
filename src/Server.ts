import { Effect, Layer, Logger, References } from "effect"
import { DatabaseUrl } from "./adapters/postgres/Database.ts"
import * as RedisRateLimits from "./adapters/redis/RedisRateLimits.ts"
import * as KeyCensus from "./adapters/vault/KeyCensus.ts"
import * as ClientBuild from "./ClientBuild.ts"
import * as Http from "./http/Http.ts"
import * as MemoryRateLimits from "./http/limits/MemoryRateLimits.ts"
import { SetupToken } from "./http/login/SetupToken.ts"
import * as Ready from "./Ready.ts"
import { gateway } from "./Relaydesk.ts"
import { Settings } from "./Settings.ts"

const logging = Layer.unwrap(
  Effect.map(Settings, ({ logLevel }) =>
    Layer.mergeAll(Logger.layer([Logger.consoleLogFmt]), Layer.succeed(References.MinimumLogLevel, logLevel))
  )
)

/**
 * Everything that `npm start` starts: the gateway, its pages and its database. Needs Settings; gives the
 * HttpServer with its address, the SetupToken and the ports.
 */
export const server = Layer.mergeAll(Http.layer, ClientBuild.layer, KeyCensus.layer).pipe(
  Layer.provide(Ready.layer),
  Layer.provide(RedisRateLimits.layer.pipe(Layer.provide(MemoryRateLimits.layer))),
  Layer.provideMerge(SetupToken.layer),
  Layer.provideMerge(gateway),
  Layer.provide(DatabaseUrl.layer),
  Layer.provide(logging)
)
