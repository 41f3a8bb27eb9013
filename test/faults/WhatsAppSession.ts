import { setTimeout as sleep } from "node:timers/promises"
import { gatewayNumber } from "../../simulators/Scene.ts"
import type { Fault } from "../../simulators/whatsapp/Faults.ts"
import type { SimulatorEvent } from "../../simulators/whatsapp/World.ts"
import type { FaultStage } from "./Stage.ts"

const longestAbsence = 180_000

/** Waits until WhatsApp sees the gateway's number, or all of these, online. */
export const online = async ({ scene }: FaultStage, numbers = [gatewayNumber]): Promise<void> => {
  await Promise.all(numbers.map((number) => scene.whatsapp.phone(number).waitForOnline(longestAbsence)))
}

/** Resolves with true at the next event of this type for the gateway's number, with false after `millis`. */
export const next = (
  { scene }: FaultStage,
  type: SimulatorEvent["type"],
  millis = longestAbsence
): Promise<boolean> =>
  new Promise((resolve) => {
    const settle = (hasCome: boolean) => {
      stop()
      clearTimeout(timer)
      resolve(hasCome)
    }
    const stop = scene.whatsapp.on((event) => {
      if (event.type === type && "number" in event && event.number === gatewayNumber) settle(true)
    })
    const timer = setTimeout(() => settle(false), millis)
  })

/** Injects failures one of which ends the connection, and waits until it has ended. */
export const drop = async (stage: FaultStage, ...faults: ReadonlyArray<Fault>): Promise<void> => {
  const offline = next(stage, "offline")
  for (const fault of faults) stage.scene.whatsapp.faults.add(fault)
  await offline
}

/** Waits until the gateway has confirmed every message that WhatsApp had for it. */
export const confirmed = async ({ scene }: FaultStage): Promise<void> => {
  const open = () =>
    scene.whatsapp
      .stats()
      .numbers.some(({ unreceipted, number }) => number === gatewayNumber && unreceipted.length > 0)
  while (open()) await sleep(5)
}
