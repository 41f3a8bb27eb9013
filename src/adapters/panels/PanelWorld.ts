import { Effect, Layer, Option, Redacted } from "effect"
import { startPanelSimulator } from "../../../simulators/panel/PanelSimulator.ts"
import type { PanelOptions, PanelSimulator } from "../../../simulators/panel/PanelSimulator.ts"
import { OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import type { PanelAccount } from "../../ports/PanelAccounts.ts"
import { Settings } from "../../Settings.ts"
import { layer as egressLayer } from "../egress/UndiciEgress.ts"
import { layer as vaultLayer } from "../vault/AesVault.ts"
import { defaultOptions, layerWith } from "./PanelLines.ts"
import type { PanelOptions as AdapterOptions } from "./PanelLines.ts"
import * as TenantPanels from "./TenantPanels.ts"
import * as TenantCatalogue from "./services/TenantCatalogue.ts"
import * as TenantPanelUsers from "./users/TenantPanelUsers.ts"

/** The owner of the panel. */
export const tenantId = TenantId.make("4d0f1c9e-0000-4000-8000-000000000001")
/** The one panel he has. */
export const panelId = PanelId.make("7a6b5c4d-0000-4000-8000-000000000002")

/** A simulated panel on loopback that stops with the scope. */
export const simulatedPanel = (options: PanelOptions = {}) =>
  Effect.acquireRelease(
    Effect.promise(() => startPanelSimulator(options)),
    (panel) => Effect.promise(() => panel.stop())
  )

/** The real adapters in front of a panel; `key` and `baseUrl` as an owner saved them. */
export const panelsOf = (
  panel: PanelSimulator,
  options: Partial<AdapterOptions> & {
    readonly kind?: PanelAccount["kind"]
    /** Of a generic panel. */
    readonly settings?: PanelAccount["settings"]
    readonly key?: string
    /** Of the user API; none when left out. */
    readonly userKey?: string
    readonly baseUrl?: string
    readonly requestsPerSecond?: number
  } = {}
) => {
  const { baseUrl = panel.url, key = panel.adminKey, requestsPerSecond = 5, userKey, ...others } = options
  const { kind = "perfect_admin_v2", settings: described = {}, ...adapter } = others
  const settings = Layer.succeed(Settings, {
    databaseUrl: Option.none(),
    redisUrl: Option.none(),
    host: "127.0.0.1",
    port: 0,
    publicUrl: Option.none(),
    dataDir: "/nowhere",
    runnerHost: "127.0.0.1",
    runnerPort: 0,
    masterKey: Option.some(Redacted.make(Buffer.alloc(32, 7).toString("base64"))),
    whatsappWebUrl: Option.none(),
    telegramApiRoot: Option.none(),
    egressAllow: [new URL(panel.url).host],
    mail: Option.none(),
    logLevel: "Info"
  })
  const accounts = Layer.succeed(PanelAccounts, {
    find: (tenant, id) =>
      Effect.succeed(
        tenant === tenantId && id === panelId
          ? Option.some({
              tenantId,
              panelId,
              kind,
              settings: described,
              baseUrl,
              key: Redacted.make(key),
              userKey: Option.map(Option.fromUndefinedOr(userKey), (text) => Redacted.make(text)),
              requestsPerSecond
            })
          : Option.none()
      )
  })
  return Layer.mergeAll(TenantPanels.layer, TenantPanelUsers.layer, TenantCatalogue.layer).pipe(
    Layer.provide(layerWith({ ...defaultOptions, ...adapter })),
    Layer.provideMerge(Layer.mergeAll(egressLayer, vaultLayer, accounts)),
    Layer.provide(settings)
  )
}

/** Adds so many running orders of john to the panel. */
export const addOrders = (panel: PanelSimulator, count: number): ReadonlyArray<OrderId> =>
  Array.from({ length: count }, () =>
    OrderId.make(String(panel.addOrder({ provider: "Boostmint.example" }).id))
  )
