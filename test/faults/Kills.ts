import { setTimeout as sleep } from "node:timers/promises"
import type { Scenario } from "./Scenario.ts"

/** The gateway alone dies, at any moment of its life. */
export const kills: Scenario = {
  name: "kill",
  fault: "kill -9 of the gateway at a random moment",
  rounds: 30,
  smokeRounds: 3,
  perSecond: 20,
  strike: async (round) => {
    const { stage, random } = round
    await sleep(random.between(0, 3_000))
    await stage.gateway.kill()
    round.ended()
    const started = stage.gateway.start()
    // Some of the kills come while it is still starting.
    if (random.chance(0.8)) await started
  }
}
