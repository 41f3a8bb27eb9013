import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Fs from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { embeddedPostgres } from "./EmbeddedPostgres.ts"
import { openCluster, running } from "./EmbeddedPostgresCluster.ts"
import { pause, waitForExit } from "./EmbeddedPostgresProcess.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => Fs.realpathSync(Fs.mkdtempSync(join(tmpdir(), "relaydesk-stop-")))),
  (path) => Effect.sync(() => Fs.rmSync(path, { recursive: true, force: true }))
)

it.live("a process that leaves while its server starts again leaves no server behind", () =>
  Effect.gen(function* () {
    const dataDir = yield* directory
    const cluster = Effect.map(openCluster(dataDir), running)
    for (const delay of [0, 20, 60]) {
      const restarted = Effect.gen(function* () {
        yield* embeddedPostgres({ dataDir, isDurable: false })
        const { pid } = (yield* cluster)!
        process.kill(pid, "SIGKILL")
        yield* waitForExit(pid, 5_000)
        yield* pause(delay)
      })
      yield* Effect.scoped(restarted)
      yield* pause(100)
      assert.isUndefined(yield* cluster, `after ${delay} ms`)
    }
  })
)

it.live("a start that is interrupted leaves no server behind, and the next one works", () =>
  Effect.gen(function* () {
    const dataDir = yield* directory
    const open = Effect.scoped(embeddedPostgres({ dataDir, isDurable: false }))
    for (const limit of [400, 60, 20]) {
      yield* Effect.raceFirst(open, pause(limit))
      yield* pause(50)
      assert.isUndefined(running(yield* openCluster(dataDir)), `after ${limit} ms`)
    }
    yield* open
  })
)
