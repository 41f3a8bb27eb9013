import { Effect, Layer } from "effect"
import type { PanelId } from "../../domain/Ids.ts"
import { Catalogue, type OfferedService } from "../../ports/Catalogue.ts"
import { PanelError } from "../../ports/Panels.ts"

/** Lists of services in memory; a panel without one has no key of its user API. */
export const memoryCatalogue = (
  lists: ReadonlyMap<PanelId, ReadonlyArray<OfferedService>> = new Map()
): Layer.Layer<Catalogue> =>
  Layer.succeed(Catalogue, {
    services: (_tenantId, panelId) => {
      const list = lists.get(panelId)
      return list === undefined ? Effect.fail(noKey) : Effect.succeed(list)
    }
  })

const noKey = new PanelError({
  reason: "NotConfigured",
  mayHaveHappened: false,
  safeText: "No key of the panel's user API is saved."
})
