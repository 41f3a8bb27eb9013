import { Clock, type Duration, Effect, Schedule } from "effect"
import { Singleton } from "effect/cluster"
import type { PanelId, TenantId } from "../../domain/Ids.ts"
import { Catalogue } from "../../ports/Catalogue.ts"
import { PanelPriority } from "../../ports/PanelPriority.ts"
import { Services } from "../../ports/Services.ts"
import { nextTurn } from "../NextTurn.ts"

/** How often panels' lists are read. */
export interface RefreshPace {
  /** Between two readings of one panel, give or take a tenth, so that panels do not come all at once. */
  readonly every: Duration.Input
  /** After one that failed. */
  readonly afterFailure: Duration.Input
  /** Between two looks at what is due. */
  readonly look: Duration.Input
}

/** Prices and names change a few times a week; six hours keep the owner's list fresh enough. */
export const defaultPace: RefreshPace = { every: "6 hours", afterFailure: "1 hour", look: "1 minute" }

/** Panels that are read at the same time: one that hangs leaves turns for the others. */
const concurrency = 4

/** Panels looked at in one round; the rest is due in the next. */
const batch = 200

/** Reads a panel's list of services and stores it, with when it is due again (OR-08). Fails as the panel does; what is known stays then. */
export const refreshCatalogue = Effect.fn("CatalogueRefresh.refreshCatalogue")(function* (
  tenantId: TenantId,
  panelId: PanelId,
  pace: RefreshPace = defaultPace
) {
  const catalogue = yield* Catalogue
  const services = yield* Services
  const offered = yield* catalogue
    .services(tenantId, panelId)
    .pipe(
      Effect.tapError(({ safeText }) =>
        Effect.flatMap(nextTurn(pace.afterFailure), (at) =>
          services.refreshFailed(tenantId, panelId, safeText, at)
        )
      )
    )
  return yield* services.replace(tenantId, panelId, offered, yield* nextTurn(pace.every))
})

/** Reads what is due, each panel by itself: one that fails is noted and stops no other. */
export const refreshDue = Effect.fn("CatalogueRefresh.refreshDue")(function* (
  pace: RefreshPace = defaultPace
) {
  const services = yield* Services
  const due = yield* services.due(yield* Clock.currentTimeMillis, batch)
  yield* Effect.forEach(
    due,
    ({ panelId, tenantId }) =>
      refreshCatalogue(tenantId, panelId, pace).pipe(
        Effect.catchTag("PanelError", () => Effect.void),
        Effect.catchCause((cause) => Effect.logError("A panel's services could not be stored", cause))
      ),
    { concurrency, discard: true }
  ).pipe(Effect.provideService(PanelPriority, "background"))
})

/** Once in the deployment: keeps the lists of all panels fresh that give a key for them. */
export const layerWith = (pace: RefreshPace) =>
  Singleton.make(
    "catalogue-refresh",
    refreshDue(pace).pipe(
      Effect.catchCause((cause) =>
        Effect.logError("Panels' services could not be looked at, trying again", cause)
      ),
      Effect.repeat(Schedule.spaced(pace.look))
    )
  )

/** `layerWith` the default pace. */
export const layer = layerWith(defaultPace)
