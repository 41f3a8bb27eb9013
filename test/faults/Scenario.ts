import { setTimeout as sleep } from "node:timers/promises"
import { Random } from "../../simulators/panel/Random.ts"
import type { Stored } from "./Database.ts"
import { complaints } from "./Gateway.ts"
import { makeLedger } from "./Ledger.ts"
import { observe } from "./Observed.ts"
import { type Recovery, recovery } from "./Recovery.ts"
import { type FaultStage, openFaultStage } from "./Stage.ts"
import { startTraffic } from "./Traffic.ts"
import { doubled, judge, lost, type Verdict } from "./Verdict.ts"

/** One fault, repeated under traffic. */
export interface Scenario {
  readonly name: string
  /** What is done each round, in words for the report. */
  readonly fault: string
  readonly rounds: number
  readonly smokeRounds: number
  /** Customers' messages a second. */
  readonly perSecond: number
  /** Makes one round's fault; `ended` marks the moment from which recovery is measured. */
  readonly strike: (round: Round) => Promise<void>
}

/** What a round may use. */
export interface Round {
  readonly stage: FaultStage
  readonly random: Random
  readonly index: number
  readonly ended: () => void
}

/** A scenario's outcome. */
export interface Result {
  readonly name: string
  readonly fault: string
  readonly rounds: number
  readonly seconds: number
  readonly verdict: Verdict
  readonly recovery: Recovery
  readonly stored: Stored
  readonly startMillis: ReadonlyArray<number>
  readonly ownExits: number
  readonly complaints: ReadonlyArray<readonly [string, number]>
  readonly stopCode: number | null
  readonly files: string | null
}

/** Customers go on writing for so long before and after the faults. */
const calmMillis = 2_000
/** The end of a scenario is waited for as long as something still moves, and no longer than this. */
const stillMillis = 45_000
const longestWait = 240_000
/** What comes twice comes within this time after everything came once. */
const lateMillis = 4_000

/** How a scenario is played; `keepsFiles` keeps log and database also when all is well. */
export interface PlayOptions {
  readonly seed: number
  readonly rounds: number
  readonly keepsFiles: boolean
}

/** Plays a scenario from an empty database to the verdict. */
export const play = async (
  scenario: Scenario,
  { seed, rounds, keepsFiles }: PlayOptions
): Promise<Result> => {
  const began = performance.now()
  const stage = await openFaultStage()
  const random = new Random(seed)
  const ledger = makeLedger()
  const ends: Array<number> = []
  const traffic = startTraffic(stage, ledger, new Random(seed + 1), scenario.perSecond)
  await sleep(calmMillis)
  for (let index = 0; index < rounds; index += 1) {
    await scenario.strike({ stage, random, index, ended: () => ends.push(Date.now()) })
  }
  await sleep(calmMillis)
  await traffic.stop()

  const missing = () => {
    const verdict = judge(ledger, observe(stage), null)
    return lost(verdict)
  }
  const start = Date.now()
  let [left, changedAt] = [missing(), Date.now()]
  while (left > 0 && Date.now() - changedAt < stillMillis && Date.now() - start < longestWait) {
    await sleep(500)
    const now = missing()
    if (now !== left) [left, changedAt] = [now, Date.now()]
    // What Telegram may have got twice is never sent again: nothing more to wait for (CH-12).
    if (Date.now() - changedAt > 5_000 && lost(judge(ledger, observe(stage), await stage.stored())) === 0)
      break
  }
  await sleep(lateMillis)

  const stored = await stage.stored()
  const verdict = judge(ledger, observe(stage), stored)
  const isGood = lost(verdict) + doubled(verdict) === 0 && stored.inbound === verdict.messages
  const isKept = keepsFiles || !isGood
  const said = complaints(stage.gateway.log)
  const stopCode = await stage.close(isKept)
  return {
    name: scenario.name,
    fault: scenario.fault,
    rounds,
    seconds: Math.round((performance.now() - began) / 1000),
    verdict,
    recovery: recovery(ledger, ends),
    stored,
    startMillis: stage.gateway.startMillis(),
    ownExits: stage.gateway.ownExits(),
    complaints: said,
    stopCode,
    files: isKept ? stage.dataDir : null
  }
}

/** Whether nothing was lost and nothing came twice. */
export const isGood = ({ verdict, stored }: Result): boolean =>
  lost(verdict) + doubled(verdict) === 0 && stored.inbound === verdict.messages && stored.unfinished === 0
