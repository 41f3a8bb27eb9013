import * as PgConnection from "@effect/sql-pg/PgConnection"
import { Effect, Exit, Queue, Redacted, Scope } from "effect"
import { type Binaries, locate } from "./EmbeddedPostgresBinaries.ts"
import {
  type Cluster,
  disclaimMark,
  ensureFiles,
  openCluster,
  password,
  readPostmaster,
  running,
  superuser
} from "./EmbeddedPostgresCluster.ts"
import { EmbeddedPostgresError, refuse } from "./EmbeddedPostgresError.ts"
import { withLock } from "./EmbeddedPostgresLock.ts"
import { isAlive, pause } from "./EmbeddedPostgresProcess.ts"
import { freePort, startServer, stopServer } from "./EmbeddedPostgresServer.ts"
import { dirname } from "node:path"

export interface Options {
  readonly dataDir: string
  /** False only for tests: a crash of the machine may then lose everything. */
  readonly isDurable?: boolean
  /** True leaves the server running when the last user has gone. */
  readonly keepsRunning?: boolean
}

/** Crash recovery after a long time of writing. */
const readyPatience = 60_000

/** Held shared by everybody who uses the server, so that the last one knows that he is. */
const presenceKey = 7_223_801

interface Server {
  readonly pid: number
  readonly port: number
}

/** Our own connection: says that we use the server, and notices its end. */
interface Presence extends Server {
  readonly scope: Scope.Closeable
  readonly connection: PgConnection.PgConnection
  readonly lost: Effect.Effect<void>
}

/**
 * The URL of a database `relaydesk` on a PostgreSQL server of our own below `dataDir`. A server that
 * already runs there is joined, whoever started it; one that dies is started again on the same port;
 * the last process that leaves stops it.
 */
export const embeddedPostgres = Effect.fn("EmbeddedPostgres.open")(function* (options: Options) {
  const cluster = yield* openCluster(options.dataDir)
  const secret = yield* withLock(cluster.lock)(password(cluster))
  const join = (port?: number) => withLock(cluster.lock)(joinOrStart(cluster, options, secret, port))

  let presence: Presence = yield* Effect.acquireRelease(
    join(),
    () => Effect.suspend(() => leave(cluster, presence, secret, options.keepsRunning ?? false)),
    { interruptible: true }
  )
  yield* Effect.gen(function* () {
    while (true) {
      yield* presence.lost
      yield* Effect.logWarning("Embedded PostgreSQL ended unexpectedly; starting it again")
      yield* Scope.close(presence.scope, Exit.void)
      presence = yield* persist(join(presence.port))
    }
  }).pipe(Effect.forkScoped)

  return Redacted.make(address(secret, presence.port, "relaydesk"))
})

const address = (secret: string, port: number, database: string) =>
  `postgres://${superuser}:${secret}@127.0.0.1:${port}/${database}`

/** Repeats a failing start, at first after a second, at last every half minute, and says why each time. */
const persist = <A>(start: Effect.Effect<A, EmbeddedPostgresError>): Effect.Effect<A> => {
  const again = (wait: number): Effect.Effect<A> =>
    Effect.catch(start, (error) =>
      Effect.logError(error.message).pipe(
        Effect.andThen(pause(wait)),
        Effect.andThen(Effect.suspend(() => again(Math.min(wait * 2, 30_000))))
      )
    )
  return again(1_000)
}

const joinOrStart = Effect.fnUntraced(function* (
  cluster: Cluster,
  options: Options,
  secret: string,
  port: number | undefined
): Effect.fn.Return<Presence, EmbeddedPostgresError> {
  let binaries: Binaries | undefined
  let problem = ""
  let wanted = port ?? readPostmaster(cluster)?.port ?? 0
  for (let attempts = 0; attempts < 60; attempts++) {
    const there = running(cluster)
    if (there !== undefined) {
      const presence = yield* connect(cluster, there, secret)
      if (presence !== undefined) return presence
      continue
    }
    if (binaries === undefined) {
      binaries = yield* locate(dirname(cluster.directory), cluster.user)
      yield* ensureFiles(cluster, binaries, secret)
    }
    const free = (yield* freePort(wanted)) ?? (port === undefined ? yield* freePort(0) : undefined)
    if (free === undefined) return yield* refuse(`port ${wanted} is used by another program`)
    disclaimMark(cluster)
    const started = yield* startServer(cluster, binaries, free, options.isDurable ?? true)
    const presence = yield* Effect.onInterrupt(connect(cluster, started, secret), () =>
      stopServer(started.pid)
    )
    if (presence !== undefined) return presence
    const said = started.said()
    problem = reason(said)
    if (said.includes("could not bind") && port === undefined) wanted = 0
    else if (said.includes("shared memory block")) yield* pause(50)
    else return yield* refuse(`the server ended at once: ${problem}; see ${cluster.log}`)
  }
  return yield* refuse(`the server does not stay up: ${problem}; see ${cluster.log}`)
})

