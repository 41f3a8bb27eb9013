import { type ChildProcess, spawn } from "node:child_process"
import { appendFileSync, readFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The real gateway as a process of its own, with a durable database of its own below `dataDir`. */
export interface Gateway {
  readonly log: string
  /** The process that runs now; undefined when there is none. */
  readonly pid: () => number | undefined
  /** Its pages and API. */
  readonly url: string
  /** Starts it; resolves when it says that it is ready. */
  readonly start: () => Promise<void>
  /** kill -9; resolves when the process is gone. */
  readonly kill: () => Promise<void>
  /** The process stands still, as on a machine that has no time for it, until `thaw`. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** SIGTERM, which also ends the database; resolves with the exit code. */
  readonly stop: () => Promise<number | null>
  /** How often it ended by itself, and was started again as a service manager would do it. */
  readonly ownExits: () => number
  /** How often it said that it is ready, and how long that took (median). */
  readonly startMillis: () => ReadonlyArray<number>
}

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Slow machines start slowly; a gateway that is silent for longer hangs. */
const startPatience = 60_000
const serviceManagerPause = 1_000
/** A stop that takes longer than a service manager waits. */
const stopPatience = 20_000

/** Prepares a gateway; `settings` is its whole environment. */
export const makeGateway = async (
  dataDir: string,
  settings: Readonly<Record<string, string>>
): Promise<Gateway> => {
  const log = join(dataDir, "gateway.log")
  const port = await freePort()
  const env = {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    DATA_DIR: dataDir,
    PORT: String(port),
    ...settings
  }
  const starts: Array<number> = []
  let child: ChildProcess | undefined
  let wanted = false
  let exits = 0

  const spawnIt = (): Promise<void> => {
    const began = Date.now()
    appendFileSync(log, `--- started ${new Date(began).toISOString()}\n`)
    const own = spawn(process.execPath, ["src/main.ts"], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"]
    })
    child = own
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the gateway is not ready; see ${log}`)), startPatience)
      const settle = () => {
        clearTimeout(timer)
        resolve()
      }
      for (const stream of [own.stdout, own.stderr]) {
        stream.on("data", (bytes: Buffer) => {
          appendFileSync(log, bytes)
          if (!bytes.includes("Relaydesk is ready")) return
          starts.push(Date.now() - began)
          settle()
        })
      }
      own.once("exit", settle)
    })
    own.once("exit", (code, signal) => {
      appendFileSync(log, `--- ended ${new Date().toISOString()} by ${signal ?? code}\n`)
      if (child !== own) return
      child = undefined
      if (!wanted) return
      exits += 1
      setTimeout(() => {
        if (wanted && child === undefined) spawnIt().catch(() => undefined)
      }, serviceManagerPause)
    })
    return ready
  }

  const end = (signal: "SIGKILL" | "SIGTERM") =>
    new Promise<number | null>((resolve) => {
      wanted = false
      const own = child
      if (own === undefined) return resolve(null)
      const impatience = setTimeout(() => own.kill("SIGKILL"), stopPatience)
      own.once("exit", (code) => {
        clearTimeout(impatience)
        resolve(code)
      })
      own.kill(signal)
    })

  return {
    log,
    url: `http://127.0.0.1:${port}`,
    pid: () => child?.pid,
    start: () => {
      wanted = true
      return spawnIt()
    },
    kill: async () => void (await end("SIGKILL")),
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    stop: () => {
      child?.kill("SIGCONT")
      return end("SIGTERM")
    },
    ownExits: () => exits,
    startMillis: () => starts
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

/** Warnings and errors of a log, each once with its count; the most frequent first. */
export const complaints = (log: string): ReadonlyArray<readonly [string, number]> => {
  const counts = new Map<string, number>()
  for (const line of readFileSync(log, "utf8").split("\n")) {
    const message = /level=(?:WARN|ERROR|FATAL).*? message="?([^"]*)/i.exec(line)?.[1]
    const own = message ?? (line.startsWith("Relaydesk cannot") ? line : undefined)
    if (own === undefined) continue
    const key = own.slice(0, 120).replace(/[0-9a-f-]{36}|\d+/g, "#")
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])
}
