import { setTimeout as sleep } from "node:timers/promises"
import { Random } from "../../simulators/panel/Random.ts"
import type { Stored } from "./Database.ts"
import { complaints } from "./Gateway.ts"
import { type Ledger, makeLedger } from "./Ledger.ts"
import { observe, unreadable } from "./Observed.ts"
import { type FaultEnd, type Network, type Recovery, recovery } from "./Recovery.ts"
import { type FaultStage, openFaultStage } from "./Stage.ts"
import type { StageNeeds } from "./Surroundings.ts"
import { startTraffic, type Traffic } from "./Traffic.ts"
import { doubled, judge, lost, type Verdict } from "./Verdict.ts"

/** One fault, repeated under traffic. */
export interface Scenario {
  readonly name: string
  /** What is done each round, in words for the report. */
  readonly fault: string
  readonly rounds: number
  /** 0 = not part of the small run. */
  readonly smokeRounds: number
  /** Customers' messages a second. */
  readonly perSecond: number
  /** Where the fault is felt: recovery is measured there. Everywhere when absent. */
  readonly network?: Network
  /** What the stage has beside what every stage has. */
  readonly needs?: StageNeeds
  /** Whether replies in one chat must come in the order of its messages whatever happens. */
  readonly isOrdered?: boolean
  /** Makes one round's fault; `ended` marks the moment from which recovery is measured. */
  readonly strike: (round: Round) => Promise<void>
}

/** What a round may use. */
export interface Round {
  readonly stage: FaultStage
  readonly traffic: Traffic
  readonly random: Random
  readonly index: number
  /** The small run: shorter outages, fewer pauses. */
  readonly isSmoke: boolean
  /** `what` names the fault where a scenario has several. */
  readonly ended: (what?: string) => void
  /** Waits until everything written so far is answered, so that the next fault interrupts nothing; not for ever. */
  readonly caughtUp: () => Promise<void>
}

/** A scenario's outcome. */
export interface Result {
  readonly name: string
  readonly fault: string
  readonly isOrdered: boolean
  readonly rounds: number
  readonly seconds: number
  readonly verdict: Verdict
  readonly recovery: Recovery
  readonly stored: Stored
  readonly unreadable: ReadonlyArray<string>
  readonly startMillis: ReadonlyArray<number>
  readonly ownExits: number
  readonly complaints: ReadonlyArray<readonly [string, number]>
  readonly stopCode: number | null
  readonly files: string | null
}

/** What a machine that runs other tests at the same time can take. */
const smokePerSecond = 5
/** And so many messages without an answer: a small run must end on a machine that is hardly there. */
const smokeOpen = 40
/** Customers go on writing for so long before and after the faults. */
const calmMillis = 2_000
/** The end of a scenario is waited for as long as something still moves, and no longer than this. */
const stillMillis = 75_000
const longestWait = 240_000
/** A message that is late for longer belongs to the faults that follow. */
const longestCatchUp = 120_000
/** What comes twice comes within this time after everything came once. */
const lateMillis = 4_000

/** How a scenario is played; `keepsFiles` keeps log and database also when all is well. */
export interface PlayOptions {
  readonly seed: number
  readonly rounds: number
  readonly keepsFiles: boolean
  readonly isSmoke: boolean
}

/** Plays a scenario from an empty database to the verdict. */
export const play = async (scenario: Scenario, options: PlayOptions): Promise<Result> => {
  const began = performance.now()
  const stage = await openFaultStage(scenario.needs)
  // A run that is broken off leaves no gateway and no database behind.
  const breakOff = () => void stage.close(true).finally(() => process.exit(130))
  process.once("SIGTERM", breakOff).once("SIGINT", breakOff)
  try {
    const played = await strikeAndJudge(stage, scenario, options)
    const isKept = options.keepsFiles || !isGood({ ...played, isOrdered: scenario.isOrdered === true })
    const said = complaints(stage.gateway.log)
    const stopCode = await stage.close(isKept)
    return {
      ...played,
      name: scenario.name,
      fault: scenario.fault,
      isOrdered: scenario.isOrdered === true,
      rounds: options.rounds,
      seconds: Math.round((performance.now() - began) / 1000),
      startMillis: stage.gateway.startMillis(),
      ownExits: stage.gateway.ownExits(),
      complaints: said,
      stopCode,
      files: isKept ? stage.dataDir : null
    }
  } catch (error) {
    await stage.close(true)
    throw error
  }
}

type Played = Pick<Result, "verdict" | "recovery" | "stored" | "unreadable">

const strikeAndJudge = async (
  stage: FaultStage,
  scenario: Scenario,
  { seed, rounds, isSmoke }: PlayOptions
): Promise<Played> => {
  const random = new Random(seed)
  const ledger = makeLedger()
  const ends: Array<FaultEnd> = []
  const perSecond = isSmoke ? smokePerSecond : scenario.perSecond
  const traffic = startTraffic(stage, ledger, new Random(seed + 1), perSecond, () =>
    isSmoke ? ledger.causes.length - observe(stage).replies.length >= smokeOpen : false
  )
  await sleep(calmMillis)
  for (let index = 0; index < rounds; index += 1) {
    const ended = (what = "") => void ends.push({ at: Date.now(), what })
    const caughtUp = () => catchUp(stage, ledger)
    await scenario.strike({ stage, traffic, random, index, isSmoke, ended, caughtUp })
  }
  await sleep(calmMillis)
  await traffic.stop()
  await settle(stage, ledger)
  const first = judge(ledger, observe(stage), await stage.stored())
  const stored = await stage.stored(first.unanswered.slice(0, 3).map(({ orders }) => orders[0]?.id ?? ""))
  return {
    verdict: judge(ledger, observe(stage), stored),
    recovery: recovery(ledger, ends, scenario.network),
    stored,
    unreadable: unreadable(stage)
  }
}

const catchUp = async (stage: FaultStage, ledger: Ledger): Promise<void> => {
  const now = Date.now()
  const isLate = () => judge(ledger, observe(stage), null).unanswered.some(({ at }) => at < now)
  while (isLate() && Date.now() - now < longestCatchUp) await sleep(1_000)
}

/** Waits until everything came, or nothing has moved for long; then for what may come a second time. */
const settle = async (stage: FaultStage, ledger: Ledger): Promise<void> => {
  const start = Date.now()
  let left = Number.NaN
  let changedAt = start
  while (left !== 0 && Date.now() - changedAt < stillMillis && Date.now() - start < longestWait) {
    await sleep(500)
    const now = lost(judge(ledger, observe(stage), null))
    if (now !== left) changedAt = Date.now()
    left = now
    // What Telegram may have got already is never sent again: nothing more to wait for (CH-12).
    const isStill = Date.now() - changedAt > 5_000
    if (isStill && lost(judge(ledger, observe(stage), await stage.stored())) === 0) break
  }
  await sleep(lateMillis)
}

/** Whether nothing was lost and nothing came twice. */
export const isGood = ({
  verdict,
  stored,
  isOrdered
}: Pick<Result, "verdict" | "stored" | "isOrdered">): boolean =>
  lost(verdict) + doubled(verdict) === 0 &&
  stored.inbound === verdict.messages &&
  stored.unfinished === 0 &&
  (!isOrdered || verdict.outOfOrder === 0)