const reason = (log: string): string =>
  /(?:FATAL|PANIC):\s*(.*)/.exec(log)?.[1] ?? log.trim().split("\n").at(-1) ?? ""

/** Waits until the server answers; undefined when it is gone, perhaps because it was just stopping. */
const connect = Effect.fnUntraced(function* (cluster: Cluster, server: Server, secret: string) {
  const end = performance.now() + readyPatience
  while (isAlive(server.pid)) {
    if (performance.now() > end) {
      return yield* refuse(
        `process ${server.pid} does not answer on port ${server.port}; stop it and start again`
      )
    }
    const marked = readPostmaster(cluster)
    if (marked?.pid !== server.pid || !marked.isReady) {
      yield* pause(4)
      continue
    }
    const scope = yield* Scope.make()
    const tried = yield* Scope.provide(announce(server, secret, scope), scope).pipe(
      Effect.onInterrupt(() => Scope.close(scope, Exit.void)),
      Effect.exit
    )
    if (Exit.isSuccess(tried)) return tried.value
    yield* Scope.close(scope, tried)
    const error = Exit.findErrorOption(tried)
    if (error._tag === "Some" && error.value.reason._tag === "AuthenticationError") {
      return yield* refuse(`the server on port ${server.port} refuses the password in postgres.password`)
    }
    yield* pause(10)
  }
  return undefined
})

const announce = Effect.fnUntraced(function* (server: Server, secret: string, scope: Scope.Closeable) {
  const shared = yield* PgConnection.make({
    url: Redacted.make(address(secret, server.port, "postgres")),
    applicationName: `relaydesk presence ${process.pid}`
  })
  const connection = yield* shared.pin
  yield* connection.query("select pg_advisory_lock_shared($1)", [presenceKey])
  const { rows } = yield* connection.query("select 1 from pg_database where datname = 'relaydesk'")
  if (rows.length === 0) yield* connection.query("create database relaydesk")
  const notices = yield* connection.listen("relaydesk_presence")
  const lost = Effect.ignore(Effect.forever(Queue.take(notices)))
  return { pid: server.pid, port: server.port, scope, connection, lost } satisfies Presence
})

/** Under the lock nobody joins meanwhile, so that "last" stays true until the server is down. */
const leave = (
  cluster: Cluster,
  presence: Presence,
  secret: string,
  keepsRunning: boolean
): Effect.Effect<void> =>
  withLock(cluster.lock)(
    Effect.gen(function* () {
      const server = running(cluster)
      if (server === undefined) return
      const isLast = yield* Effect.catchTag(isAlone(presence), "SqlError", () =>
        isAloneAfresh(cluster, server, secret)
      )
      if (isLast && !keepsRunning) yield* stopServer(server.pid)
    })
  ).pipe(
    Effect.catch((error) => Effect.logError(error.message)),
    Effect.ensuring(Scope.close(presence.scope, Exit.void))
  )

const isAlone = Effect.fnUntraced(function* ({ connection }: Presence) {
  yield* connection.query("select pg_advisory_unlock_shared($1)", [presenceKey])
  const { rows } = yield* connection.query("select pg_try_advisory_lock($1) as alone", [presenceKey])
  return rows[0]?.["alone"] === true
})

/** The server was just started again, and we leave before we joined it. */
const isAloneAfresh = Effect.fnUntraced(function* (cluster: Cluster, server: Server, secret: string) {
  const presence = yield* connect(cluster, server, secret)
  if (presence === undefined) return false
  const isLast = yield* Effect.orElseSucceed(isAlone(presence), () => false)
  yield* Scope.close(presence.scope, Exit.void)
  return isLast
})
