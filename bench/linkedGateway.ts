import { Effect, Redacted, Schedule } from "effect"
import { PlatformSql } from "../src/adapters/postgres/Database.ts"
import { Channels } from "../src/ports/Channels.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { startGateway } from "./GatewayProcess.ts"
import { providerName, type WireScene } from "./WireScene.ts"

/** The tenant of a scene: its number, panel, provider with a route, and customers. Returns once a QR code is shown. */
const seed = (scene: LinkedScene, requestsPerSecond: number) =>
  Effect.gen(function* () {
    const setup = yield* TenantSetup
    const channels = yield* Channels
    const sql = yield* PlatformSql
    const tenantId = yield* setup.createTenant({
      name: "Bench",
      timeZone: "UTC",
      // A few customers ask for thousands here.
      // No gap between messages: what is measured is what the gateway can do.
      rules: { commandsPerMinute: 10_000, whatsappGapMillis: 0 }
    })
    const channel = yield* channels.create(tenantId, { kind: "whatsapp", name: "Main" })
    const { url: baseUrl, adminKey } = scene.panel
    const panelId = yield* setup.addPanel({
      tenantId,
      name: "Main",
      baseUrl,
      key: Redacted.make(adminKey),
      requestsPerSecond
    })
    const name = Redacted.make(providerName)
    const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "FastLikes", name })
    const { jid: chatId, subject: label } = scene.provider
    yield* setup.addRoute({ tenantId, providerId, command: null, channelId: channel.id, chatId, label })
    for (const [n, { lidJid: lid, pnJid: pn }] of scene.people.entries()) {
      const contacts = [{ lid, pn, telegramId: null }]
      yield* setup.addCustomer({ tenantId, panelId, username: `customer${n}`, contacts })
    }
    // The channel starts within seconds of being there.
    const qr = yield* sql<{ qr: string | null }>`select state->>'qr' as qr from channel`.pipe(
      Effect.flatMap(([row]) => (row?.qr == null ? Effect.fail("no QR code yet") : Effect.succeed(row.qr))),
      Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "30 seconds" })))
    )
    return { tenantId, qr }
  })

/** What a gateway is linked to. */
export type LinkedScene = Pick<WireScene, "whatsapp" | "panel" | "people" | "provider" | "phone">

/** A gateway whose WhatsApp number is paired in the scene; its database is open for more seeding. */
export const linkedGateway = async (scene: LinkedScene, requestsPerSecond = 10_000) => {
  const gateway = await startGateway({
    WHATSAPP_WEB_URL: scene.whatsapp.url,
    EGRESS_ALLOW: new URL(scene.panel.url).host
  })
  const database = gateway.openDatabase()
  const { tenantId, qr } = await database.runPromise(seed(scene, requestsPerSecond))
  await scene.phone.scan(qr)
  await scene.phone.waitForOnline()
  return { gateway, database, tenantId }
}
