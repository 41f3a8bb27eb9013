import { Effect } from "effect"
import { spawn } from "node:child_process"
import * as Fs from "node:fs"
import * as Net from "node:net"
import type { Binaries } from "./EmbeddedPostgresBinaries.ts"
import type { Cluster } from "./EmbeddedPostgresCluster.ts"
import { attempt, refuse } from "./EmbeddedPostgresError.ts"
import { serverEnv, waitForExit } from "./EmbeddedPostgresProcess.ts"

/** Bytes of log kept from before this start. */
const keptLog = 10_000_000

/** A fast stop cancels what runs; longer than this is a disk that hangs. */
const stopPatience = 8_000

/** A started server, perhaps not ready yet. */
export interface Started {
  readonly pid: number
  readonly port: number
  /** What it wrote since its start, to explain an early end. */
  readonly said: () => string
}

/** Starts the server in a process group of its own, so that neither Ctrl-C nor our death reaches it. */
export const startServer = Effect.fnUntraced(function* (
  cluster: Cluster,
  binaries: Binaries,
  port: number,
  isDurable: boolean
) {
  const started = yield* attempt("starting the server", async () => {
    const { log, said } = openLog(cluster.log)
    const child = spawn(binaries.postgres, ["-D", cluster.directory, ...settings(port, isDurable)], {
      cwd: "/",
      detached: true,
      env: serverEnv,
      stdio: ["ignore", log, log],
      ...(cluster.user && { uid: cluster.user.uid, gid: cluster.user.gid })
    })
    Fs.closeSync(log)
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve)
      child.once("error", reject)
    })
    child.unref()
    return { pid: child.pid, said }
  })
  if (started.pid === undefined) return yield* refuse("the server got no process id")
  return { pid: started.pid, port, said: started.said } satisfies Started
})

const settings = (port: number, isDurable: boolean): ReadonlyArray<string> =>
  Object.entries({
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "128MB",
    jit: "off",
    TimeZone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    // Errors go to the client, who knows what to do; in the log their details would be customers' data.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    // One call instead of opening each of 1 000 files before a crash is recovered.
    ...(process.platform === "linux" && { recovery_init_sync_method: "syncfs" }),
    ...(!isDurable && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" })
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`])

const openLog = (path: string) => {
  if ((Fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0) > keptLog) Fs.renameSync(path, `${path}.1`)
  const log = Fs.openSync(path, "a", 0o600)
  const from = Fs.fstatSync(log).size
  return { log, said: () => Fs.readFileSync(path).subarray(from).toString("utf8") }
}

/** A port of the loopback that nobody uses at this moment; 0 asks for any. */
export const freePort = (wanted: number): Effect.Effect<number | undefined> =>
  Effect.callback<number | undefined>((resume) => {
    const probe = Net.createServer()
    probe.once("error", () => resume(Effect.succeed(undefined)))
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resume(Effect.succeed(address instanceof Object ? address.port : undefined)))
    })
  })

/** Ends a server as PostgreSQL wants it: fast, and without a last checkpoint when that takes too long. */
export const stopServer = Effect.fnUntraced(function* (pid: number) {
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (yield* waitForExit(pid, stopPatience)) return
    yield* Effect.logWarning(`Embedded PostgreSQL (process ${pid}) did not stop on ${signal}`)
  }
})
