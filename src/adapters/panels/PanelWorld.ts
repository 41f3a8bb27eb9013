import { ConfigProvider, Effect, Layer, Option, Redacted } from "effect"
import { startPanelSimulator } from "../../../simulators/panel/PanelSimulator.ts"
import type { PanelOptions, PanelSimulator } from "../../../simulators/panel/PanelSimulator.ts"
import { OrderId, PanelId, TenantId } from "../../domain/Ids.ts"
import { PanelAccounts } from "../../ports/PanelAccounts.ts"
import type { PanelAccount } from "../../ports/PanelAccounts.ts"
import { SharedBudget } from "../../ports/SharedBudget.ts"
import { Settings } from "../../Settings.ts"
import { layer as egressLayer } from "../egress/UndiciEgress.ts"
import { layer as vaultLayer } from "../vault/AesVault.ts"
import { defaultOptions, layerWith } from "./PanelLines.ts"
import type { PanelOptions as AdapterOptions } from "./PanelLines.ts"
import * as TenantPanels from "./TenantPanels.ts"
import * as TenantCatalogue from "./services/TenantCatalogue.ts"
import * as TenantProviderNames from "./providers/TenantProviderNames.ts"
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
    /** What is shared with other processes; nothing when left out. */
    readonly shared?: Layer.Layer<SharedBudget>
  } = {}
) => {
  const { baseUrl = panel.url, key = panel.adminKey, requestsPerSecond = 5, userKey, ...others } = options
  const {
    kind = "perfect_admin_v2",
    settings: described = {},
    shared = SharedBudget.alone,
    ...adapter
  } = others
  const config = {
    DATA_DIR: "/nowhere",
    MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
    EGRESS_ALLOW: new URL(panel.url).host
  }
  const settings = Layer.fresh(Settings.layer).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(config))),
    Layer.orDie
  )
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
  return Layer.mergeAll(
    TenantPanels.layer,
    TenantPanelUsers.layer,
    TenantCatalogue.layer,
    TenantProviderNames.layer
  ).pipe(
    Layer.provide(layerWith({ ...defaultOptions, ...adapter })),
    Layer.provide(shared),
    Layer.provideMerge(Layer.mergeAll(egressLayer, vaultLayer, accounts)),
    Layer.provide(settings)
  )
}

/** Adds so many running orders of john to the panel. */
export const addOrders = (panel: PanelSimulator, count: number): ReadonlyArray<OrderId> =>
  Array.from({ length: count }, () =>
    OrderId.make(String(panel.addOrder({ provider: "Boostmint.example" }).id))
  )
