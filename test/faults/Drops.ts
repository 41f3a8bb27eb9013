import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Fault } from "../../simulators/whatsapp/Faults.ts"
import type { Scenario } from "./Scenario.ts"

const number = gatewayNumber

/** The ways in which a session ends, in turn. */
const endings: ReadonlyArray<ReadonlyArray<Fault>> = [
  [{ kind: "end", number, how: "xmlstreamend" }],
  [{ kind: "end", number, how: "reset" }],
  [{ kind: "streamError", number, code: 503 }],
  [{ kind: "end", number, how: "close" }],
  [{ kind: "streamError", number, code: 515 }],
  // The connection is cut while a receipt or a message is on its way.
  [{ kind: "loseReceipt", times: 1 }],
  [{ kind: "streamError", number, code: 500 }],
  [{ kind: "dropOnMessage", ms: 0, times: 1 }],
  [{ kind: "dropOnMessage", ms: 0, deliver: false, times: 1 }],
  // Twice in a row: the next connection ends as well.
  [
    { kind: "refuse", times: 1 },
    { kind: "end", number, how: "reset" }
  ]
]

/** The next connection is accepted and never hears a word: Baileys gives up after 20 s. */
const silence: ReadonlyArray<Fault> = [
  { kind: "silent", times: 1 },
  { kind: "end", number, how: "reset" }
]
const silenceEvery = 25

const longestAbsence = 120_000

/** WhatsApp ends the session in every way it has; recovery is measured from the drop. */
export const drops: Scenario = {
  name: "session-drops",
  fault: "WhatsApp drops the session (end, reset, close, 503, 515, 500, lost receipts and acks, silence)",
  rounds: 50,
  smokeRounds: 4,
  perSecond: 10,
  network: "whatsapp",
  strike: async ({ stage, random, index, isSmoke, ended }) => {
    const { phone, whatsapp } = stage.scene
    await phone.waitForOnline(longestAbsence)
    // Most connections have served for a while; some are dropped as soon as they are there.
    await sleep(isSmoke || random.chance(0.2) ? random.between(100, 1_000) : random.between(5_000, 7_000))
    const wentOffline = new Promise<void>((resolve) => {
      const stop = whatsapp.on((event) => {
        if (event.type !== "offline" || event.number !== number) return
        stop()
        resolve()
      })
    })
    const faults = index % silenceEvery === 9 ? silence : endings[index % endings.length]
    for (const fault of faults ?? []) whatsapp.faults.add(fault)
    await wentOffline
    ended()
    await phone.waitForOnline(longestAbsence)
  }
}
