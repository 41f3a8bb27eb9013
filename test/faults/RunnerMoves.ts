import { connectionsTo } from "./Connections.ts"
import type { Gateway } from "./Gateway.ts"
import type { FaultStage } from "./Stage.ts"

/** What came of the sessions of a process that was struck. */
export interface Moved {
  /** How many it had. */
  readonly sessions: number
  /** From the strike until the last of them was open again, in milliseconds; 0 when it had none. */
  readonly millis: number
}

const patience = 60_000

/** Where WhatsApp is, as the gateway knows it. */
const whatsappPort = ({ network, scene }: FaultStage): number =>
  network === null ? Number(new URL(scene.whatsapp.url).port) : network.whatsapp.port

/** How many WhatsApp sessions a process has open. */
export const sessionsOf = (stage: FaultStage, gateway: Gateway): number => {
  const pid = gateway.pid()
  return pid === undefined ? 0 : connectionsTo(pid, whatsappPort(stage))
}

/** How often WhatsApp told a connection that another one has taken its place (440). */
export const replacements = ({ scene }: FaultStage): number =>
  scene.whatsapp.stats().numbers.reduce((sum, number) => sum + number.replacements, 0)

/**
 * Strikes a process, and waits until each session that it had is open again. `isSilent`: WhatsApp sees nothing of the
 * strike, and the old connection only ends when the new one comes.
 */
export const strike = (
  stage: FaultStage,
  gateway: Gateway,
  act: () => unknown,
  isSilent = false
): Promise<Moved> =>
  new Promise((resolve, reject) => {
    const sessions = sessionsOf(stage, gateway)
    const began = performance.now()
    const away = new Set<string>()
    let back = 0
    const end = (settle: () => void) => {
      stop()
      clearTimeout(timer)
      settle()
    }
    const stop = stage.scene.whatsapp.on((event) => {
      if (event.type === "offline") away.add(event.number)
      if (event.type !== "online" || !(isSilent || away.delete(event.number))) return
      back += 1
      if (back === sessions) end(() => resolve({ sessions, millis: performance.now() - began }))
    })
    const timer = setTimeout(
      () =>
        end(() => reject(new Error(`${back} of ${sessions} sessions were open again after ${patience} ms`))),
      patience
    )
    act()
    if (sessions === 0) end(() => resolve({ sessions, millis: 0 }))
  })
