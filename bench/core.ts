import { Effect } from "effect"
import { storeBroadcast } from "../test/contracts/StoredBroadcasts.ts"
import { postmaster, serverProcesses } from "../test/faults/Database.ts"
import { PlatformSql } from "../src/adapters/postgres/Database.ts"
import type { ChannelId } from "../src/domain/Ids.ts"
import { commandMessage, type CoreScene, firstOrder, openCoreScene } from "./CoreScene.ts"
import { type BenchOptions, type Figure, spread } from "./Figure.ts"
import { cpuMsOf } from "./MeasuredProcess.ts"
import { postgresAlone } from "./PostgresAlone.ts"

/** Commands under way: enough that nobody waits for the bench. */
const underWay = 128

/** What a broadcast says, to chats that ask nothing. */
const news = "news"

const broadcasts = 20_000

/** Brings `count` commands, `underWay` at a time, and waits until each is answered. */
const load = async (
  { network, runtime, dataDir }: CoreScene,
  channelId: ChannelId,
  from: number,
  count: number
) => {
  const latencies: Array<number> = []
  const begunAt = new Map<string, number>()
  let next = from
  const bring = () => {
    if (next >= from + count) return
    begunAt.set(`${firstOrder + next}`, performance.now())
    runtime.runFork(network.bring(channelId, commandMessage(next)))
    next += 1
  }
  const postgres = () => cpuMsOf(serverProcesses(dataDir))
  const postgresBefore = postgres()
  const cpu = process.cpuUsage()
  const begun = performance.now()
  await new Promise<void>((resolve) => {
    const off = network.onSent((_, { chatId, text }) => {
      if (chatId.endsWith("@g.us") || text === news) return
      const order = /\d{7}/.exec(text)?.[0] ?? ""
      latencies.push(performance.now() - (begunAt.get(order) ?? Number.NaN))
      if (latencies.length === count) {
        off()
        resolve()
      }
      bring()
    })
    for (let n = 0; n < underWay; n += 1) bring()
  })
  const seconds = (performance.now() - begun) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: count / seconds,
    userMs: user / 1_000 / count,
    systemMs: system / 1_000 / count,
    postgresMs: (postgres() - postgresBefore) / count,
    latencies
  }
}

/** Commands through everything but wires: actors, decisions, PostgreSQL; beside what PostgreSQL alone does here. */
export const measureCore = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  const count = isShort ? 1_500 : 10_000
  const scene = openCoreScene()
  const { runtime } = scene
  const tenant = await runtime.runPromise(scene.seed)
  const { pid } = postmaster(scene.dataDir)
  process.once("exit", () => cleanUp(pid))
  await load(scene, tenant.channelId, 0, 500)
  // What autovacuum does within a minute of a real start: a bench of seconds would measure plans for empty tables.
  await runtime.runPromise(Effect.orDie(Effect.flatMap(PlatformSql, (sql) => sql`vacuum analyze`)))
  const core = await load(scene, tenant.channelId, 1_000, count)
  await storeBroadcast(
    (text, parameters) =>
      runtime.runPromise(Effect.orDie(Effect.flatMap(PlatformSql, (sql) => sql.unsafe(text, parameters)))),
    { ...tenant, chats: Array.from({ length: broadcasts }, (_, n) => `96${n}@lid`), text: news }
  )
  await runtime.runPromise(Effect.orDie(Effect.flatMap(PlatformSql, (sql) => sql`vacuum analyze`)))
  const beside = await load(scene, tenant.channelId, 1_000 + count, count)
  const limit = await runtime.runPromise(Effect.orDie(postgresAlone(tenant, count, underWay)))
  await scene.close()
  const cpu = core.userMs + core.systemMs
  const split = `${core.userMs.toFixed(2)} user, ${core.systemMs.toFixed(2)} system`
  return [
    {
      what: `core: commands, ${count} of them, ${underWay} under way`,
      value: `${core.perSecond.toFixed(0)}/s`,
      aim: "≥ 1 000/s"
    },
    { what: "core: gateway CPU per command", value: `${cpu.toFixed(2)} ms (${split})` },
    { what: "core: PostgreSQL's CPU per command", value: `${core.postgresMs.toFixed(2)} ms` },
    { what: "core: reply under this load, p50 / p95", value: spread(core.latencies) },
    {
      what: `core: while ${broadcasts} broadcasts wait, of what it is without them`,
      value: `${(beside.perSecond / core.perSecond).toFixed(2)} ×, reply ${spread(beside.latencies)}`
    },
    { what: "peer: PostgreSQL alone, a command's three statements", value: `${limit.toFixed(0)}/s` },
    { what: "core: of that limit", value: `${((100 * core.perSecond) / limit).toFixed(0)} %` }
  ]
}

/** A bench that was interrupted leaves no server behind. */
const cleanUp = (pid: number): void => {
  try {
    process.kill(pid, "SIGQUIT")
  } catch {
    // It has stopped with the scene.
  }
}
