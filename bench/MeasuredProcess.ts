import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Question, Usage } from "./Probe.ts"

/** A process of ours under measurement. */
export interface MeasuredProcess {
  readonly pid: number
  /** What the process printed when it was ready. */
  readonly ready: RegExpExecArray
  /** CPU used so far, and what memory stays after a collection. */
  readonly usage: () => Promise<Usage>
  /** Starts the profiler; the returned function writes what it saw. */
  readonly profile: () => Promise<(path: string) => Promise<void>>
  /** SIGTERM; resolves when the process is gone. */
  readonly stop: () => Promise<void>
}

const root = fileURLToPath(new URL("..", import.meta.url))
const startPatience = 60_000
const stopPatience = 20_000

/** Starts `script` and waits until what it prints fits `ready`. */
export const startMeasured = async (
  script: string,
  env: Readonly<Record<string, string>>,
  ready: RegExp
): Promise<MeasuredProcess> => {
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--import", new URL("Probe.ts", import.meta.url).href, script],
    {
      cwd: root,
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"]
    }
  )
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  // A bench that fails leaves no gateway behind; that stops its database itself.
  const end = () => void child.kill("SIGTERM")
  process.once("exit", end)
  void gone.then(() => process.off("exit", end))
  let said = ""
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} is not ready:\n${said}`)), startPatience)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        // The end is enough for a complaint; all of it would be memory of the bench.
        said = (said + text).slice(-4_000)
        const found = ready.exec(said)
        if (found === null) return
        clearTimeout(timer)
        resolve(found)
      })
    }
    void gone.then(() => reject(new Error(`${script} ended:\n${said}`)))
  })

  let last: Promise<unknown> = Promise.resolve()
  const ask = <A>(question: Question): Promise<A> => {
    const answer = last.then(
      () =>
        new Promise<A>((resolve, reject) => {
          child.once("message", (answer) => resolve(answer as A))
          child.send(question)
          void gone.then(() => reject(new Error(`${script} ended:\n${said}`)))
        })
    )
    last = answer.catch(() => undefined)
    return answer
  }

  return {
    pid: child.pid ?? 0,
    ready: match,
    usage: () => ask<Usage>({ ask: "usage" }),
    profile: async () => {
      await ask({ ask: "profile" })
      return (path) => ask({ ask: "saveProfile", path })
    },
    stop: async () => {
      child.kill("SIGTERM")
      const timer = setTimeout(() => child.kill("SIGKILL"), stopPatience)
      await gone
      clearTimeout(timer)
    }
  }
}

/** CPU milliseconds that processes have used, in steps of 10 as the kernel counts them. */
export const cpuMsOf = (pids: ReadonlyArray<number>): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0)

const tickMs = 10

const cpuMs = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    // Own time, and that of children that have ended: a backend's, once its connection is closed.
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs
  } catch {
    return 0
  }
}
