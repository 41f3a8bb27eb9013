import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Scenario } from "./Scenario.ts"
import { drop, online } from "./WhatsAppSession.ts"

const count = 500
const smokeCount = 40

/** What was written while the number was away comes in one burst (CH-05). */
export const backlog: Scenario = {
  name: "backlog",
  fault: `${count} messages written to a number while it is offline`,
  rounds: 1,
  smokeRounds: 0,
  // The burst is the traffic.
  perSecond: 1,
  network: "whatsapp",
  isOrdered: true,
  strike: async ({ stage, traffic, isSmoke, ended }) => {
    await online(stage)
    const { faults } = stage.scene.whatsapp
    const letIn = faults.add({ kind: "refuse" })
    await drop(stage, { kind: "end", number: gatewayNumber, how: "reset" })
    await traffic.burst(isSmoke ? smokeCount : count)
    letIn()
    await stage.owner.reconnect("Main")
    await online(stage)
    ended(`${count} messages, from the moment the number is online`)
    await sleep(1_000)
  }
}
