import { hash } from "@node-rs/argon2"
import { Effect, Redacted, Schedule } from "effect"
import { gatewayNumber } from "../../simulators/Scene.ts"
import { seedTenant } from "../../simulators/seedTenant.ts"
import { PlatformSql } from "../../src/adapters/postgres/Database.ts"
import { Channels } from "../../src/ports/Channels.ts"
import { TenantSetup } from "../../src/ports/TenantSetup.ts"
import { openDatabase } from "./Database.ts"
import { ownerLogin } from "./Owner.ts"
import type { FaultStage } from "./Stage.ts"

/** Refusals that name the order, so that each reply can be told from others in the same chat. */
const templates = {
  "cancel.refused.completed": "Completed orders cannot be cancelled: {order_id}",
  "guarantee.none": "No guarantee: {order_id}",
  "refill.refused.pending": "Still pending: {order_id}",
  "refill.refused.in_progress": "Still in progress: {order_id}",
  "speedup.refused.completed": "Speed-up is not allowed: {order_id}",
  "speedup.refused.partial": "Speed-up is not allowed: {order_id}"
}

/** Numbers that are paired at the same time. */
const atOnce = 5

type Seeded = Pick<FaultStage, "scene" | "dataDir" | "numbers" | "onWhatsApp" | "onTelegram">

/** Makes the stage's tenant with its owner, its customers and its numbers, and pairs them. */
export const seedStage = async (
  stage: Seeded,
  settings: Readonly<Record<string, string>>,
  panelUrl: string
): Promise<void> => {
  const { scene, dataDir, numbers, onWhatsApp, onTelegram } = stage
  const database = openDatabase(dataDir, settings)
  const passwordHash = Redacted.make(await hash(ownerLogin.password))
  const tenantId = await database.runPromise(
    Effect.gen(function* () {
      const { tenantId, panelId } = yield* seedTenant(scene, {
        panelUrl,
        // A few customers ask for a whole run's worth.
        rules: { templates, commandsPerMinute: 10_000 }
      })
      const setup = yield* TenantSetup
      yield* setup.createLogin({ tenantId, username: ownerLogin.username, passwordHash, role: "owner" })
      for (const { username, person } of onWhatsApp) {
        const contacts = [{ lid: person.lidJid, pn: person.pnJid, telegramId: null }]
        yield* setup.addCustomer({ tenantId, panelId, username, contacts })
      }
      for (const { username, person } of onTelegram) {
        const contacts = [{ lid: null, pn: null, telegramId: String(person.id) }]
        yield* setup.addCustomer({ tenantId, panelId, username, contacts })
      }
      return tenantId
    })
  )
  const pair = async (number: string): Promise<void> => {
    const name = number === gatewayNumber ? "Main" : number
    if (name !== "Main") {
      await database.runPromise(
        Effect.flatMap(Channels, (channels) => channels.create(tenantId, { kind: "whatsapp", name }))
      )
    }
    const phone = scene.whatsapp.phone(number)
    await phone.scan(await database.runPromise(shownQr(name)))
    await phone.waitForOnline(30_000)
  }
  for (let n = 0; n < numbers.length; n += atOnce) {
    await Promise.all(numbers.slice(n, n + atOnce).map(pair))
  }
  await database.dispose()
}

/** The QR code that a WhatsApp channel shows, once it does. */
const shownQr = (name: string) =>
  Effect.gen(function* () {
    const sql = yield* PlatformSql
    const rows = yield* sql<{
      qr: string | null
    }>`select state->>'qr' as qr from channel where kind = 'whatsapp' and name = ${name}`
    const qr = rows[0]?.qr ?? null
    return qr === null ? yield* Effect.fail("no QR code yet") : qr
  }).pipe(
    Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "30 seconds" }))),
    Effect.orDie
  )
