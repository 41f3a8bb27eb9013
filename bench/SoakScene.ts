import { Effect, Redacted } from "effect"
import type { TenantId } from "../src/domain/Ids.ts"
import { startPanelSimulator } from "../simulators/panel/PanelSimulator.ts"
import type { Person } from "../simulators/whatsapp/Person.ts"
import { startWhatsAppSimulator } from "../simulators/whatsapp/Simulator.ts"
import { PlatformSql } from "../src/adapters/postgres/Database.ts"
import { Channels } from "../src/ports/Channels.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { startGateway } from "./GatewayProcess.ts"
import { providerName } from "./WireScene.ts"

/** Numbers of one tenant, customers of one number, and numbers that pair at the same time. */
const numbersEach = 20
const customersEach = 3
const atOnce = 10
const pairingPatience = 60_000
const panelLatencyMs = 50

/** A number of the gateway with those who write to it. */
export interface SoakNumber {
  readonly number: string
  readonly customers: ReadonlyArray<{ readonly username: string; readonly person: Person }>
}

/** `count` paired numbers of several tenants in one gateway, a provider's group for each tenant, and a panel for all. */
export const openSoakScene = async (count: number) => {
  const whatsapp = await startWhatsAppSimulator({ groupReceipts: "one" })
  const panel = await startPanelSimulator({ settings: { ratePerSecond: 0 } })
  panel.faults.add({ kind: "latency", ms: panelLatencyMs, times: "always" })
  const gateway = await startGateway({
    WHATSAPP_WEB_URL: whatsapp.url,
    EGRESS_ALLOW: new URL(panel.url).host
  })
  const database = gateway.openDatabase()
  const numbers: ReadonlyArray<SoakNumber> = Array.from({ length: count }, (_, n) => ({
    number: `97797${String(n).padStart(8, "0")}`,
    customers: Array.from({ length: customersEach }, (_, k) => {
      const username = `customer${n * customersEach + k}`
      panel.setUser(username, {})
      const pn = `97798${String(n * customersEach + k).padStart(8, "0")}`
      return { username, person: whatsapp.person({ pn, name: username }) }
    })
  }))

  const addTenant = (own: ReadonlyArray<SoakNumber>, name: string) =>
    Effect.gen(function* () {
      const setup = yield* TenantSetup
      const tenantId = yield* setup.createTenant({
        name,
        timeZone: "UTC",
        rules: { commandsPerMinute: 10_000 }
      })
      const { url: baseUrl, adminKey } = panel
      const key = Redacted.make(adminKey)
      const panelId = yield* setup.addPanel({ tenantId, name: "Main", baseUrl, key })
      const provider = { tenantId, panelId, alias: "FastLikes", name: Redacted.make(providerName) }
      const providerId = yield* setup.addProvider(provider)
      for (const { username, person } of own.flatMap(({ customers }) => customers)) {
        const contacts = [{ lid: person.lidJid, pn: person.pnJid, telegramId: null }]
        yield* setup.addCustomer({ tenantId, panelId, username, contacts })
      }
      return { tenantId, providerId }
    })

  const qrOf = (id: string) =>
    Effect.gen(function* () {
      const sql = yield* PlatformSql
      const rows = yield* sql<{ qr: string | null }>`select state->>'qr' as qr from channel where id = ${id}`
      return rows[0]?.qr ?? null
    })

  /** Adds one number and pairs it; a code that ran out while it was scanned is followed by another. */
  const pair = async (tenantId: TenantId, { number }: SoakNumber) => {
    const phone = whatsapp.phone(number)
    const channel = await database.runPromise(
      Effect.flatMap(Channels, (channels) => channels.create(tenantId, { kind: "whatsapp", name: number }))
    )
    const until = Date.now() + pairingPatience
    for (let code: string | null = null; Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const shown = await database.runPromise(qrOf(channel.id))
      if (shown === null || shown === code) continue
      code = shown
      const isScanned = await phone.scan(code).then(
        () => true,
        () => false
      )
      if (!isScanned) continue
      await phone.waitForOnline(pairingPatience)
      return channel.id
    }
    throw new Error(`${number} did not pair`)
  }

  const staff = whatsapp.person({ pn: "9779855555555", name: "Provider" })
  for (let first = 0; first < count; first += numbersEach) {
    const own = numbers.slice(first, first + numbersEach)
    const subject = `Provider ${first / numbersEach}`
    const { tenantId, providerId } = await database.runPromise(
      addTenant(own, `Tenant ${first / numbersEach}`)
    )
    const channels: Array<Awaited<ReturnType<typeof pair>>> = []
    for (let n = 0; n < own.length; n += atOnce) {
      channels.push(...(await Promise.all(own.slice(n, n + atOnce).map((each) => pair(tenantId, each)))))
    }
    const { jid: chatId } = whatsapp.group({ subject, participants: [own[0]!.number, staff.number] })
    const route = { tenantId, providerId, command: null, channelId: channels[0]!, chatId, label: subject }
    await database.runPromise(Effect.flatMap(TenantSetup, (setup) => setup.addRoute(route)))
  }
  await database.dispose()

  return {
    whatsapp,
    panel,
    gateway,
    numbers,
    tenants: Math.ceil(count / numbersEach),
    close: async () => {
      await gateway.close()
      await Promise.all([whatsapp.stop(), panel.stop()])
    }
  }
}

export type SoakScene = Awaited<ReturnType<typeof openSoakScene>>
