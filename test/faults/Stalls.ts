import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Fault, StandingFault } from "../../simulators/whatsapp/Faults.ts"
import type { Round, Scenario } from "./Scenario.ts"
import { drop, online } from "./WhatsAppSession.ts"

const number = gatewayNumber
const reset: Fault = { kind: "end", number, how: "reset" }
const stallMillis = 20_000

type Step = (round: Round) => Promise<void>

/** The next connections are not answered as they should be. */
const atUpgrade =
  (what: string, ...faults: ReadonlyArray<Fault>): Step =>
  async ({ stage, ended }) => {
    await drop(stage, ...faults, reset)
    ended(what)
    await online(stage)
  }

/** The open connection goes on, and something in it is never answered for 20 s. */
const within =
  (
    what: string,
    fault: StandingFault,
    begin: (round: Round) => Promise<void> = async () => undefined
  ): Step =>
  async (round) => {
    const end = round.stage.scene.whatsapp.faults.add(fault)
    await begin(round)
    await sleep(stallMillis)
    end()
    round.ended(what)
  }

/** A gateway that has just started asks for everything anew. */
const restart = async ({ stage: { gateway } }: Round) => {
  await gateway.kill()
  await gateway.start()
}

const steps: ReadonlyArray<Step> = [
  atUpgrade("HTTP 503 at the upgrade, twice", { kind: "upgradeStatus", status: 503, times: 2 }),
  atUpgrade("HTTP 403 at the upgrade", { kind: "upgradeStatus", status: 403, times: 1 }),
  atUpgrade("accepted, then silent", { kind: "silent", times: 1 }),
  within("pings not answered", { kind: "noPong" }),
  within("acks never come, messages arrive", { kind: "swallowAck" }),
  within("acks never come, messages do not arrive", { kind: "swallowAck", deliver: false }),
  within("device queries not answered", { kind: "noAnswer", xmlns: "usync" }, restart),
  within("key queries not answered", { kind: "noAnswer", xmlns: "encrypt" }, restart),
  within("group queries not answered", { kind: "noAnswer", xmlns: "w:g2" }, restart),
  within("group queries refused with 429", { kind: "queryError", xmlns: "w:g2", code: 429 }, restart)
]

/** WhatsApp is there and does not do its part. */
export const stalls: Scenario = {
  name: "whatsapp-stalls",
  fault: "WhatsApp refuses the upgrade, is silent, leaves pings, queries or messages unanswered for 20 s",
  rounds: steps.length,
  smokeRounds: 0,
  perSecond: 5,
  network: "whatsapp",
  strike: async (round) => {
    await online(round.stage)
    await steps[round.index % steps.length]?.(round)
    await round.caughtUp()
  }
}
