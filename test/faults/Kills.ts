import { setTimeout as sleep } from "node:timers/promises"
import type { Scenario } from "./Scenario.ts"

/** The gateway alone dies, at any moment of its life. */
export const kills: Scenario = {
  name: "kill",
  fault: "kill -9 of the gateway at a random moment",
  rounds: 30,
  smokeRounds: 2,
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

/**
 * Dies between the panel's answer and what is written down of it, or while what was accepted gathers for its provider:
 * a few milliseconds after the panel took a cancel.
 */
export const killsAtAnswer: Scenario = {
  name: "kill-at-answer",
  fault: "kill -9 within 60 ms after the panel took a cancel",
  rounds: 15,
  smokeRounds: 1,
  // A gateway that is killed as soon as it works falls behind: few enough that the end does not wait for minutes.
  perSecond: 6,
  strike: async (round) => {
    const { gateway, scene } = round.stage
    await sleep(round.random.between(1_000, 3_000))
    const before = new Set(scene.panel.writes)
    await scene.panel.waitForWrite(
      (write) => !before.has(write) && write.path.endsWith("/request-cancel"),
      30_000
    )
    // The panel answers 50 ms after it was asked.
    await sleep(round.random.between(0, 60))
    await gateway.kill()
    round.ended()
    await gateway.start()
  }
}
