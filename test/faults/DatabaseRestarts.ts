import { setTimeout as sleep } from "node:timers/promises"
import { postmaster, signalAll } from "./Database.ts"
import type { Round, Scenario } from "./Scenario.ts"

type Step = readonly [what: string, (round: Round) => unknown]

const steps: ReadonlyArray<Step> = [
  ["fast shutdown", ({ stage }) => signalAll([postmaster(stage.dataDir).pid], "SIGINT")],
  ["immediate shutdown", ({ stage }) => signalAll([postmaster(stage.dataDir).pid], "SIGQUIT")],
  ["kill -9 of the postmaster", ({ stage }) => signalAll([postmaster(stage.dataDir).pid], "SIGKILL")],
  // The server ends all others itself and recovers.
  ["kill -9 of one backend", ({ stage }) => signalAll(stage.serverProcesses().slice(-1), "SIGKILL")],
  [
    "frozen for 8 s",
    async ({ stage }) => {
      const frozen = stage.serverProcesses()
      signalAll(frozen, "SIGSTOP")
      await sleep(8_000)
      signalAll(frozen.toReversed(), "SIGCONT")
    }
  ]
]

/** PostgreSQL ends in every way it has; the gateway, which started it, starts it again and is not restarted itself. */
export const databaseRestarts: Scenario = {
  name: "database-restarts",
  fault:
    "PostgreSQL shut down fast, shut down at once, killed, one backend killed, frozen; nothing restarted",
  rounds: 10,
  smokeRounds: 0,
  perSecond: 8,
  strike: async (round) => {
    const [what, strike] = steps[round.index % steps.length] ?? steps[0]!
    await strike(round)
    round.ended(what)
    await sleep(3_000)
    await round.caughtUp()
  }
}
