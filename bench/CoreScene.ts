import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MemoryNetwork } from "../src/adapters/memory/MemoryNetwork.ts"
import * as SmtpMail from "../src/adapters/mail/SmtpMail.ts"
import { activeAccount, memoryPanelUsers } from "../src/adapters/memory/MemoryPanelUsers.ts"
import { memoryPanels } from "../src/adapters/memory/MemoryPanels.ts"
import { DatabaseUrl } from "../src/adapters/postgres/Database.ts"
import type { Inbound } from "../src/domain/Inbound.ts"
import type { Order } from "../src/domain/Order.ts"
import { Channels } from "../src/ports/Channels.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { Vault } from "../src/ports/Vault.ts"
import { gatewayIn } from "../src/Relaydesk.ts"
import { Settings } from "../src/Settings.ts"
import { providerName } from "./WireScene.ts"

const customers = 200

/** Orders have seven digits, so that a reply shows which one it answers. */
export const firstOrder = 1_000_000

/** The gateway in this process with a PostgreSQL of its own; network and panel are memory, so that it is all there is. */
export const openCoreScene = () => {
  const network = new MemoryNetwork()
  let providerMark = ""
  const panels = memoryPanels({
    orderOf: (panelId, id): Order => ({
      id,
      panelId,
      username: `customer${Number(id) % customers}`,
      status: "in_progress",
      serviceId: "1",
      serviceName: "Likes",
      externalId: `9${id}`,
      providerMark,
      link: null,
      quantity: 100,
      startCount: 0,
      remains: 100,
      createdAt: 0,
      updatedAt: 0,
      isRefillOffered: null,
      isCancelOffered: true
    })
  })
  const panelUsers = memoryPanelUsers({
    accountOf: (_panelId, identity) => (/^customer\d+$/.test(identity) ? activeAccount(identity) : null)
  })
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-bench-"))
  const settings = Settings.layer.pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ DATA_DIR: dataDir, LOG_LEVEL: "Warn" })))
  )
  const runtime = ManagedRuntime.make(
    gatewayIn(Layer.mergeAll(network.layer, panels, panelUsers, SmtpMail.layer)).pipe(
      Layer.provideMerge(DatabaseUrl.layer),
      Layer.provideMerge(settings),
      Layer.orDie
    )
  )

  const seed = Effect.gen(function* () {
    const setup = yield* TenantSetup
    const channels = yield* Channels
    const vault = yield* Vault
    const tenantId = yield* setup.createTenant({
      name: "Bench",
      timeZone: "UTC",
      // A few customers ask for thousands here.
      // No gap between messages: what is measured is what the gateway can do.
      rules: { commandsPerMinute: 10_000, whatsappGapMillis: 0 }
    })
    const channel = yield* channels.create(tenantId, { kind: "whatsapp", name: "Main" })
    const key = Redacted.make("key")
    const panelId = yield* setup.addPanel({ tenantId, name: "Main", baseUrl: "https://panel.example", key })
    providerMark = vault.mark(tenantId, providerName)
    const name = Redacted.make(providerName)
    const providerId = yield* setup.addProvider({ tenantId, panelId, alias: "FastLikes", name })
    yield* setup.addRoute({
      tenantId,
      providerId,
      command: null,
      channelId: channel.id,
      chatId: "1@g.us",
      label: "FastLikes"
    })
    for (let n = 0; n < customers; n += 1) {
      const contacts = [{ lid: `${n}@lid`, pn: null, telegramId: null }]
      yield* setup.addCustomer({ tenantId, panelId, username: `customer${n}`, contacts })
    }
    while (!network.isOpen(channel.id)) yield* Effect.sleep("50 millis")
    return { tenantId, channelId: channel.id, panelId }
  })

  return {
    network,
    runtime,
    dataDir,
    seed,
    close: async () => {
      await runtime.dispose()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

export type CoreScene = ReturnType<typeof openCoreScene>

/** The `n`th command: a cancel of its own order, from one customer after the other. */
export const commandMessage = (n: number): Inbound => ({
  networkId: `IN${n}`,
  chatId: `${n % customers}@lid`,
  chatPn: null,
  chatKind: "direct",
  chatTitle: null,
  sender: { lid: `${n % customers}@lid`, pn: null, telegramId: null, name: `Customer ${n % customers}` },
  isFromOwner: false,
  kind: "text",
  text: `${firstOrder + n} cancel`,
  quotedId: null,
  sentAt: Date.now()
})
