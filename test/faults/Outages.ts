import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { postmaster, signalAll } from "./Database.ts"
import type { Network } from "./Recovery.ts"
import type { Round, Scenario } from "./Scenario.ts"

const downMillis = 8_000
const smokeDownMillis = 4_000
/** How long the new gateway runs without it. */
const stillAwayMillis = 3_000
/** From the gateway's start to the next outage. */
const pauseMillis = 2_500

/** Something the gateway needs goes away; what it returns brings it back. */
type TakeAway = (round: Round) => Promise<() => Promise<void>>

/** The dependency is away for 8 s, then the gateway is killed; half of the times it finds it still away at its start. */
const outage = (name: string, fault: string, takeAway: TakeAway, network?: Network): Scenario => ({
  name,
  fault: `${fault} for 8 s, then kill -9`,
  rounds: 10,
  smokeRounds: 1,
  perSecond: 10,
  ...(network === undefined ? {} : { network }),
  strike: async (round) => {
    const bringBack = await takeAway(round)
    await sleep(round.isSmoke ? smokeDownMillis : downMillis)
    await round.stage.gateway.kill()
    const isStillAway = round.index % 2 === 1
    if (!isStillAway) await bringBack()
    const started = round.stage.gateway.start()
    if (isStillAway) {
      await sleep(stillAwayMillis)
      await bringBack()
    }
    round.ended()
    await started
    await sleep(pauseMillis)
  }
})

const panel = outage("panel-down", "panel refuses connections", async ({ stage }) => {
  await stage.scene.panel.down()
  return () => stage.scene.panel.up()
})

const telegram = outage(
  "telegram-down",
  "Telegram refuses connections",
  async ({ stage }) => {
    await stage.scene.telegram.down()
    return () => stage.scene.telegram.up()
  },
  "telegram"
)

const whatsapp = outage(
  "whatsapp-down",
  "WhatsApp cuts the session and refuses it, or accepts and is silent",
  async ({ stage, index }) => {
    const { faults } = stage.scene.whatsapp
    const end = faults.add({ kind: index % 2 === 0 ? "refuse" : "silent" })
    faults.add({ kind: "end", number: gatewayNumber, how: "reset" })
    return async () => end()
  },
  "whatsapp"
)

const database = outage("database-down", "database killed, or frozen", async ({ stage, index }) => {
  if (index % 2 === 0) {
    // The supervisor in the gateway brings it back by itself; the kill comes 8 s later.
    signalAll([postmaster(stage.dataDir).pid], "SIGKILL")
    return async () => undefined
  }
  const frozen = stage.serverProcesses()
  signalAll(frozen, "SIGSTOP")
  return async () => signalAll(frozen.toReversed(), "SIGCONT")
})

/** The cases in which other gateways lose everything. */
export const outages: ReadonlyArray<Scenario> = [panel, whatsapp, telegram, database]
