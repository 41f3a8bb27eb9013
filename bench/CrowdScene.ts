import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type PanelSimulator, startPanelSimulator } from "../simulators/panel/PanelSimulator.ts"
import * as UndiciEgress from "../src/adapters/egress/UndiciEgress.ts"
import * as SmtpMail from "../src/adapters/mail/SmtpMail.ts"
import { MemoryNetwork } from "../src/adapters/memory/MemoryNetwork.ts"
import * as PanelLines from "../src/adapters/panels/PanelLines.ts"
import * as TenantProviderCalls from "../src/adapters/panels/kinds/user/TenantProviderCalls.ts"
import * as TenantPanels from "../src/adapters/panels/TenantPanels.ts"
import * as TenantCatalogue from "../src/adapters/panels/services/TenantCatalogue.ts"
import * as TenantProviderNames from "../src/adapters/panels/providers/TenantProviderNames.ts"
import * as TenantPanelUsers from "../src/adapters/panels/users/TenantPanelUsers.ts"
import { DatabaseUrl } from "../src/adapters/postgres/Database.ts"
import { Channels } from "../src/ports/Channels.ts"
import { SharedBudget } from "../src/ports/SharedBudget.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { gatewayIn } from "../src/Relaydesk.ts"
import { Settings } from "../src/Settings.ts"
import { crowdOrders, userOf } from "./Crowd.ts"
import { providerName } from "./WireScene.ts"

/** A panel as slow and as strict as real ones, with every customer's account and orders. */
export const openCrowdPanel = async (customers: number, latencyMs: number): Promise<PanelSimulator> => {
  const panel = await startPanelSimulator({ settings: { ratePerSecond: 5 } })
  panel.faults.add({ kind: "latency", ms: latencyMs, times: "always" })
  for (let n = 0; n < customers; n += 1) panel.setUser(userOf(n), {})
  for (const { id, user } of crowdOrders(customers)) {
    panel.addOrder({ id, user, provider: providerName, externalId: `9${id}` })
  }
  return panel
}

/** The gateway in this process, its network in memory, its panel over loopback. */
export const openCrowdScene = async (customers: number, latencyMs: number) => {
  const panel = await openCrowdPanel(customers, latencyMs)
  const network = new MemoryNetwork()
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-bench-"))
  const config = { DATA_DIR: dataDir, LOG_LEVEL: "Warn", EGRESS_ALLOW: new URL(panel.url).host }
  const settings = Settings.layer.pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(config)))
  )
  const panels = Layer.mergeAll(
    TenantPanels.layer,
    TenantPanelUsers.layer,
    TenantCatalogue.layer,
    TenantProviderNames.layer,
    TenantProviderCalls.layer
  ).pipe(
    Layer.provide(PanelLines.layer),
    Layer.provide(SharedBudget.alone),
    Layer.provide(UndiciEgress.layer)
  )
  const runtime = ManagedRuntime.make(
    gatewayIn(Layer.mergeAll(network.layer, panels, SmtpMail.layer)).pipe(
      Layer.provideMerge(DatabaseUrl.layer),
      Layer.provideMerge(settings),
      Layer.orDie
    )
  )

  const seed = Effect.gen(function* () {
    const setup = yield* TenantSetup
    const channels = yield* Channels
    const tenantId = yield* setup.createTenant({
      name: "Bench",
      timeZone: "UTC",
      rules: { whatsappGapMillis: 0 }
    })
    const channel = yield* channels.create(tenantId, { kind: "whatsapp", name: "Main" })
    const { url: baseUrl, adminKey } = panel
    const key = Redacted.make(adminKey)
    const panelId = yield* setup.addPanel({ tenantId, name: "Main", baseUrl, key })
    const name = Redacted.make(providerName)
    const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "FastLikes", name })
    const route = { tenantId, providerId, command: null, channelId: channel.id, chatId: "1@g.us" }
    yield* setup.addRoute({ ...route, label: "FastLikes" })
    for (let n = 0; n < customers; n += 1) {
      const contacts = [{ lid: `${n}@lid`, pn: null, telegramId: null }]
      yield* setup.addCustomer({ tenantId, panelId, username: userOf(n), contacts })
    }
    while (!network.isOpen(channel.id)) yield* Effect.sleep("50 millis")
    return channel.id
  })

  return {
    network,
    panel,
    runtime,
    dataDir,
    seed,
    close: async () => {
      await runtime.dispose()
      await panel.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}
