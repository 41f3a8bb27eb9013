import { Effect, Layer, Redacted } from "effect"
import { ProviderNames } from "../../../ports/ProviderNames.ts"
import { Vault } from "../../../ports/Vault.ts"
import { PanelLines } from "../PanelLines.ts"
import { normalizeProvider } from "../ProviderName.ts"

/** Who a tenant's panels buy from, within the budget that all calls of a panel share, always behind people. */
export const layer: Layer.Layer<ProviderNames, never, PanelLines | Vault> = Layer.effect(
  ProviderNames,
  Effect.gen(function* () {
    const lines = yield* PanelLines
    const vault = yield* Vault
    const read: ProviderNames["Service"]["read"] = Effect.fn("ProviderNames.read")(
      function* (tenantId, panelId, orders) {
        const { names, ...counts } = yield* lines.use(tenantId, panelId, (kind) =>
          kind.providers("background", orders.filter(kind.isOrderId))
        )
        return {
          ...counts,
          providers: names.flatMap((name) => {
            const normal = normalizeProvider(name)
            return normal === null
              ? []
              : [{ mark: vault.mark(tenantId, normal), name: Redacted.make(name, { label: "provider" }) }]
          })
        }
      }
    )
    return ProviderNames.of({ read })
  })
)
