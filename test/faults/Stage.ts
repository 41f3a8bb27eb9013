import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gatewayNumber, openScene, type Scene, sceneSettings } from "../../simulators/Scene.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { postmaster, readStored, serverProcesses, signalAll } from "./Database.ts"
import { type Gateway, makeGateway } from "./Gateway.ts"
import { makeOwner, type Owner } from "./Owner.ts"
import { seedStage } from "./seedStage.ts"
import { openSurroundings, type StageNeeds, type Surroundings } from "./Surroundings.ts"

/** A customer of the tenant with one of the networks. */
export interface Customer<P> {
  readonly username: string
  readonly person: P
}

/** The world, the gateway's process in it, and a seeded tenant with enough customers for the traffic. */
export interface FaultStage {
  readonly scene: Scene
  readonly gateway: Gateway
  readonly dataDir: string
  readonly owner: Owner
  /** Relays and Redis, where the scenario needs them. */
  readonly network: Surroundings["network"]
  readonly redis: Surroundings["redis"]
  /** The gateway's WhatsApp numbers; the first is `gatewayNumber`, whose channel is "Main", others are called by their number. */
  readonly numbers: readonly [string, ...ReadonlyArray<string>]
  readonly onWhatsApp: ReadonlyArray<Customer<Person>>
  readonly onTelegram: ReadonlyArray<Customer<TelegramPerson>>
  /** Customers' group on Telegram; the one on WhatsApp is `scene.groups.support`. */
  readonly telegramSupport: TelegramGroup
  /** What the database knows; with the traces of messages that name one of `ids`. */
  readonly stored: (ids?: ReadonlyArray<string>) => ReturnType<typeof readStored>
  /** Processes of the embedded database. */
  readonly serverProcesses: () => ReadonlyArray<number>
  readonly close: (keepsFiles: boolean) => Promise<number | null>
}

/** Writers per network; a writer's messages are worked on one after the other. */
const people = 24

/** Opens the stage: the gateway runs, its number is paired and its bot polls. */
export const openFaultStage = async (needs: StageNeeds = {}): Promise<FaultStage> => {
  const scene = await openScene({ panelLatencyMs: 50 })
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-faults-"))
  const surroundings = await openSurroundings(scene, needs)
  const settings = {
    ...sceneSettings(scene),
    ...surroundings.settings,
    MASTER_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "Info"
  }
  const gateway = await (needs.prepare ?? makeGateway)(dataDir, settings)
  const onWhatsApp = Array.from({ length: people }, (_, n) => {
    const username = `wa_customer_${n}`
    const person = scene.whatsapp.person({
      pn: `97798200000${String(n).padStart(2, "0")}`,
      name: username,
      addressing: n % 3 === 0 ? "pn" : "lid"
    })
    scene.whatsapp.join(scene.groups.support, person.number)
    return { username, person }
  })
  const onTelegram = Array.from({ length: people }, (_, n) => {
    const username = `tg_customer_${n}`
    return { username, person: scene.telegram.person({ firstName: username, username }) }
  })
  const telegramSupport = scene.telegram.group({
    title: "SMM Nepal support",
    members: [scene.bot, ...onTelegram.map(({ person }) => person)]
  })

  const numbers = [
    gatewayNumber,
    ...Array.from({ length: (needs.numbers ?? 1) - 1 }, (_, n) => `97797900000${String(n).padStart(2, "0")}`)
  ] as const
  const open = { scene, dataDir, numbers, onWhatsApp, onTelegram }
  const stage: FaultStage = {
    ...open,
    ...surroundings,
    gateway,
    owner: makeOwner(gateway.url),
    telegramSupport,
    stored: (ids) => readStored(dataDir, settings, ids),
    serverProcesses: () => serverProcesses(dataDir),
    close: async (keepsFiles) => {
      try {
        signalAll(serverProcesses(dataDir), "SIGCONT")
      } catch {
        // The database has not been started, or is down.
      }
      const code = await gateway.stop()
      await surroundings.close()
      await scene.stop()
      try {
        signalAll([postmaster(dataDir).pid], "SIGQUIT")
      } catch {
        // The gateway has stopped it, as it should.
      }
      if (!keepsFiles) rmSync(dataDir, { recursive: true, force: true })
      return code
    }
  }
  try {
    await gateway.start()
    if (gateway.startMillis().length === 0) throw new Error(`the gateway ended as it started: ${gateway.log}`)
    await seedStage(open, settings, surroundings.panelUrl)
    await scene.telegram.waitForCall(({ method }) => method.toLowerCase() === "getupdates", 20_000)
    return stage
  } catch (error) {
    await stage.close(true)
    throw error
  }
}
