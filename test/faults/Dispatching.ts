import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { PanelFault } from "../../simulators/panel/Faults.ts"
import { postmaster, signalAll } from "./Database.ts"
import type { Network } from "./Recovery.ts"
import type { Round, Scenario } from "./Scenario.ts"

const away = 20_000
const longAway = 60_000
const smokeAway = 5_000

/** Something goes wrong; what it returns makes it well again. */
type Spoil = (round: Round) => Promise<() => unknown>

/** A trouble under traffic with nothing restarted: requests gather, wait, are tried again and all arrive. */
const trouble = (
  name: string,
  fault: string,
  spoil: Spoil,
  options: { readonly millis?: number; readonly smokeRounds?: number; readonly network?: Network } = {}
): Scenario => {
  const { millis = away, network, smokeRounds = 0 } = options
  return {
    name: `dispatch-${name}`,
    fault: `${fault} for ${millis / 1000} s; nothing restarted`,
    rounds: 1,
    smokeRounds,
    perSecond: 10,
    ...(network === undefined ? {} : { network }),
    strike: async (round) => {
      const makeWell = await spoil(round)
      await sleep(round.isSmoke ? smokeAway : millis)
      await makeWell()
      round.ended()
    }
  }
}

/** One way after the other in which the panel answers. */
const panelFault =
  (...faults: ReadonlyArray<PanelFault>): Spoil =>
  async ({ stage }) => {
    const added = faults.map((fault) => stage.scene.panel.faults.add(fault))
    return () => {
      for (const { id } of added) stage.scene.panel.faults.remove(id)
    }
  }

const takeDown = {
  panel: async ({ stage }: Round) => {
    await stage.scene.panel.down()
    return () => stage.scene.panel.up()
  },
  telegram: async ({ stage }: Round) => {
    await stage.scene.telegram.down()
    return () => stage.scene.telegram.up()
  },
  whatsapp: async ({ stage }: Round) => {
    const { faults } = stage.scene.whatsapp
    const end = faults.add({ kind: "refuse" })
    faults.add({ kind: "end", number: gatewayNumber, how: "reset" })
    return end
  }
}

/** Everything that dispatches have to live through (DI-01 to DI-04), one trouble each. */
export const dispatching: ReadonlyArray<Scenario> = [
  trouble("panel-down", "panel refuses connections", takeDown.panel, { millis: longAway }),
  trouble(
    "panel-429",
    "panel answers 429 to everything",
    panelFault({ kind: "status", status: 429, retryAfter: 1, times: "always" })
  ),
  trouble(
    "panel-hangs",
    "panel takes requests and never answers",
    panelFault({ kind: "hang-after", times: "always" })
  ),
  trouble(
    "panel-garbage",
    "panel does what it is asked and answers with HTML, half JSON and wrong types",
    panelFault(
      { kind: "html", status: 200, method: "GET", times: 6 },
      { kind: "half-json", method: "POST", times: 6 },
      { kind: "wrong-types", method: "POST", times: 10 },
      { kind: "html", status: 502, method: "POST", times: 10 }
    ),
    { smokeRounds: 1 }
  ),
  trouble("whatsapp-down", "WhatsApp cuts the session and refuses it", takeDown.whatsapp, {
    network: "whatsapp"
  }),
  trouble(
    "telegram-429",
    "Telegram answers 429 to every message",
    async ({ stage }) => {
      const { faults } = stage.scene.telegram
      const { id } = faults.add({ kind: "retry-after", seconds: 2, method: "sendMessage", times: "always" })
      return () => faults.remove(id)
    },
    { network: "telegram" }
  ),
  trouble("both-down", "WhatsApp and Telegram are both away", async (round) => {
    const ends = [await takeDown.whatsapp(round), await takeDown.telegram(round)]
    return () => Promise.all(ends.map((end) => end()))
  }),
  trouble(
    "database-restart",
    "database is shut down fast and started again by the gateway, twice",
    async ({ stage }) => {
      const restart = () => signalAll([postmaster(stage.dataDir).pid], "SIGINT")
      restart()
      return async () => {
        restart()
      }
    },
    { millis: 10_000 }
  )
]
