import { availableParallelism, loadavg } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"
import { type Moved, replacements, strike } from "./RunnerMoves.ts"
import { makeRunners, runnersOf } from "./Runners.ts"
import type { Round, Scenario } from "./Scenario.ts"
import { online } from "./WhatsAppSession.ts"

const needs = { prepare: makeRunners, numbers: 3 }

/** Shares are even again within seconds after a process has come; what moves then is moved by the one that had it. */
const settleMillis = 3_000
const smokeSettleMillis = 1_000

/** RT-04, in milliseconds; the small run shares its machine with other tests. */
const limits = { killed: 15_000, planned: 2_000, frozen: 20_000 }
const smokeFactor = 3

const frozenMillis = 60_000
const smokeFrozenMillis = 13_000

const fail = async ({ traffic }: Round, problem: string): Promise<never> => {
  await traffic.stop()
  throw new Error(problem)
}

/** A machine that has more to do than it has cores is given more time, and the line says how much it had to do. */
const check = async (round: Round, what: keyof typeof limits, { millis, sessions }: Moved): Promise<void> => {
  const load = loadavg()[0] ?? 0
  const words = `${what}: ${sessions} sessions open elsewhere after ${Math.round(millis)} ms`
  console.error(`${words}, load ${load.toFixed(1)}`)
  const factor = Math.max(round.isSmoke ? smokeFactor : 1, load / availableParallelism())
  if (millis > limits[what] * factor) await fail(round, words)
}

const allOnline = async ({ isSmoke, stage }: Round): Promise<void> => {
  await online(stage, [...stage.numbers])
  await sleep(isSmoke ? smokeSettleMillis : settleMillis)
  await online(stage, [...stage.numbers])
}

const conflicts = async (round: Round, before: number, most: number): Promise<void> => {
  const seen = replacements(round.stage) - before
  if (seen > most) await fail(round, `WhatsApp told ${seen} connections that they were replaced`)
}

/** One of two processes dies, by turns; the other one takes its share. */
const kills: Scenario = {
  name: "runners-kill",
  fault: "kill -9 of one of two processes, by turns",
  rounds: 50,
  smokeRounds: 0,
  perSecond: 10,
  needs,
  strike: async (round) => {
    const { index, isSmoke, random, stage } = round
    const gateway = runnersOf(stage)[index % 2]!
    await sleep(random.between(0, 2_000))
    const before = replacements(stage)
    await check(round, "killed", await strike(stage, gateway, () => void gateway.kill()))
    round.ended()
    await gateway.start()
    // A share may be on its way back while the next one dies.
    if (isSmoke || random.chance(0.7)) await allOnline(round)
    await conflicts(round, before, 0)
  }
}

/** One of two processes is told to stop, by turns, as at an update. */
const restarts: Scenario = {
  name: "runners-restart",
  fault: "planned restart (SIGTERM) of one of two processes, by turns",
  rounds: 10,
  smokeRounds: 1,
  perSecond: 10,
  needs,
  strike: async (round) => {
    const { index, stage } = round
    const gateway = runnersOf(stage)[index % 2]!
    await allOnline(round)
    const before = replacements(stage)
    let stopped: Promise<number | null> | undefined
    await check(round, "planned", await strike(stage, gateway, () => (stopped = gateway.stop())))
    round.ended()
    const code = await stopped
    if (code !== 0) await fail(round, `the process ended with ${code}`)
    await gateway.start()
    await allOnline(round)
    await conflicts(round, before, 0)
  }
}

/** One of two processes stands still for longer than the other waits for it, and goes on. */
const freezes: Scenario = {
  name: "runners-freeze",
  fault: `one of two processes stands still for ${frozenMillis / 1_000} s and goes on`,
  rounds: 4,
  smokeRounds: 1,
  perSecond: 10,
  needs,
  strike: async (round) => {
    const { index, isSmoke, stage } = round
    const gateway = runnersOf(stage)[index % 2]!
    await allOnline(round)
    const before = replacements(stage)
    const began = Date.now()
    const moved = await strike(stage, gateway, () => gateway.freeze(), true)
    await check(round, "frozen", moved)
    await sleep(Math.max(0, (isSmoke ? smokeFrozenMillis : frozenMillis) - (Date.now() - began)))
    gateway.thaw()
    round.ended()
    await allOnline(round)
    // The frozen connections were told once that they were replaced, and none came back to fight.
    await conflicts(round, before, moved.sessions)
  }
}

/** Redis forgets everything, dies, and stands still under two processes. */
const redis: Scenario = {
  name: "runners-redis",
  fault: "Redis of two processes flushed, killed and started again empty, frozen, by turns",
  rounds: 6,
  smokeRounds: 0,
  perSecond: 10,
  needs: { ...needs, hasRedis: true },
  strike: async (round) => {
    const server = round.stage.redis
    if (server === null) throw new Error("the stage has no Redis")
    await sleep(2_000)
    if (round.index % 3 === 0) await server.flush()
    else if (round.index % 3 === 1) {
      await server.kill()
      await sleep(5_000)
      await server.restart()
    } else {
      server.freeze()
      await sleep(5_000)
      server.thaw()
    }
    round.ended()
    await sleep(3_000)
  }
}

/** What happens to one of two processes on one database (RT-04, RT-05). */
export const runnerFaults: ReadonlyArray<Scenario> = [kills, restarts, freezes, redis]
