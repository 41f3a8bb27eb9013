import { Effect } from "effect"
import { execFile } from "node:child_process"
import * as Fs from "node:fs"
import * as Timers from "node:timers/promises"

/** The operating-system user that the server runs as when we are root. */
export interface OsUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** A finished program. `code` is -1 when it could not be started at all. */
export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Milliseconds of the machine's clock: what we wait for are other processes, which no test clock moves. */
export const pause = (milliseconds: number): Effect.Effect<void> =>
  Effect.promise((signal) => Timers.setTimeout(milliseconds, undefined, { signal }))

/** What the server's programs see of our environment: never our secrets. */
export const serverEnv = { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C" }

/** Runs a program to its end. Never fails: look at `code`. */
export const run = (command: string, args: ReadonlyArray<string>, user?: OsUser): Effect.Effect<Finished> =>
  Effect.callback<Finished>((resume) => {
    const options = { cwd: "/", env: serverEnv, ...(user && { uid: user.uid, gid: user.gid }) }
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1
      resume(Effect.succeed({ code, stdout, stderr: stderr === "" ? (error?.message ?? "") : stderr }))
    })
    return Effect.sync(() => child.kill())
  })

/** Fields of /proc/<pid>/stat after the program's name, which may itself contain spaces. */
const statFields = (pid: number): ReadonlyArray<string> => {
  try {
    const stat = Fs.readFileSync(`/proc/${pid}/stat`, "utf8")
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  } catch {
    return []
  }
}

/** Whether a process runs. A zombie, which a container without an init keeps for ever, does not. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false
  }
  const state = statFields(pid)[0]
  return state !== "Z" && state !== "X"
}

/** When a process began, in the kernel's ticks: tells a reused pid. Empty where the system does not say. */
export const startOf = (pid: number): string => statFields(pid)[19] ?? ""

/** Whether `pid` may be a PostgreSQL server working in `directory`; true when the system will not tell. */
export const mayServe = (pid: number, directory: string): boolean => {
  if (process.platform !== "linux") return true
  try {
    if (Fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim() !== "postgres") return false
    const [there, here] = [Fs.statSync(`/proc/${pid}/cwd`), Fs.statSync(directory)]
    return there.ino === here.ino && there.dev === here.dev
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT"
  }
}

/** Waits until a process is gone; false when it still runs after `milliseconds`. */
export const waitForExit = Effect.fnUntraced(function* (pid: number, milliseconds: number) {
  const end = performance.now() + milliseconds
  while (isAlive(pid)) {
    if (performance.now() > end) return false
    yield* pause(5)
  }
  return true
})
