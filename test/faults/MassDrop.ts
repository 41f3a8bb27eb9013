import { setTimeout as sleep } from "node:timers/promises"
import type { Fault } from "../../simulators/whatsapp/Faults.ts"
import type { Scenario } from "./Scenario.ts"
import { online } from "./WhatsAppSession.ts"

const numbers = 20

const endings: ReadonlyArray<readonly [string, (number: string) => Fault]> = [
  ["reset", (number) => ({ kind: "end", number, how: "reset" })],
  ["503", (number) => ({ kind: "streamError", number, code: 503 })],
  ["515", (number) => ({ kind: "streamError", number, code: 515 })]
]

/** WhatsApp drops every number of the gateway at the same moment. */
export const massDrop: Scenario = {
  name: "mass-reconnect",
  fault: `${numbers} numbers dropped at once (reset, 503, 515)`,
  rounds: 6,
  smokeRounds: 0,
  perSecond: 8,
  network: "whatsapp",
  needs: { numbers },
  strike: async ({ stage, index, ended, caughtUp }) => {
    await online(stage, [...stage.numbers])
    await sleep(5_000)
    const [what, fault] = endings[index % endings.length] ?? endings[0]!
    const droppedAt = Date.now()
    for (const number of stage.numbers) stage.scene.whatsapp.faults.add(fault(number))
    // The server has let go of all of them as soon as it has worked off these.
    while (stage.scene.whatsapp.stats().online > 0) await sleep(1)
    ended(`${numbers} × ${what}`)
    await online(stage, [...stage.numbers])
    console.error(`${numbers} × ${what}: all online again after ${(Date.now() - droppedAt) / 1_000} s`)
    await caughtUp()
  }
}
