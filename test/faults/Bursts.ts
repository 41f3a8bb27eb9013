import { setTimeout as sleep } from "node:timers/promises"
import { postmaster, signalAll } from "./Database.ts"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Round, Scenario } from "./Scenario.ts"

/** Longer than the cluster's patience with its locks. */
const frozenMillis = 8_000

/** Refusals and repeats that need no restart, one kind a round. */
const kinds: ReadonlyArray<(round: Round) => unknown> = [
  // The gateway itself starts its database again.
  ({ stage }) => signalAll([postmaster(stage.dataDir).pid], "SIGKILL"),
  async ({ stage }) => {
    const frozen = stage.serverProcesses()
    signalAll(frozen, "SIGSTOP")
    await sleep(frozenMillis)
    signalAll(frozen.toReversed(), "SIGCONT")
  },
  ({ stage }) => stage.scene.telegram.faults.add({ kind: "retry-after", seconds: 2, times: 5 }),
  ({ stage }) =>
    stage.scene.telegram.faults.add({ kind: "status", status: 409, method: "getUpdates", times: 1 }),
  ({ stage }) =>
    stage.scene.telegram.faults.add({ kind: "status", status: 502, method: "getUpdates", times: 3 }),
  // An update is handed out, the answer is lost: Telegram gives it again.
  ({ stage }) => stage.scene.telegram.faults.add({ kind: "drop-after", method: "getUpdates", times: 2 }),
  ({ stage }) => stage.scene.panel.faults.add({ kind: "status", status: 429, retryAfter: 1, times: 20 }),
  ({ stage }) => stage.scene.panel.faults.add({ kind: "status-after", status: 500, times: 4 }),
  ({ stage }) => stage.scene.panel.faults.add({ kind: "drop-after", path: "/request-cancel", times: 3 }),
  ({ stage }) => stage.scene.whatsapp.faults.add({ kind: "duplicate", number: gatewayNumber, times: 20 }),
  ({ stage }) => stage.scene.whatsapp.faults.add({ kind: "garble", number: gatewayNumber, times: 3 })
]

/** Storms of refusals, lost answers and repeated deliveries. */
export const bursts: Scenario = {
  name: "bursts",
  fault:
    "Telegram 429, 409, 502, lost answers; panel 429, 500, lost answers; repeated and garbled deliveries",
  rounds: 11,
  smokeRounds: 0,
  perSecond: 10,
  strike: async (round) => {
    await kinds[round.index % kinds.length]?.(round)
    round.ended()
    await sleep(4_000)
  }
}
