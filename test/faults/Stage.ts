import { Effect, Schedule } from "effect"
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openScene, type Scene, sceneSettings } from "../../simulators/Scene.ts"
import { seedTenant } from "../../simulators/seedTenant.ts"
import type { Group as TelegramGroup } from "../../simulators/telegram/Group.ts"
import type { Person as TelegramPerson } from "../../simulators/telegram/Person.ts"
import type { Person } from "../../simulators/whatsapp/Person.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { openDatabase, postmaster, readStored, serverProcesses, signalAll } from "./Database.ts"
import { type Gateway, makeGateway } from "./Gateway.ts"

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

/** Refusals that name the order, so that each reply can be told from others in the same chat. */
const templates = {
  "cancel.refused.completed": "Completed orders cannot be cancelled: {order_id}",
  "guarantee.none": "No guarantee: {order_id}",
  "refill.refused.pending": "Still pending: {order_id}",
  "refill.refused.in_progress": "Still in progress: {order_id}",
  "speedup.refused.completed": "Speed-up is not allowed: {order_id}",
  "speedup.refused.partial": "Speed-up is not allowed: {order_id}"
}

/** Writers per network; a writer's messages are worked on one after the other. */
const people = 24

/** Opens the stage: the gateway runs, its number is paired and its bot polls. */
export const openFaultStage = async (): Promise<FaultStage> => {
  const scene = await openScene({ panelLatencyMs: 50 })
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-faults-"))
  const settings = {
    ...sceneSettings(scene),
    MASTER_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "Info"
  }
  const gateway = await makeGateway(dataDir, settings)
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

  await gateway.start()
  const database = openDatabase(dataDir, settings)
  await database.runPromise(
    Effect.gen(function* () {
      const tenant = yield* seedTenant(scene, {
        // A few customers ask for a whole run's worth.
        rules: { templates, commandsPerMinute: 10_000 }
      })
      const setup = yield* TenantSetup
      const { tenantId, panelId } = tenant
      for (const { username, person } of onWhatsApp) {
        const contacts = [{ lid: person.lidJid, pn: person.pnJid, telegramId: null }]
        yield* setup.addCustomer({ tenantId, panelId, username, contacts })
      }
      for (const { username, person } of onTelegram) {
        const contacts = [{ lid: null, pn: null, telegramId: String(person.id) }]
        yield* setup.addCustomer({ tenantId, panelId, username, contacts })
      }
    })
  )
  await scene.phone.scan(await database.runPromise(shownQr))
  await database.dispose()
  await Promise.all([
    scene.phone.waitForOnline(),
    scene.telegram.waitForCall(({ method }) => method.toLowerCase() === "getupdates", 20_000)
  ])
  return {
    scene,
    gateway,
    dataDir,
    onWhatsApp,
    onTelegram,
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
}

/** The QR code that the WhatsApp channel shows, once it does. */
const shownQr = Effect.gen(function* () {
  const sql = yield* PlatformSql
  const rows = yield* sql<{
    qr: string | null
  }>`select state->>'qr' as qr from channel where kind = 'whatsapp'`
  const qr = rows[0]?.qr ?? null
  return qr === null ? yield* Effect.fail("no QR code yet") : qr
}).pipe(
  Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "30 seconds" }))),
  Effect.orDie
)
