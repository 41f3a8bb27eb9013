import { createServer } from "node:net"
import { NodeClusterSocket, NodeCrypto } from "@effect/platform-node"
import { Effect, Layer, Option } from "effect"
import { RunnerAddress, ShardingConfig, SqlMessageStorage } from "effect/cluster"
import { Settings } from "../../Settings.ts"
import * as DeadRunners from "./DeadRunners.ts"
import * as HandOver from "./HandOver.ts"
import { RunnerPlace } from "./RunnerPlace.ts"
import { shardTimes } from "./ShardTimes.ts"

/** Actors, shared out over all processes on one database. */
export const layer = Layer.unwrap(
  Effect.gen(function* () {
    const { runnerHost, runnerPort } = yield* Settings
    const port = runnerPort === 0 ? yield* freePort(runnerHost) : runnerPort
    yield* DeadRunners.forget
    const shardingConfig = {
      ...shardTimes,
      runnerAddress: Option.some(RunnerAddress.make(runnerHost, port))
    }
    return NodeClusterSocket.layer({ storage: "byo", shardingConfig }).pipe(
      Layer.provideMerge(DeadRunners.watching(`${runnerHost}:${port}`)),
      Layer.provideMerge(HandOver.layer),
      Layer.merge(Layer.succeed(RunnerPlace, { address: `${runnerHost}:${port}` })),
      Layer.provide(SqlMessageStorage.layer.pipe(Layer.provide(NodeCrypto.layerDigest))),
      Layer.provide(ShardingConfig.layer(shardingConfig))
    )
  })
)

const freePort = (host: string) =>
  Effect.callback<number>((resume) => {
    const server = createServer()
    server.once("error", (error) => resume(Effect.die(error)))
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() =>
        resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : 0))
      )
    })
  })
