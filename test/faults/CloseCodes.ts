import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Fault } from "../../simulators/whatsapp/Faults.ts"
import type { Round, Scenario } from "./Scenario.ts"
import { confirmed, drop, next, online } from "./WhatsAppSession.ts"

const number = gatewayNumber
const main = "Main"
const reset: Fault = { kind: "end", number, how: "reset" }

/** A stopped channel is left alone for so long: what is written meanwhile gathers on both sides. */
const pauseMillis = 5_000
const smokePauseMillis = 1_000

/** Ends the session in one way and does what the owner does about it. */
type Step = (round: Round) => Promise<void>

const pause = ({ isSmoke }: Round) => sleep(isSmoke ? smokePauseMillis : pauseMillis)

/** The gateway comes back by itself. */
const byItself =
  (code: number, fault: Fault): Step =>
  async ({ stage, ended }) => {
    await drop(stage, fault)
    ended(`${code}`)
    await online(stage)
  }

/** The login is refused and the gateway waits; the owner reads why and presses the button. */
const byButton =
  (code: number, ...states: Parameters<Round["stage"]["owner"]["sees"]>[1][]): Step =>
  async (round) => {
    const { stage, ended } = round
    await drop(stage, { kind: "loginFailure", number, reason: code, times: 1 }, reset)
    const { sentence } = await stage.owner.sees(main, ...states)
    await pause(round)
    await stage.owner.reconnect(main)
    ended(`${code} "${sentence}", then the button`)
    await online(stage)
  }

/** Another device logs in, and again when the gateway has taken the account back: it must not fight. */
const replaced: Step = async (round) => {
  const { stage, isSmoke, ended } = round
  const fault: Fault = { kind: "streamError", number, code: 440 }
  await drop(stage, fault)
  if (!isSmoke) {
    await online(stage)
    await drop(stage, fault)
  }
  const { sentence } = await stage.owner.sees(main, isSmoke ? "Reconnecting" : "Replaced")
  await pause(round)
  await stage.owner.reconnect(main)
  ended(`440 "${sentence}", then the button`)
  await online(stage)
}

/**
 * The owner unlinks the device while replies are on their way, and scans again. A device that is linked anew gets
 * nothing of what was written to the old one, so customers on WhatsApp wait meanwhile; those on Telegram do not.
 */
const unlinked: Step = async (round) => {
  const { stage, traffic, ended } = round
  const { phone } = stage.scene
  traffic.pauseWhatsApp()
  await confirmed(stage)
  phone.unlink()
  const { sentence } = await stage.owner.sees(main, "LoggedOut")
  await pause(round)
  await stage.owner.reconnect(main)
  const { state } = await stage.owner.sees(main, "WaitingForScan")
  if (state._tag === "WaitingForScan") await phone.scan(state.qr)
  ended(`401 "${sentence}", then scanned`)
  await online(stage)
  traffic.resume()
}

/** Nothing comes and nothing goes: Baileys gives up 35 s to 65 s later. */
const timedOut: Step = async ({ stage, ended }) => {
  const relay = stage.network?.whatsapp
  relay?.vanish("up")
  relay?.vanish("down")
  const isBack = next(stage, "online")
  await stage.owner.sees(main, "Reconnecting")
  relay?.forget()
  ended("408")
  await isBack
}

const steps: ReadonlyArray<Step> = [
  replaced,
  unlinked,
  byButton(403, "Locked"),
  byButton(405, "Outdated"),
  timedOut,
  byItself(428, reset),
  byItself(500, { kind: "streamError", number, code: 500 }),
  byItself(503, { kind: "streamError", number, code: 503 }),
  byItself(515, { kind: "streamError", number, code: 515 })
]
const smokeSteps: ReadonlyArray<Step> = [unlinked, replaced]

/** Every way in which WhatsApp says that the session has ended, and what the owner does where the gateway must not go on. */
export const closeCodes: Scenario = {
  name: "close-codes",
  fault: "WhatsApp ends the session with 440, 401, 403, 405, 408, 428, 500, 503, 515, one after the other",
  rounds: steps.length,
  smokeRounds: smokeSteps.length,
  perSecond: 6,
  network: "whatsapp",
  needs: { hasRelays: true },
  strike: async (round) => {
    await online(round.stage)
    const chosen = round.isSmoke ? smokeSteps : steps
    await chosen[round.index % chosen.length]?.(round)
    await (round.isSmoke ? sleep(500) : round.caughtUp())
  }
}
