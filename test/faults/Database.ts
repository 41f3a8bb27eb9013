import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Database from "../../src/adapters/postgres/Database.ts"
import * as PostgresChannels from "../../src/adapters/postgres/PostgresChannels.ts"
import * as PostgresTenantSetup from "../../src/adapters/postgres/PostgresTenantSetup.ts"
import * as AesVault from "../../src/adapters/vault/AesVault.ts"
import * as LiveHub from "../../src/http/LiveHub.ts"
import { Settings } from "../../src/Settings.ts"

/**
 * The gateway's embedded database, seen from outside: a plain connection, so that this process neither starts nor
 * holds the server and the gateway alone has to keep it.
 */
export const openDatabase = (dataDir: string, settings: Readonly<Record<string, string>>) => {
  const secret = readFileSync(join(dataDir, "postgres.password"), "utf8").trim()
  const url = `postgres://relaydesk:${secret}@127.0.0.1:${postmaster(dataDir).port}/relaydesk`
  const config = ConfigProvider.layer(ConfigProvider.fromUnknown({ ...settings, DATA_DIR: dataDir }))
  return ManagedRuntime.make(
    Layer.mergeAll(PostgresTenantSetup.layer, PostgresChannels.layer).pipe(
      Layer.provideMerge(Database.layer({ tenant: 2, platform: 2 })),
      Layer.provideMerge(Layer.mergeAll(AesVault.layer, LiveHub.layer)),
      Layer.provide(Layer.succeed(Database.DatabaseUrl, Redacted.make(url))),
      Layer.provide(Settings.layer.pipe(Layer.provide(config))),
      Layer.orDie
    )
  )
}

/** What the database says at the end of a scenario. */
export interface Stored {
  /** Inbound messages, each stored once. */
  readonly inbound: number
  /** Inbound messages that nobody has finished. */
  readonly unfinished: number
  /** Texts of Telegram messages of which nobody knows whether they arrived (CH-12). */
  readonly uncertain: ReadonlyArray<string>
  /** Texts of messages given up. */
  readonly failed: ReadonlyArray<string>
  /** What is known of messages that name one of the asked ids, a line each. */
  readonly traces: ReadonlyArray<string>
  /** Requests that were accepted. */
  readonly accepted: number
  /** Dispatches that needed more than one attempt. */
  readonly retried: number
  /** Dispatches given up, to panels and providers. */
  readonly dead: number
  /** Panel calls given up, with what the owner reads. */
  readonly deadCalls: ReadonlyArray<string>
}

/** Reads what came of everything, and the traces of `ids`. */
export const readStored = (
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  ids: ReadonlyArray<string> = []
): Promise<Stored> => {
  const runtime = openDatabase(dataDir, settings)
  return runtime
    .runPromise(
      Effect.gen(function* () {
        const sql = yield* Database.PlatformSql
        const [counts] = yield* sql<{ inbound: number; unfinished: number }>`
          select count(*)::int as inbound, (count(*) filter (where stage = 'received'))::int as unfinished
          from message where direction = 'in'`
        const [acts] = yield* sql<{ accepted: number; retried: number; dead: number }>`
          select (select count(*)::int from request) as accepted,
            (select count(distinct dispatch_id)::int from dispatch_attempt where outcome in ('retrying', 'unknown')) as retried,
            (select count(*)::int from dispatch where state = 'dead') as dead`
        const texts = yield* sql<{ stage: string; text: string }>`
          select stage, text from message where stage in ('uncertain', 'failed')`
        const traces = yield* Effect.forEach(
          ids,
          (id) => sql<{ line: string }>`
            select concat_ws(' ', direction, author, network_id, stage, 'attempts', attempts, 'next', next_at, created_at,
              note, left(text, 60)) as line
            from message where text like ${`%${id}%`} order by id`
        )
        const dead = yield* sql<{ text: string }>`
          select order_id || ': ' || coalesce(safe_text, '') as text from dispatch
          where kind = 'panel' and state = 'dead'`
        return {
          inbound: counts?.inbound ?? 0,
          unfinished: counts?.unfinished ?? 0,
          uncertain: texts.filter((row) => row.stage === "uncertain").map((row) => row.text),
          failed: texts.filter((row) => row.stage === "failed").map((row) => row.text),
          accepted: acts?.accepted ?? 0,
          retried: acts?.retried ?? 0,
          dead: acts?.dead ?? 0,
          traces: traces.flat().map((row) => row.line),
          deadCalls: dead.map((row) => row.text)
        }
      })
    )
    .finally(() => runtime.dispose())
}

/** The embedded server's process and port, as its own file says. */
export const postmaster = (dataDir: string): { readonly pid: number; readonly port: number } => {
  const lines = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

/** The server's process and its children, which is what a stopped disk stops. */
export const serverProcesses = (dataDir: string): ReadonlyArray<number> => {
  const { pid } = postmaster(dataDir)
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
  return [pid, ...children.map(Number)]
}

const parentOf = (pid: string): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
  } catch {
    return 0
  }
}

/** Sends a signal to processes that may be gone already. */
export const signalAll = (pids: ReadonlyArray<number>, signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended meanwhile.
    }
  }
}
