import { Effect, Layer } from "effect"
import { Catalogue } from "../../../ports/Catalogue.ts"
import { PanelPriority } from "../../../ports/PanelPriority.ts"
import { PanelLines } from "../PanelLines.ts"

/** What a tenant's panels sell, within the budget that all calls of a panel share. */
export const layer: Layer.Layer<Catalogue, never, PanelLines> = Layer.effect(
  Catalogue,
  Effect.gen(function* () {
    const lines = yield* PanelLines
    const services: Catalogue["Service"]["services"] = Effect.fn("Catalogue.services")(
      function* (tenantId, panelId) {
        const urgency = (yield* PanelPriority) === "background" ? "background" : "read"
        return yield* lines.use(tenantId, panelId, (kind) => kind.services(urgency))
      }
    )
    return Catalogue.of({ services })
  })
)
