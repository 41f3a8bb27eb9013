import { Effect, Layer } from "effect"
import { PlatformLogs } from "../../ports/PlatformLogs.ts"
import { Runtime } from "../../ports/Runtime.ts"

const none = { Tenant: 0, Channel: 0, Conversation: 0, Order: 0 }

/** For tests that do not ask what runs. */
export const noRuntime = Layer.mergeAll(
  Layer.mock(Runtime)({
    queues: Effect.succeed([]),
    channelCounts: Effect.succeed([]),
    connections: Effect.succeed([]),
    own: Effect.succeed({ residents: none, deepest: none, restarts: none })
  }),
  Layer.mock(PlatformLogs)({})
)
