import { Effect, Schema } from "effect"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { openCluster, running } from "../../src/adapters/postgres/EmbeddedPostgresCluster.ts"
import { isAlive, startOf, waitForExit } from "../../src/adapters/postgres/EmbeddedPostgresProcess.ts"

/** The demo cannot use a folder or a database; the message says why and what to do. */
export class DemoRefused extends Schema.TaggedError<DemoRefused>()("DemoRefused", {
  message: Schema.String
}) {}

/** Says that a folder is the demo's, and which process uses it. */
const mark = "relaydesk-demo"

const stopMillis = 5_000

/**
 * An empty folder for this run: simulated networks begin with no memory of a paired number, so a database of an
 * earlier run would only look right. Takes away nothing but an earlier demo's, and ends a database it left.
 */
export const freshFolder = Effect.fn("DataFolder.fresh")(function* (folder: string) {
  const name = relative(process.cwd(), folder) || folder
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    const holder = holderOf(folder)
    if (holder === undefined) {
      return yield* new DemoRefused({
        message: `${name} holds something that is not a demo's. Name another folder: --data-dir <folder>`
      })
    }
    if (isRunning(holder)) {
      return yield* new DemoRefused({
        message: `a demo runs already in ${name} (process ${holder.pid}). End it first, or use --data-dir <folder>`
      })
    }
    yield* remove(folder)
  }
  yield* Effect.sync(() => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, mark), `${process.pid} ${startOf(process.pid)}`)
  })
})

const remove = Effect.fnUntraced(function* (folder: string) {
  const cluster = yield* openCluster(folder)
  const server = running(cluster)
  if (server !== undefined) {
    yield* Effect.sync(() => process.kill(server.pid, "SIGQUIT"))
    yield* waitForExit(server.pid, stopMillis)
  }
  for (const path of [cluster.directory, folder]) rmSync(path, { recursive: true, force: true })
})

interface Holder {
  readonly pid: number
  /** Tells the process from a later one with the same number. */
  readonly start: string
}

const holderOf = (folder: string): Holder | undefined => {
  const path = join(folder, mark)
  if (!existsSync(path)) return undefined
  const [pid, start = ""] = readFileSync(path, "utf8").trim().split(" ")
  return { pid: Number(pid), start }
}

const isRunning = ({ pid, start }: Holder): boolean => pid > 0 && isAlive(pid) && startOf(pid) === start
