import { setTimeout as sleep } from "node:timers/promises"
import type { Scenario } from "./Scenario.ts"

const seconds = [6, 20]

/** The process gets no time: its event loop stands still, its sockets stay open. */
export const freezes: Scenario = {
  name: "freeze",
  fault: "the gateway's process stands still for 6 s, then 20 s",
  rounds: 6,
  smokeRounds: 1,
  perSecond: 8,
  strike: async ({ stage, index, isSmoke, ended, caughtUp }) => {
    const length = seconds[index % seconds.length] ?? 0
    stage.gateway.freeze()
    await sleep(length * 1_000)
    stage.gateway.thaw()
    ended(`stands still for ${length} s`)
    if (!isSmoke) await caughtUp()
  }
}
