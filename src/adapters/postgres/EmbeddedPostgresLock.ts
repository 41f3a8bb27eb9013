import { Effect } from "effect"
import * as Fs from "node:fs"
import { attempt, type EmbeddedPostgresError, refuse } from "./EmbeddedPostgresError.ts"
import { isAlive, pause, startOf } from "./EmbeddedPostgresProcess.ts"

/** Longer than any start: a first one copies 60 MB and creates a cluster on a slow disk. */
const patience = 120_000

/** A file written in one tick but still empty belongs to a process that died there. */
const writing = 2_000

/**
 * Runs one starter or stopper of a data directory at a time, over all processes of this machine.
 * The file names its holder; one left by a dead holder is taken over. It only orders the work:
 * two servers on the same files are impossible anyway, because PostgreSQL has its own lock.
 */
export const withLock =
  (path: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | EmbeddedPostgresError, R> =>
    Effect.acquireUseRelease(
      acquire(path),
      () => effect,
      () => Effect.sync(() => Fs.rmSync(path, { force: true }))
    )

const acquire = Effect.fnUntraced(function* (path: string) {
  const end = performance.now() + patience
  while (true) {
    const isTaken = yield* attempt(`creating ${path}`, async () => tryCreate(path))
    if (isTaken) return
    removeIfStale(path)
    if (performance.now() > end) {
      return yield* refuse(`${path} is held by process ${holderOf(path)} for too long; stop that process`)
    }
    yield* Effect.interruptible(pause(15))
  }
})

const tryCreate = (path: string): boolean => {
  try {
    Fs.writeFileSync(path, `${process.pid} ${startOf(process.pid)}`, { flag: "wx", mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

const holderOf = (path: string): string | undefined => {
  try {
    return Fs.readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

const isStale = (path: string, holder: string): boolean => {
  const [pid, start] = holder.split(" ")
  if (holder === "")
    return Date.now() - (Fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > writing
  return !isAlive(Number(pid)) || startOf(Number(pid)) !== start
}

/** Takes the file away by renaming, which one of several finders wins; what it won by mistake it puts back. */
const removeIfStale = (path: string): void => {
  const holder = holderOf(path)
  if (holder === undefined || !isStale(path, holder)) return
  const aside = `${path}.${process.pid}.stale`
  try {
    Fs.renameSync(path, aside)
    if (holderOf(aside) !== holder) Fs.linkSync(aside, path)
    Fs.rmSync(aside, { force: true })
  } catch {
    return
  }
}
