import { createServer } from "node:net"
import { NodeClusterSocket } from "@effect/platform-node"
import { Effect, Layer, Option } from "effect"
import { RunnerAddress } from "effect/cluster"
import { Settings } from "../../Settings.ts"
import { forgetDeadRunners } from "./DeadRunners.ts"

/**
 * The cluster's times and sizes. A killed runner's actors are elsewhere after `shardLockExpiration` at the latest;
 * the number of shards must be the same on all runners and stay so.
 */
const shardingConfig = {
  shardsPerGroup: 64,
  maxResidentEntities: 100_000,
  entityMaxIdleTime: "10 minutes",
  shardLockExpiration: "12 seconds",
  shardLockRefreshInterval: "3 seconds",
  refreshAssignmentsInterval: "1 second",
  runnerHealthCheckInterval: "3 seconds",
  entityMessagePollInterval: "2 seconds",
  entityTerminationTimeout: "5 seconds",
  runnerJoinDebounce: "0 seconds",
  // One process talks to itself: encoding every message to decode it again would double its cost.
  simulateRemoteSerialization: false
} as const

/** Actors, shared out over all processes on one database. */
export const layer = Layer.unwrap(
  Effect.gen(function* () {
    const { runnerHost, runnerPort } = yield* Settings
    const port = runnerPort === 0 ? yield* freePort(runnerHost) : runnerPort
    yield* forgetDeadRunners
    return NodeClusterSocket.layer({
      storage: "sql",
      shardingConfig: { ...shardingConfig, runnerAddress: Option.some(RunnerAddress.make(runnerHost, port)) }
    })
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
