import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Direction } from "./Relay.ts"
import type { Round, Scenario } from "./Scenario.ts"
import { next, online } from "./WhatsAppSession.ts"

const holeMillis = 20_000
/** A connection that stays dead is noticed sooner or later. */
const noticePatience = 150_000

interface Hole {
  readonly place: "whatsapp" | "panel"
  readonly direction: Direction
  /** Whether what vanished arrives late; else the connections of that time stay dead. */
  readonly isHealed: boolean
}

const holes: ReadonlyArray<Hole> = (["whatsapp", "panel"] as const).flatMap((place) =>
  [true, false].flatMap((isHealed) =>
    (["down", "up"] as const).map((direction) => ({ place, direction, isHealed }))
  )
)

const words = (place: string, direction: Direction): string =>
  direction === "up" ? `packets to ${place} vanish` : `packets from ${place} vanish`

const strike = async ({ stage, ended }: Round, { place, direction, isHealed }: Hole): Promise<void> => {
  const relay = stage.network?.[place]
  const what = words(place === "panel" ? "the panel" : "WhatsApp", direction)
  relay?.vanish(direction)
  await sleep(holeMillis)
  if (isHealed) {
    relay?.heal()
    return ended(`${what} for 20 s and arrive late`)
  }
  const isBack = place === "whatsapp" ? next(stage, "online", noticePatience) : true
  relay?.forget()
  ended(`${what} for 20 s, old connections stay dead`)
  if (await isBack) return
  stage.scene.whatsapp.faults.add({ kind: "end", number: gatewayNumber, how: "reset" })
  ended(`${what}: not noticed within ${noticePatience / 1_000} s, then cut`)
}

/** One direction of a connection is cut while both sides go on believing in it. */
export const blackholes: Scenario = {
  name: "blackholes",
  fault: "packets to or from WhatsApp or the panel vanish for 20 s on connections that stay open",
  rounds: holes.length,
  smokeRounds: 0,
  perSecond: 5,
  needs: { hasRelays: true },
  strike: async (round) => {
    await online(round.stage)
    const hole = holes[round.index % holes.length]
    if (hole !== undefined) await strike(round, hole)
    await round.caughtUp()
  }
}
